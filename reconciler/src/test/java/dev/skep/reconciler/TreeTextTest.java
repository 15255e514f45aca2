package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.model.Tree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees as text, and back: of what Skep keeps for itself. */
class TreeTextTest {
  private static final String ODD = "a\"\\\n\t\u0001\u00e9\u20ac\ud83d\ude00/ {}[]:,";

  private final Random random = new Random(7);

  private Tree tree(int deep) {
    return switch (random.nextInt(deep == 0 ? 5 : 7)) {
      case 0 -> Tree.Nil.NIL;
      case 1 -> Tree.of(random.nextBoolean());
      case 2 -> Tree.of(random.nextLong());
      case 3 -> new Tree.Num(BigDecimal.valueOf(random.nextInt(), random.nextInt(9)));
      case 4 -> Tree.of(text());
      case 5 -> {
        var items = new ArrayList<Tree>();
        for (int i = random.nextInt(4); i > 0; i--) items.add(tree(deep - 1));
        yield new Tree.Arr(items);
      }
      default -> {
        var fields = new LinkedHashMap<String, Tree>();
        for (int i = random.nextInt(4); i > 0; i--) fields.put(text(), tree(deep - 1));
        yield new Tree.Obj(fields);
      }
    };
  }

  private String text() {
    int from = random.nextInt(ODD.length());
    return ODD.substring(from, from + random.nextInt(ODD.length() - from + 1));
  }

  @Test
  void comeBackAsTheyWere() {
    for (int i = 0; i < 20_000; i++) {
      var tree = tree(4);
      assertThat(Tree.parse(tree.canonical())).isEqualTo(tree);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nul",
        "truely",
        "1-2",
        "\"a",
        "\"\\x\"",
        "\"\\u00g0\"",
        "\"\\u00",
        "[1,]",
        "[1 2]",
        "[",
        "{\"a\"}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1",
        "1 ",
        "{}{}"
      })
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> Tree.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatNestsWithoutEndIsRefused() {
    assertThatThrownBy(() -> Tree.parse("[".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
