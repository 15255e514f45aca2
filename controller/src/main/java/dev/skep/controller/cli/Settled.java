package dev.skep.controller.cli;

import dev.skep.model.Condition;
import dev.skep.model.JobPhase;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.reconciler.Reconciler.Pass;

/** Whether waiting for a stack makes sense any longer. */
enum Settled {
  /** Something moves, or will by itself. */
  NOT_YET,
  CONVERGED,
  /** A job failed for good, the engine refused something, or a service does not get well. */
  FAILED,
  /** Only a person can decide what comes next. */
  HELD;

  static Settled of(Pass pass) {
    var status = pass.status();
    if (!pass.idle()) return NOT_YET;
    return switch (status.phase()) {
      case READY -> CONVERGED;
      case PROGRESSING, UNKNOWN -> NOT_YET;
      case BLOCKED, DEGRADED, SUSPENDED, PINNED, REPORT_ONLY, ORPHANED ->
        moving(status) ? NOT_YET : stuck(status);
    };
  }

  /** What failed must not cut short what can still be finished beside it. */
  private static boolean moving(StackStatus status) {
    boolean job = status.jobs().stream()
        .anyMatch(j -> !j.stalled()
            && switch (j.phase()) {
              case PENDING, STARTING, RUNNING, BACKING_OFF, STOPPING -> true;
              case BLOCKED, UNKNOWN, SUSPENDED, SUCCEEDED, SCHEDULED, FAILED, SUPERSEDED -> false;
            });
    boolean service = status.phase() == StackStatus.Phase.BLOCKED
        && !late(status)
        && status.services().stream()
            .anyMatch(
                s -> !s.healthy() && s.waitsFor().isEmpty() && !s.change().contains("not ours"));
    return job || service;
  }

  private static Settled stuck(StackStatus status) {
    boolean failed = status.phase() == StackStatus.Phase.DEGRADED
        || late(status)
        || status.jobs().stream().map(JobRow::phase).anyMatch(p -> p == JobPhase.FAILED);
    return failed ? FAILED : HELD;
  }

  /** A service had its time to get well. */
  private static boolean late(StackStatus status) {
    return status
        .condition(Condition.Type.HEALTHY)
        .filter(c -> c.reason() == Reason.PROGRESS_DEADLINE_EXCEEDED)
        .isPresent();
  }

  int exitCode() {
    return switch (this) {
      case CONVERGED -> Exit.DONE;
      case FAILED -> Exit.FAILED;
      case HELD -> Exit.HELD;
      case NOT_YET -> Exit.TIMED_OUT;
    };
  }
}
