package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobPhase;
import dev.skep.model.JobRecord;
import dev.skep.model.Reason;
import dev.skep.reconciler.JobView.Wanted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a job stands and what to do next, as a pure function of what was read. It issues at most
 * one write that moves the job on, so that a crash always falls between two rows of the table in
 * {@code docs/design/jobs.md}; the work of an attempt once begun is {@link OpenAttempt}'s.
 */
final class JobMachine {
  /** After so many failures in a row a job that may retry for ever is called stalled. */
  private static final int STILL_FAILING = 6;

  private JobMachine() {}

  static JobStep step(JobView view) {
    var step = decide(view);
    return step.reason() == Reason.LEDGER_LOST ? step : Garbage.of(view, step);
  }

  private static JobStep decide(JobView view) {
    var lost = contradiction(view);
    if (lost.isPresent()) {
      return JobStep.at(JobPhase.BLOCKED, Reason.LEDGER_LOST, lost.get()).needsPerson();
    }
    if (view.record().isEmpty()) return view.wanted().isEmpty() ? gone() : decideNext(view);
    var record = view.record().get().value();
    var finished = view.attempt(record.run(), record.attempt());
    if (finished.isEmpty()) return OpenAttempt.step(view, view.record().get());
    if (finished.get().verdict() == Verdict.RUN_SUCCEEDED
        && !record.succeeded().contains(record.runKey())) {
      return JobStep.at(JobPhase.RUNNING, Reason.COMPLETED, "saving the success")
          .lively()
          .with(save(view, record.withSucceeded(record.runKey(), view.epoch()), "run succeeded"));
    }
    return view.wanted().isEmpty() ? gone() : decideNext(view);
  }

  /** Records that cannot all be true: somebody removed one, or an old backup came back. */
  private static Optional<String> contradiction(JobView view) {
    if (view.unreadable().isPresent()) return view.unreadable();
    int highest = view.attempts().stream().mapToInt(AttemptRecord::number).max().orElse(0);
    int known = view.record().map(r -> r.value().attempt()).orElse(0);
    if (highest > known) {
      return Optional.of(
          "attempt " + highest + " is recorded, but the job's record knows " + known);
    }
    boolean started = view.services().stream().anyMatch(s -> s.replicas().orElse(1L) > 0);
    if (view.record().isEmpty() && started) {
      return Optional.of("an attempt was started, but the job's record is gone");
    }
    return Optional.empty();
  }

  private static JobStep gone() {
    return JobStep.at(JobPhase.SUPERSEDED, Reason.SUPERSEDED, "no longer in the manifest");
  }

  /** No attempt is open: begin one, wait, or be content. */
  private static JobStep decideNext(JobView view) {
    var wanted = view.wanted().orElseThrow();
    var record = view.record().map(Held::value);
    if (record.filter(r -> r.succeeded().contains(wanted.runKey())).isPresent()) {
      return JobStep.at(JobPhase.SUCCEEDED, Reason.FROM_RECORD, "");
    }
    var attempts = view.attemptsOfRun(wanted.run());
    var failed =
        attempts.stream().filter(a -> a.verdict() == Verdict.RUN_FAILED).findFirst();
    if (failed.isPresent()) {
      return JobStep.at(JobPhase.FAILED, failed.get().reason(), failed.get().message())
          .needsPerson();
    }
    if (wanted.gate().isPresent()) {
      var gate = wanted.gate().get();
      var blocked = JobStep.at(JobPhase.BLOCKED, gate.reason(), gate.message());
      return gate.needsPerson() ? blocked.needsPerson() : blocked;
    }
    var pause = pause(view, wanted, attempts);
    if (pause.isPresent()) return pause.get();
    if (wanted.attemptSpec().isEmpty()) {
      return JobStep.at(JobPhase.PENDING, Reason.APPLYING, "waits for its networks and configs");
    }
    return begin(view, wanted, attempts.size());
  }

  private static Optional<JobStep> pause(
      JobView view, Wanted wanted, List<AttemptRecord> attempts) {
    if (attempts.isEmpty()) return Optional.empty();
    var last = attempts.getLast();
    int failures = (int) attempts.stream().filter(AttemptRecord::counted).count();
    var wait = last.counted()
        ? Backoffs.after(wanted.policy().backoff(), failures, wanted.run())
        : Backoffs.after(Backoffs.START, notStarted(attempts), wanted.run());
    var left = Backoffs.remaining(wait, last.endedAt(), view.now());
    if (left.compareTo(Duration.ofMillis(1)) < 0) return Optional.empty();
    boolean stillFailing = failures >= STILL_FAILING;
    var step = JobStep.at(
            JobPhase.BACKING_OFF,
            stillFailing ? Reason.STILL_FAILING : last.reason(),
            last.message())
        .wakeAt(view.now().plus(left));
    return Optional.of(stillFailing ? step.needsPerson() : step);
  }

  /** Attempts in a row, up to the newest, in which nothing ran. */
  private static int notStarted(List<AttemptRecord> attempts) {
    int count = 0;
    for (var attempt : attempts.reversed()) {
      if (attempt.result() != AttemptRecord.Result.NOT_STARTED) break;
      count++;
    }
    return Math.max(1, count);
  }

  private static JobStep begin(JobView view, Wanted wanted, int earlier) {
    var after = view.record()
        .map(r -> r.value().withIntent(wanted.run(), wanted.runKey(), view.epoch()))
        .orElseGet(() -> new JobRecord(
            view.stack(),
            view.job(),
            view.incarnation(),
            wanted.run(),
            wanted.runKey(),
            1,
            Optional.empty(),
            view.epoch(),
            List.of()));
    return JobStep.at(JobPhase.STARTING, Reason.STARTING, "attempt " + (earlier + 1))
        .lively()
        .with(save(view, after, "begin attempt " + after.attempt()));
  }

  static Action save(JobView view, JobRecord after, String reason) {
    return new Action.SaveJob(view.job(), view.record(), after, reason);
  }
}
