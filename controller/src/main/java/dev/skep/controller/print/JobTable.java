package dev.skep.controller.print;

import dev.skep.model.JobPhase;
import dev.skep.model.OneShotStatus;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import java.time.Instant;
import java.util.List;

/** {@code skep get jobs}. */
public final class JobTable {
  private JobTable() {}

  /**
   * @param oneShots that nobody committed; below those of the stacks
   */
  public static Table of(List<StackStatus> stacks, List<OneShotStatus> oneShots, Instant now) {
    var table = new Table(
            "STACK", "JOB", "PHASE", "ATTEMPTS", "EXIT", "DURATION", "RUN", "REASON", "MESSAGE")
        .spare("RUN", "REASON", "DURATION")
        .keys(2);
    for (var stack : stacks) {
      for (var job : stack.jobs()) row(table, stack.stack(), job.name(), job, now);
    }
    for (var shot : oneShots) {
      row(table, shot.namespace().orElse("-"), shortName(shot), shot.row(), now);
    }
    return table;
  }

  /** As the jobs of committed stacks are called. */
  private static String shortName(OneShotStatus shot) {
    var prefix = shot.namespace().map(stack -> stack + "_").orElse("");
    return shot.service().startsWith(prefix)
        ? shot.service().substring(prefix.length())
        : shot.service();
  }

  private static void row(Table table, String stack, String name, JobRow job, Instant now) {
    table
        .row(stack, name)
        .cell(job.phase().text(), Words.colour(job))
        .cell(Words.attempts(job))
        .cell(Words.exit(job.last()))
        .cell(job.last().map(a -> Ages.precise(a.duration())).orElse("-"))
        .cell(job.runKey())
        .cell(job.reason().text())
        .aging(message(job, now), job.nextAttempt() + job.message());
  }

  /** What the engine said, and what comes next. */
  static String message(JobRow job, Instant now) {
    if (job.phase() == JobPhase.SCHEDULED && job.nextAttempt().isPresent()) {
      return job.message() + ", in " + Ages.until(job.nextAttempt().get(), now);
    }
    var next = job.nextAttempt().map(at -> "next attempt in " + Ages.until(at, now));
    if (job.message().isEmpty()) return next.orElse("");
    return next.map(n -> n + "; " + job.message()).orElse(job.message());
  }
}
