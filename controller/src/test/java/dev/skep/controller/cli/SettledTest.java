package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Condition;
import dev.skep.model.JobPhase;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.Phase;
import dev.skep.model.StackStatus.ServiceRow;
import dev.skep.reconciler.Reconciler.Pass;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SettledTest {
  private static final ServiceRow WELL =
      new ServiceRow("db", "db:1", 1, 1, true, "none", Optional.empty(), "");
  private static final ServiceRow HELD =
      new ServiceRow("app", "app:1", 2, 2, false, "held: image", Optional.of("job/m"), "");
  private static final ServiceRow STARTING =
      new ServiceRow("web", "web:1", 0, 1, false, "none", Optional.empty(), "");

  private static JobRow job(JobPhase phase, boolean stalled) {
    return new JobRow(
        "m",
        phase,
        Reason.EXIT_CODE,
        "",
        "v1-x",
        "",
        1,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        stalled);
  }

  private static Pass pass(boolean idle, Phase phase, List<ServiceRow> services, JobRow... jobs) {
    return pass(idle, phase, services, Reason.TASKS_MISSING, jobs);
  }

  private static Pass pass(
      boolean idle, Phase phase, List<ServiceRow> services, Reason unwell, JobRow... jobs) {
    var healthy = new Condition(Condition.Type.HEALTHY, Condition.Status.FALSE, unwell, "");
    var status = new StackStatus(
        "shop",
        phase,
        "",
        Optional.empty(),
        "rev",
        List.of(healthy),
        services,
        List.of(jobs),
        List.of());
    return new Pass(status, List.of(), idle, Optional.empty());
  }

  @Test
  void convergedOnceReadyAndNothingIsLeftToWrite() {
    assertThat(Settled.of(pass(true, Phase.READY, List.of(WELL)))).isEqualTo(Settled.CONVERGED);
  }

  /** A pass between two holds of the lease sees what to write, and may not write it. */
  @Test
  void notYetWhileSomethingIsLeftToWrite() {
    assertThat(Settled.of(pass(false, Phase.READY, List.of(WELL)))).isEqualTo(Settled.NOT_YET);
  }

  @Test
  void failedOnceTheJobHasFailedAndNothingElseMoves() {
    var failed = job(JobPhase.FAILED, true);
    assertThat(Settled.of(pass(true, Phase.BLOCKED, List.of(WELL, HELD), failed)))
        .isEqualTo(Settled.FAILED);
  }

  @Test
  void notYetWhileSomethingBesideTheFailedJobStillStarts() {
    var failed = job(JobPhase.FAILED, true);
    assertThat(Settled.of(pass(true, Phase.BLOCKED, List.of(STARTING, HELD), failed)))
        .isEqualTo(Settled.NOT_YET);
  }

  @Test
  void notYetWhileAJobIsTriedAgain() {
    assertThat(Settled.of(
            pass(true, Phase.PROGRESSING, List.of(WELL), job(JobPhase.BACKING_OFF, true))))
        .isEqualTo(Settled.NOT_YET);
  }

  @Test
  void failedOnceAServiceHadItsTime() {
    var late = Reason.PROGRESS_DEADLINE_EXCEEDED;
    assertThat(Settled.of(pass(true, Phase.DEGRADED, List.of(WELL, STARTING), late)))
        .isEqualTo(Settled.FAILED);
    var unknown = job(JobPhase.UNKNOWN, true);
    assertThat(Settled.of(pass(true, Phase.BLOCKED, List.of(STARTING, HELD), late, unknown)))
        .isEqualTo(Settled.FAILED);
  }

  @Test
  void notYetWhileAJobGoesOnBesideAServiceThatHadItsTime() {
    var late = Reason.PROGRESS_DEADLINE_EXCEEDED;
    var running = job(JobPhase.RUNNING, false);
    assertThat(Settled.of(pass(true, Phase.DEGRADED, List.of(STARTING), late, running)))
        .isEqualTo(Settled.NOT_YET);
  }

  @Test
  void heldWhenOnlyAPersonKnows() {
    assertThat(
            Settled.of(pass(true, Phase.BLOCKED, List.of(WELL, HELD), job(JobPhase.UNKNOWN, true))))
        .isEqualTo(Settled.HELD);
  }

  @Test
  void tellsWithItsExitCode() {
    assertThat(Settled.CONVERGED.exitCode()).isZero();
    assertThat(Settled.FAILED.exitCode()).isEqualTo(1);
    assertThat(Settled.HELD.exitCode()).isEqualTo(3);
    assertThat(Settled.NOT_YET.exitCode()).isEqualTo(4);
  }
}
