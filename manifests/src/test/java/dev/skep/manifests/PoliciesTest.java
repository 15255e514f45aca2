package dev.skep.manifests;

import static dev.skep.model.ExitCodes.Effect.COUNT;
import static dev.skep.model.ExitCodes.Effect.FAIL;
import static dev.skep.model.ExitCodes.Effect.IGNORE;
import static dev.skep.model.ExitCodes.Effect.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.ExitCodes;
import dev.skep.model.ExitCodes.Range;
import dev.skep.model.ExitCodes.Rule;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobPolicy.NewRevision;
import dev.skep.model.JobPolicy.NodeLost;
import dev.skep.model.RunPart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoliciesTest {
  static final String EVERY_KEY = """
      services:
        app:
          image: app:1
          deploy:
            labels: {com.replicated.ephemeral: "true"}
            restart_policy: {delay: 9s, max_attempts: 9}
          x-skep:
            job:
              retry: on-failure
              backoffLimit: 3
              backoff: {first: 3s, factor: 1.5, cap: 1m}
              deadline: 30m
              attemptTimeout: 10m
              startTimeout: 2m
              onExitCodes:
                - fail: [2, "64-78"]
                - ignore: 80
                - success: [3]
                - count: 1-255
              onNodeLost: {retryAfter: 10m}
              onNewRevision: cancel
              suspend: true
              runOn: [image, command]
              ttlAfterSuccess: 1h
              ttlAfterFailure: 3d
              logTail: 10
      """;

  @TempDir
  Path folder;

  private JobPolicy keys(String keys) {
    return new Loading(folder).stack(Loading.job(keys)).policy();
  }

  private void refuses(String keys, String... errors) {
    assertThat(new Loading(folder).stack(Loading.job(keys)).errors()).containsExactly(errors);
    assertThat(Schema.COMPOSE.problems(Loading.job(keys))).isNotEmpty();
  }

  private List<String> warnings(String text) {
    return new Loading(folder).stack(text).warnings();
  }

  @Test
  void everyKeyIsReadOverTheRestartPolicy() {
    var loading = new Loading(folder).stack(EVERY_KEY);
    assertThat(loading.warnings()).isEmpty();
    assertThat(loading.policy())
        .isEqualTo(new JobPolicy(
            true,
            OptionalInt.of(3),
            new JobPolicy.Backoff(Duration.ofSeconds(3), 1.5, Duration.ofMinutes(1)),
            new ExitCodes(List.of(
                new Rule(FAIL, List.of(new Range(2, 2), new Range(64, 78))),
                new Rule(IGNORE, List.of(new Range(80, 80))),
                new Rule(SUCCESS, List.of(new Range(3, 3))),
                new Rule(COUNT, List.of(new Range(1, 255))))),
            new JobPolicy.Limits(
                Optional.of(Duration.ofMinutes(30)),
                Optional.of(Duration.ofMinutes(10)),
                Duration.ofMinutes(2)),
            new NodeLost(NodeLost.Kind.RETRY, Duration.ofMinutes(10)),
            NewRevision.CANCEL,
            true,
            Set.of(RunPart.IMAGE, RunPart.COMMAND),
            new JobPolicy.Keep(Duration.ofHours(1), Duration.ofDays(3), 10),
            Optional.empty()));
  }

  @Test
  void everyProblemIsToldAtOnce() {
    refuses(
        "backofLimit: 1, retry: ever, deadline: soon, suspend: maybe, runOn: [imgae], logTail: -1",
        "stack.yml:5:20: services.app.x-skep.job.backofLimit: unknown key; did you mean"
            + " backoffLimit?",
        "stack.yml:5:36: services.app.x-skep.job.retry: expected on-failure or none, found"
            + " \"ever\"",
        "stack.yml:5:59: services.app.x-skep.job.deadline: expected a duration such as 30s, 10m or"
            + " 7d, found the text \"soon\"",
        "stack.yml:5:74: services.app.x-skep.job.suspend: expected true or false, found the text"
            + " \"maybe\"",
        "stack.yml:5:89: services.app.x-skep.job.runOn: \"imgae\" is no part of a run; did you mean"
            + " image?",
        "stack.yml:5:106: services.app.x-skep.job.logTail: expected 0 or more");
  }

  @Test
  void anUnknownKeyThatIsLikeNoneNamesThoseThereAre() {
    refuses(
        "nonsense: 1",
        "stack.yml:5:20: services.app.x-skep.job.nonsense: unknown key; delete it, or write one of"
            + " schedule, timeZone, concurrency, startingDeadline, history, retry, backoffLimit,"
            + " backoff, deadline, attemptTimeout, startTimeout, onExitCodes, onNodeLost, onNewRevision,"
            + " suspend, runOn, ttlAfterSuccess, ttlAfterFailure, logTail");
  }

  /** A revision of before there were schedules, or jobs on several tasks, is the same after. */
  @Test
  void aPolicyWithoutAScheduleIsToldAsItAlwaysWas() {
    assertThat(JobPolicy.DEFAULT)
        .hasToString("JobPolicy[retry=true, backoffLimit=OptionalInt.empty,"
            + " backoff=Backoff[first=PT5S, factor=2.0, cap=PT5M], exitCodes=ExitCodes[rules=[]],"
            + " limits=Limits[deadline=Optional.empty, attempt=Optional.empty, start=PT10M],"
            + " onNodeLost=NodeLost[kind=WAIT, after=PT0S], onNewRevision=WAIT, suspend=false,"
            + " runOn=[IMAGE, ENTRYPOINT, COMMAND, ENV, USER, DIR, MOUNTS, CONFIGS, SECRETS],"
            + " keep=Keep[afterSuccess=PT10M, afterFailure=PT168H, logTail=100]]");
  }

  @Nested
  class Retries {
    @Test
    void limitZeroMeansNone() {
      assertThat(keys("backoffLimit: 0").attemptsAllowed()).hasValue(1);
      assertThat(keys("retry: none").attemptsAllowed()).hasValue(1);
      assertThat(keys("retry: any")).isEqualTo(JobPolicy.DEFAULT);
    }

    @Test
    void aLimitWithoutThemIsWarnedOf() {
      assertThat(warnings(Loading.job("retry: none, backoffLimit: 3")))
          .containsExactly("stack.yml:5:33: warning: services.app.x-skep.job.backoffLimit: never"
              + " counts, because there is no retry; delete it, or write retry: on-failure");
    }

    @Test
    void pausesGrowWithinBounds() {
      refuses(
          "backoff: {factor: 0.5, first: 10s, delay: 9s, cap: 5s, fist: 1s}",
          "stack.yml:5:30: services.app.x-skep.job.backoff.factor: expected 1 to 100",
          "stack.yml:5:55: services.app.x-skep.job.backoff: first and delay mean the same; keep one",
          "stack.yml:5:66: services.app.x-skep.job.backoff.cap: is less than the first pause; raise"
              + " it",
          "stack.yml:5:75: services.app.x-skep.job.backoff.fist: unknown key; did you mean first?");
    }

    @Test
    void mayHaveNoPause() {
      assertThat(keys("backoff: {first: 0}").backoff().first()).isZero();
    }
  }

  @Nested
  class Limits {
    @ParameterizedTest
    @CsvSource({
      "deadline, 'no time to run; write more, or delete it for no limit'",
      "attemptTimeout, 'no time to run; write more, or delete it for no limit'",
      "startTimeout, 'no time to start; write more, such as 10m'"
    })
    void areMoreThanZero(String key, String message) {
      var where = "stack.yml:5:20: services.app.x-skep.job." + key;
      refuses(key + ": 0s", where + ": 0 leaves " + message);
    }

    @Test
    void haveUnits() {
      refuses(
          "deadline: 30, ttlAfterSuccess: true, ttlAfterFailure: -1h",
          "stack.yml:5:30: services.app.x-skep.job.deadline: expected a duration such as 30s, 10m or"
              + " 7d, found the number 30",
          "stack.yml:5:51: services.app.x-skep.job.ttlAfterSuccess: expected a duration such as 30s,"
              + " 10m or 7d, found the boolean true",
          "stack.yml:5:74: services.app.x-skep.job.ttlAfterFailure: expected a duration such as 30s,"
              + " 10m or 7d, found the text \"-1h\"");
    }

    @Test
    void ofAnAttemptBeyondTheRunsIsWarnedOf() {
      assertThat(warnings(Loading.job("deadline: 10m, attemptTimeout: 601s")))
          .containsExactly(
              "stack.yml:5:35: warning: services.app.x-skep.job.attemptTimeout: is"
                  + " longer than the deadline, which ends the attempt first; shorten it, or delete it");
      assertThat(warnings(Loading.job("deadline: 10m, attemptTimeout: 600s"))).isEmpty();
    }

    @Test
    void ofWhatIsKeptMayBeZero() {
      assertThat(keys("ttlAfterSuccess: 0, ttlAfterFailure: 0s, logTail: 0").keep())
          .isEqualTo(new JobPolicy.Keep(Duration.ZERO, Duration.ZERO, 0));
    }

    @Test
    void ofTheLogEndAtAThousandLines() {
      assertThat(keys("logTail: 1000").keep().logTail()).isEqualTo(1000);
      refuses(
          "logTail: 1001",
          "stack.yml:5:20: services.app.x-skep.job.logTail: at most 1000 lines are kept; write"
              + " fewer");
    }
  }

  @Nested
  class ALostNode {
    @Test
    void isWaitedForOrGivenUp() {
      assertThat(keys("onNodeLost: wait").onNodeLost()).isEqualTo(NodeLost.WAIT);
      assertThat(keys("onNodeLost: fail").onNodeLost()).isEqualTo(NodeLost.FAIL);
    }

    @Test
    void isReplacedAfterATimeOnly() {
      refuses(
          "onNodeLost: retry",
          "stack.yml:5:32: services.app.x-skep.job.onNodeLost: say after what time: {retryAfter:"
              + " 10m}");
      refuses(
          "onNodeLost: {retryAfter: 0}",
          "stack.yml:5:33: services.app.x-skep.job.onNodeLost.retryAfter: 0 leaves the node no time"
              + " to come back; write more, such as 10m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{retryAfter: }"})
    void needsThatTime(String value) {
      refuses(
          "onNodeLost: " + value,
          "stack.yml:5:32: services.app.x-skep.job.onNodeLost: says no time; write {retryAfter:"
              + " 10m}");
    }

    @Test
    void knowsNoOtherWords() {
      refuses(
          "onNodeLost: restart",
          "stack.yml:5:32: services.app.x-skep.job.onNodeLost: expected wait, fail or {retryAfter:"
              + " 10m}, found the text \"restart\"");
      refuses(
          "onNodeLost: [fail]",
          "stack.yml:5:32: services.app.x-skep.job.onNodeLost: expected wait, fail or {retryAfter:"
              + " 10m}, found a list");
      refuses(
          "onNodeLost: {retry: 10m}",
          "stack.yml:5:33: services.app.x-skep.job.onNodeLost.retry: unknown key; delete it, or"
              + " write retryAfter");
    }
  }

  @Nested
  class ANewRevision {
    @Test
    void waitsOrCancels() {
      assertThat(keys("onNewRevision: wait").onNewRevision()).isEqualTo(NewRevision.WAIT);
      refuses(
          "onNewRevision: true",
          "stack.yml:5:20: services.app.x-skep.job.onNewRevision: expected wait or cancel, found"
              + " \"true\"");
    }
  }
}
