package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.ExitCodes.Effect;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedTask;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a task says of its attempt: while nobody stops it, while it is stopped, its node away. */
class SaysTest {
  private static final Instant NOW = EngineFixture.NOW;

  private static ObservedTask task(TaskState state, boolean given, String container, int code) {
    return JobSamples.task(
        "t", "s", state, given ? "shutdown" : "running", code, "", container, NOW, NOW);
  }

  private static Says says(ObservedTask task, Optional<Reason> stopping, String node) {
    var at = new ObservedNode("n1", "worker-1", node, "active", NOW);
    return Says.of(task, stopping, task.nodeId().map(n -> at), Effect.COUNT);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      NEW       | WAITS       | WAITS       | WAITS
      PENDING   | WAITS       | WAITS       | WAITS
      ASSIGNED  | WAITS       | WAITS       | AWAY
      ACCEPTED  | WAITS       | WAITS       | AWAY
      PREPARING | WAITS       | WAITS       | AWAY
      READY     | WAITS       | WAITS       | AWAY
      STARTING  | WAITS       | WAITS       | AWAY
      RUNNING   | RUNS        | RUNS        | AWAY
      COMPLETE  | COMPLETE    | COMPLETE    | COMPLETE
      SHUTDOWN  | LOST        | STOPPED     | LOST
      FAILED    | FAILED      | STOPPED     | FAILED
      REJECTED  | LOST        | STOPPED     | LOST
      REMOVE    | VANISHED    | VANISHED    | VANISHED
      ORPHANED  | LOST        | LOST        | LOST
      UNKNOWN   | VANISHED    | VANISHED    | VANISHED
      """)
  void itsStateWithAContainerSays(TaskState state, Says left, Says stopped, Says away) {
    var task = task(state, state.terminal(), "c1", 1);
    assertThat(says(task, Optional.empty(), "ready")).isEqualTo(left);
    assertThat(says(task, Optional.of(Reason.SUSPENDED), "ready")).isEqualTo(stopped);
    assertThat(says(task, Optional.empty(), "down")).isEqualTo(away);
    assertThat(says(task, Optional.empty(), "unknown")).isEqualTo(away);
  }

  @Test
  void whatWasRejectedBeforeItHadAContainerHasNotRun() {
    var task = task(TaskState.REJECTED, true, null, 0);
    assertThat(says(task, Optional.empty(), "ready")).isEqualTo(Says.NOT_STARTED);
    assertThat(says(task, Optional.of(Reason.CANCELLED), "ready")).isEqualTo(Says.NOT_STARTED);
  }

  @Test
  void whatIsGivenUpBeforeANodeHeardOfItHasNotRun() {
    for (var state : EnumSet.of(TaskState.NEW, TaskState.PENDING)) {
      var placed = JobSamples.at(task(state, true, null, 0), 0, Optional.of("n1"));
      assertThat(says(placed, Optional.of(Reason.CANCELLED), "down")).isEqualTo(Says.NOT_STARTED);
    }
    var told = task(TaskState.ASSIGNED, true, null, 0);
    assertThat(says(told, Optional.of(Reason.CANCELLED), "ready")).isEqualTo(Says.WAITS);
  }

  @Test
  void aNodeThatItIsOnlyMeantForMayBeAway() {
    var meant = JobSamples.at(task(TaskState.PENDING, false, null, 0), 0, Optional.of("n1"));
    assertThat(says(meant, Optional.empty(), "down")).isEqualTo(Says.WAITS);
  }

  @Test
  void whatOnlyReplacesAnotherTellsThatThisOneIsForgotten() {
    var task = JobSamples.impossible(task(TaskState.PENDING, false, null, 0));
    assertThat(says(task, Optional.of(Reason.CANCELLED), "ready")).isEqualTo(Says.VANISHED);
  }

  @ParameterizedTest
  @CsvSource({
    "FAIL, FAILED_FOR_GOOD, STOPPED, FAILED_FOR_GOOD",
    "COUNT, FAILED, STOPPED, FAILED",
    "IGNORE, IGNORED, STOPPED, IGNORED",
    "SUCCESS, CALLED_SUCCESS, CALLED_SUCCESS, CALLED_SUCCESS"
  })
  void aFailureIsWhatThePolicyMakesOfIt(Effect effect, Says left, Says stopped, Says nodeBack) {
    var task = task(TaskState.FAILED, true, "c1", 7);
    assertThat(Says.of(task, Optional.empty(), Optional.empty(), effect)).isEqualTo(left);
    assertThat(Says.of(task, Optional.of(Reason.SUSPENDED), Optional.empty(), effect))
        .isEqualTo(stopped);
    assertThat(Says.of(task, Optional.of(Reason.NODE_LOST), Optional.empty(), effect))
        .isEqualTo(nodeBack);
  }

  @Test
  void aFailureWhoseContainerNobodySawEndIsNone() {
    var task = task(TaskState.FAILED, true, "c1", 0);
    assertThat(says(task, Optional.empty(), "ready")).isEqualTo(Says.LOST);
    assertThat(says(task, Optional.of(Reason.NODE_LOST), "ready")).isEqualTo(Says.STOPPED);
  }
}
