package dev.skep.manifests.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BlockTest {
  private static String merged(String one, String other) {
    var block = Block.of(one);
    block.merge(Block.of(other));
    return String.join("\n", block.body()) + "\n";
  }

  @Test
  void addsKeysAndItemsWithTheirCommentsAndLeavesTheOrder() {
    assertThat(merged("""
        # head
        a:
          # first
          b: 1
          list:
            - x

        c: 2
        """, """
        # other head
        a:
          # second
          d: 3
          list:
            # why
            - y
            - x
        """)).isEqualTo("""
        a:
          # first
          b: 1
          list:
            - x
            # why
            - y
          # second
          d: 3

        c: 2
        """);
  }

  @Test
  void valuesThatClashAreRefused() {
    assertThatThrownBy(() -> merged("a: 1\n", "a: 2\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a: 1 clashes with a: 2");
  }

  @Test
  void theHeadIsNotOfTheBody() {
    var block = Block.of("# one\n# two\na: 1\n# three\nb: 2\n");
    assertThat(block.head()).containsExactly("# one", "# two");
    assertThat(block.body()).containsExactly("a: 1", "# three", "b: 2");
  }
}
