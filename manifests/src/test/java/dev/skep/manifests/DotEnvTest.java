package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that give variables their defaults. */
class DotEnvTest {
  private final Problems problems = new Problems();

  private Map<String, String> read(String text) {
    var variables = new Variables(Map.of("OUT", "outside", "WON", "over"), true, problems);
    var file = new DotEnv(variables, problems);
    file.read(text, ".env");
    return file.values();
  }

  private List<String> problems(String text) {
    read(text);
    return problems.sorted().stream().map(Problem::toString).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "A=b | b",
        "A = b c  | b c",
        "A: b | b",
        "export A=b | b",
        "`A=` | ``",
        "`A= ` | ``",
        "A=b # comment | b",
        "A=b# none | b# none",
        "A= # comment | ``",
        "A=#b | #b",
        "A='b' | b",
        "A='b # c' # comment | b # c",
        "A='$OUT ${OUT}' | $OUT ${OUT}",
        "A='Let\\'s go' | Let's go",
        "A='b\\tc' | b\\tc",
        "A=b\\tc | b\\tc",
        "A=\"{\\\"b\\\": \\\"c\\\"}\" | {\"b\": \"c\"}",
        "A=\"b \\$OUT \\\\ \\x\" | b $OUT \\ \\x",
        "A=$OUT-${OUT} | outside-outside",
        "A=\"${OUT} $$\" | outside $",
        "A=${NONE:-b} | b",
      })
  void readsAValueAsComposeDoes(String line, String value) {
    assertThat(read(line + "\nZ=z\n"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("A", value, "Z", "z"));
    assertThat(problems.failed()).isFalse();
  }

  @Test
  void readsValuesOfSeveralLinesInQuotes() {
    assertThat(read("A='b\n# c'\nB=\"d\\n\\te\nf\"\nC=g"))
        .isEqualTo(Map.of("A", "b\n# c", "B", "d\n\te\nf", "C", "g"));
  }

  @Test
  void passesOverCommentsEmptyLinesAndNamesAlone() {
    assertThat(read("\uFEFF# A=1\r\n\r\n  B=2\r\n\t# C\nD\n")).isEqualTo(Map.of("B", "2"));
    assertThat(problems.failed()).isFalse();
  }

  @Test
  void fillsInWhatStandsAboveUnlessOutsideSaysOtherwise() {
    assertThat(read("B=1\nA=$B\nB=2\nC=$B\nWON=lost\nD=$WON\n"))
        .isEqualTo(Map.of("A", "1", "B", "2", "C", "2", "WON", "lost", "D", "over"));
  }

  @Test
  void tellsWhatItCannotRead() {
    assertThat(problems("A B=1\n=2\n1A=3\nC=\"d\" e\nD=$NONE\nE=${\nF='g\nH=i\n"))
        .containsExactly(
            ".env:1:1: expected NAME=value, a name being letters, digits and _, no digit first",
            ".env:2:1: expected NAME=value, a name being letters, digits and _, no digit first",
            ".env:3:1: expected NAME=value, a name being letters, digits and _, no digit first",
            ".env:4:7: nothing but a comment may follow the quote; put all of the value into it",
            ".env:5:3: the variable NONE is not set; give it a value, or write a default,"
                + " ${NONE:-default}",
            ".env:6:3: cannot read \"${\": a variable's name must follow the $; a plain dollar is $$",
            ".env:7:3: the quote is not closed; close it");
  }
}
