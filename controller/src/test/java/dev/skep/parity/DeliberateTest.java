package dev.skep.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/compose.md} gives a reason for each difference that is let pass. */
class DeliberateTest {
  private static final String HEAD = "| on the Swarm |";

  /** The first cells of all rows below a heading, and below a table's head if one is given. */
  private static List<String> rows(String after) throws IOException {
    var text = Files.readString(Path.of("../docs/compose.md"));
    return text.substring(text.indexOf(after))
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith(after))
        .map(line -> line.split(" \\| ")[0].substring(2).strip())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void hasARowThatSaysWhy(Deliberate difference) throws IOException {
    assertThat(rows("## Deliberate differences")).containsOnlyOnce(difference.row());
  }

  @Test
  void isAllThatIsToldOfWhatStandsOnTheSwarm() throws IOException {
    assertThat(rows(HEAD))
        .isNotEmpty()
        .isSubsetOf(Stream.of(Deliberate.values()).map(Deliberate::row).toList());
  }
}
