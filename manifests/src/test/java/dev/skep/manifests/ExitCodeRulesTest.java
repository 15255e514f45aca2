package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.ExitCodes;
import dev.skep.model.ExitCodes.Effect;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The value of {@code onExitCodes} stands in the fifth line, from column 33. */
class ExitCodeRulesTest {
  private static final String WHERE = " services.app.x-skep.job.onExitCodes";

  @TempDir
  Path folder;

  private Loading loading(String rules) {
    return new Loading(folder).stack(Loading.job("onExitCodes: " + rules));
  }

  private ExitCodes codes(String rules) {
    return loading(rules).policy().exitCodes();
  }

  /** What no schema can tell. */
  private void readerRefuses(String rules, String... errors) {
    assertThat(loading(rules).errors()).containsExactly(errors);
  }

  private void refuses(String rules, String... errors) {
    readerRefuses(rules, errors);
    assertThat(Schema.COMPOSE.problems(Loading.job("onExitCodes: " + rules))).isNotEmpty();
  }

  private List<String> warnings(String rules) {
    return loading(rules).warnings();
  }

  @Test
  void theFirstThatNamesACodeDecides() {
    var codes = codes("[{fail: [2, '64-78']}, {ignore: 79}, {success: '3'}, {count: 1-255}]");
    assertThat(IntStream.of(2, 64, 78, 79, 3, 80).mapToObj(codes::of))
        .containsExactly(
            Effect.FAIL, Effect.FAIL, Effect.FAIL, Effect.IGNORE, Effect.SUCCESS, Effect.COUNT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", ""})
  void thereMayBeNone(String rules) {
    assertThat(codes(rules)).isEqualTo(ExitCodes.NONE);
  }

  @Nested
  class Rules {
    @Test
    void standInAList() {
      refuses(
          "{ignore: 75}",
          "stack.yml:5:33:" + WHERE + ": expected a list of rules such as [{ignore: 75}], found a"
              + " mapping");
    }

    @ParameterizedTest
    @CsvSource({"75, the number 75", "fail, 'the text \"fail\"'", "{}, a mapping", "~, nothing"})
    void sayWhatACodeMeans(String rule, String found) {
      refuses(
          "[" + rule + "]",
          "stack.yml:5:34:" + WHERE + ": expected a rule such as fail: [2, 64-78], found " + found);
    }

    @Test
    void sayOneThingEach() {
      refuses(
          "[{ignore: 75, fail: 2}]",
          "stack.yml:5:34:" + WHERE + ": fail and ignore stand in one rule; give each a rule of its"
              + " own, in the order they are to count");
    }

    @Test
    void knowFourWords() {
      refuses(
          "[{fial: 2}, {retry: 3}]",
          "stack.yml:5:35:" + WHERE + ".fial: unknown key; did you mean fail?",
          "stack.yml:5:46:" + WHERE
              + ".retry: unknown key; delete it, or write one of fail, ignore,"
              + " count, success");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "~"})
    void nameACode(String codes) {
      refuses(
          "[{fail: " + codes + "}]",
          "stack.yml:5:35:" + WHERE + ".fail: names no exit code; write one, or delete it");
    }

    @Test
    void nameNoMoreThanThereAre() {
      var all = IntStream.rangeClosed(1, 256).mapToObj(i -> "9").collect(Collectors.joining(", "));
      refuses(
          "[{fail: [" + all + "]}, {ignore: 1}]",
          "stack.yml:5:807:" + WHERE + ".fail: more than 255 exit codes; write ranges such as"
              + " 64-78");
    }
  }

  @Nested
  class Codes {
    @ParameterizedTest
    @CsvSource({
      "256, the number 256",
      "-1, the number -1",
      "1-256, 'the text \"1-256\"'",
      "1-2-3, 'the text \"1-2-3\"'",
      "1.5, the number 1.5",
      "99999999999, the number 99999999999",
      "true, the boolean true",
      "SIGKILL, 'the text \"SIGKILL\"'",
      "{from: 1}, a mapping"
    })
    void areFrom1To255(String code, String found) {
      refuses(
          "[{fail: " + code + "}]",
          "stack.yml:5:41:" + WHERE + ".fail: expected exit codes from 1 to 255, such as 75 or"
              + " 64-78, found " + found);
    }

    @ParameterizedTest
    @CsvSource({"0, delete it", "0-0, delete it", "0-9, write 1-9", "1-0, write 1"})
    void leaveOutZero(String code, String mend) {
      refuses(
          "[{success: [3, " + code + "]}]",
          "stack.yml:5:48:" + WHERE + ".success: 0 is success by itself; " + mend);
    }

    @Test
    void runUpwards() {
      readerRefuses(
          "[{ignore: 78-64}]",
          "stack.yml:5:43:" + WHERE + ".ignore: 78-64 runs backwards; write 64-78");
    }
  }

  @Nested
  class ACodeOfTwoRules {
    @Test
    void neverCountsInTheLater() {
      assertThat(warnings("[{fail: [2, 64-78]}, {ignore: 75}, {success: [3, 70-72]}]"))
          .containsExactly(
              "stack.yml:5:63: warning:" + WHERE + ".ignore: never counts for 75, which earlier"
                  + " rules decide; delete it, or move its rule up",
              "stack.yml:5:82: warning:" + WHERE + ".success: never counts for 70-72, which earlier"
                  + " rules decide; delete it, or move its rule up");
    }

    @Test
    void isToldWhereRangesOverlap() {
      assertThat(warnings("[{fail: 64-78}, {ignore: 70-80}]"))
          .containsExactly("stack.yml:5:58: warning:" + WHERE + ".ignore: never counts for 70-78,"
              + " which an earlier rule decides; take that out of 70-80, or move the rule up");
    }

    @Test
    void isMeantWhereTheLaterIsTheWider() {
      assertThat(warnings("[{fail: [2, 64-78]}, {count: 1-255}]")).isEmpty();
    }

    @Test
    void leavesNothingToTheWiderWhenAllAreTaken() {
      assertThat(warnings("[{fail: 1-128}, {ignore: 129-255}, {count: 1-255}]"))
          .containsExactly("stack.yml:5:76: warning:" + WHERE + ".count: never counts for 1-255,"
              + " which earlier rules decide; delete it, or move its rule up");
    }

    @Test
    void isNoneWithinARule() {
      assertThat(warnings("[{fail: [70, 64-78]}]")).isEmpty();
    }
  }
}
