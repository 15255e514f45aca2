package dev.skep.controller.print;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobPhase;
import dev.skep.model.StackRecord;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Since when a stack is as it is, as far as its records tell: for who has only looked once. */
public final class Since {
  private Since() {}

  public static Optional<Instant> recorded(StackStatus status) {
    return switch (status.phase()) {
      case READY -> status.applied().map(StackRecord.Applied::at);
      case BLOCKED ->
        status.jobs().stream()
            .filter(j -> j.phase() == JobPhase.FAILED)
            .flatMap(j -> ended(j).stream())
            .max(Comparator.naturalOrder());
      case PROGRESSING, DEGRADED, SUSPENDED, PINNED, REPORT_ONLY, ORPHANED, UNKNOWN ->
        Optional.empty();
    };
  }

  /** When a job that is over ended. */
  static Optional<Instant> ended(JobRow job) {
    boolean over = job.phase() == JobPhase.FAILED || job.phase().settled();
    return over ? job.last().map(AttemptRecord::endedAt) : Optional.empty();
  }
}
