package dev.skep.controller.print;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobPhase;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.reconciler.JobFacts;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code skep history job}: what a job has done, newest first. */
public final class JobHistory {
  private JobHistory() {}

  /**
   * A run of the job.
   *
   * @param attempts that have ended, oldest first
   * @param result in words: where it stands, or how it ended
   */
  record Run(
      String id,
      int number,
      String key,
      String because,
      List<AttemptRecord> attempts,
      String result,
      Colour colour) {}

  /** One row per run; empty when none has begun. */
  public static String ofRuns(JobFacts job, Terminal terminal) {
    var table = new Table("RUN", "KEY", "RESULT", "ENDED", "ATTEMPTS", "TOOK", "WHY")
        .spare("KEY", "ATTEMPTS", "TOOK");
    for (var run : runs(job)) {
      var attempts = run.attempts();
      table
          .row("#" + run.number(), Words.runKey(run.key()))
          .cell(run.result(), run.colour())
          .cell(attempts.isEmpty() ? "-" : Ages.moment(attempts.getLast().endedAt(), false))
          .cell(Integer.toString(attempts.size()))
          .cell(attempts.isEmpty() ? "-" : Ages.precise(taken(attempts)))
          .cell(run.because());
    }
    return table.empty() ? "" : table.text(terminal);
  }

  /** One row per attempt that has ended; empty when none has. */
  public static String ofAttempts(JobFacts job, Terminal terminal) {
    var table =
        new Table("#", "RUN", "NODE", "STARTED", "TOOK", "EXIT", "STATE").spare("NODE", "TOOK");
    for (var attempt : job.attempts().reversed()) {
      table
          .row(Integer.toString(attempt.number()), "#" + attempt.runNumber())
          .cell(attempt.node().orElse("-"))
          .cell(Ages.moment(attempt.startedAt(), false))
          .cell(Ages.precise(attempt.duration()))
          .cell(Words.exit(Optional.of(attempt)))
          .cell(Words.state(attempt), Words.colour(attempt));
    }
    return table.empty() ? "" : table.text(terminal);
  }

  /** Those that have begun, and one that was given up before it did; newest first. */
  static List<Run> runs(JobFacts job) {
    Map<String, List<AttemptRecord>> byRun = job.attempts().stream()
        .collect(
            Collectors.groupingBy(AttemptRecord::run, LinkedHashMap::new, Collectors.toList()));
    job.open().ifPresent(o -> byRun.putIfAbsent(o.run().id(), List.of()));
    if (job.row().phase() == JobPhase.FAILED) byRun.putIfAbsent(job.run().id(), List.of());
    return byRun.entrySet().stream()
        .map(e -> run(job, e.getKey(), e.getValue()))
        .sorted(Comparator.comparing(Run::number).reversed())
        .toList();
  }

  private static Run run(JobFacts job, String id, List<AttemptRecord> attempts) {
    var present = job.open().map(JobFacts.Open::run).orElse(job.run());
    if (id.equals(present.id()) && !over(job.row(), attempts)) {
      return new Run(
          id,
          present.number(),
          present.key(),
          present.because().isEmpty() ? because(attempts) : present.because(),
          attempts,
          present(job.row()),
          Words.colour(job.row()));
    }
    var last = attempts.getLast();
    return new Run(
        id,
        last.runNumber(),
        last.runKey(),
        last.because(),
        attempts,
        result(last),
        Words.colour(last));
  }

  /** While a job waits for its next slot, also its newest run is one of those that are over. */
  private static boolean over(JobRow row, List<AttemptRecord> attempts) {
    if (attempts.isEmpty()) return false;
    boolean done = attempts.getLast().verdict() == Verdict.RUN_SUCCEEDED;
    return row.phase() == JobPhase.SCHEDULED || row.phase() == JobPhase.SUSPENDED && done;
  }

  private static String because(List<AttemptRecord> attempts) {
    return attempts.isEmpty() ? "" : attempts.getLast().because();
  }

  private static String present(JobRow row) {
    return row.phase() == JobPhase.FAILED
        ? row.phase().text() + " (" + row.reason().text() + ")"
        : row.phase().text();
  }

  private static String result(AttemptRecord last) {
    if (last.verdict() == Verdict.RUN_SUCCEEDED) return "Succeeded";
    return last.verdict() == Verdict.RUN_FAILED
        ? "Failed (" + last.reason().text() + ")"
        : "Superseded";
  }

  private static Duration taken(List<AttemptRecord> attempts) {
    return Duration.between(attempts.getFirst().startedAt(), attempts.getLast().endedAt());
  }
}
