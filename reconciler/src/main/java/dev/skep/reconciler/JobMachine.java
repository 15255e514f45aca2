package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobPhase;
import dev.skep.model.JobRecord;
import dev.skep.model.Reason;
import dev.skep.reconciler.JobView.Wanted;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a job stands and what to do next, as a pure function of what was read. It issues at most
 * one write that moves the job on, so that a crash always falls between two rows of the table in
 * {@code docs/design/jobs.md}; the work of an attempt once begun is {@link OpenAttempt}'s.
 */
final class JobMachine {
  /** After so many failures in a row a job that may retry for ever is called stalled. */
  private static final int STILL_FAILING = 6;

  /** Nothing announces the end of somebody else's task, and it is not among those asked for. */
  private static final Duration FOREIGN_POLL = Duration.ofSeconds(2);

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
    var unsaved = unsavedSuccess(view);
    if (unsaved.isPresent()) return saveSuccess(view, unsaved.get());
    if (view.open().isPresent()) return OpenAttempt.step(view, view.open().get());
    var left = Leftovers.step(view);
    if (left.isPresent()) return left.get();
    return view.wanted().isPresent()
        ? decideNext(view, view.wanted().get())
        : JobStep.at(JobPhase.SUPERSEDED, Reason.SUPERSEDED, "no longer in the manifest");
  }

  /** Records that cannot all be true: somebody removed one, or an old backup came back. */
  private static Optional<String> contradiction(JobView view) {
    if (view.unreadable().isPresent()) return view.unreadable();
    int highest = view.attempts().stream()
        .filter(a -> !a.taken())
        .mapToInt(AttemptRecord::number)
        .max()
        .orElse(0);
    int known = view.record().map(r -> r.value().attempt()).orElse(0);
    if (highest > known) {
      return Optional.of(
          "attempt " + highest + " is recorded, but the job's record knows " + known);
    }
    if (view.record().isPresent()) return Optional.empty();
    if (view.services().stream().anyMatch(AttemptSpec::begun)) {
      return Optional.of("an attempt was started, but the job's record is gone");
    }
    return view.missing().map(why -> "the job's record is gone: " + why);
  }

  private static Optional<AttemptRecord> unsavedSuccess(JobView view) {
    var record = view.record().map(Held::value);
    return view.attempts().stream().filter(a -> RunKey.unsaved(a, record)).findFirst();
  }

  private static JobStep saveSuccess(JobView view, AttemptRecord attempt) {
    var keys = new LinkedHashSet<String>();
    keys.add(attempt.runKey());
    var base = RunKey.withoutToken(attempt.runKey());
    keys.add(base);
    view.wanted().map(Wanted::keys).filter(k -> k.contains(base)).ifPresent(keys::addAll);
    var before = view.record()
        .map(Held::value)
        .orElseGet(() -> new JobRecord(
            view.stack(),
            view.job(),
            view.incarnation(),
            new JobRecord.Run(
                attempt.run(),
                attempt.runKey(),
                attempt.runNumber(),
                "",
                view.wanted()
                    .map(Wanted::run)
                    .filter(r -> r.id().equals(attempt.run()))
                    .map(JobRecord.Run::parts)
                    .orElse(Map.of())),
            attempt.number(),
            attempt.serviceId(),
            view.epoch(),
            List.of()));
    return JobStep.at(JobPhase.RUNNING, attempt.reason(), "saving the success")
        .lively()
        .with(save(view, saved(before, attempt, keys, view.epoch()), "run succeeded"));
  }

  private static JobRecord saved(
      JobRecord before, AttemptRecord attempt, Set<String> keys, long epoch) {
    boolean slot = RunKey.slot(attempt.runKey()).isPresent();
    return before.forgetting(k -> slot && RunKey.slot(k).isPresent()).withSucceeded(keys, epoch);
  }

  /** No attempt is open: begin one, wait, or be content. */
  private static JobStep decideNext(JobView view, Wanted wanted) {
    var record = view.record().map(Held::value);
    if (wanted.turn().isPresent()) {
      var waits = Waits.step(view, wanted, wanted.turn().get());
      if (waits.isPresent()) return waits.get();
    }
    if (record.filter(wanted::succeeded).isPresent()) return content(view, wanted, record.get());
    var attempts = view.attemptsOfRun(wanted.run().id());
    return over(view, wanted)
        .or(() -> forgotten(view, wanted))
        .or(() -> held(view, wanted))
        .or(() -> pause(view, wanted, attempts))
        .orElseGet(() -> wanted.attemptSpec().isEmpty()
            ? JobStep.at(JobPhase.PENDING, Reason.APPLYING, "waits for its networks and configs")
            : begin(view, wanted, attempts.size()));
  }

  /** Whatever else the same work goes by is remembered too, while it is known to be the same. */
  private static JobStep content(JobView view, Wanted wanted, JobRecord record) {
    var step = JobStep.at(JobPhase.SUCCEEDED, Reason.FROM_RECORD, "");
    if (Set.copyOf(record.succeeded()).containsAll(wanted.keys())) return step;
    var all = record.withSucceeded(wanted.keys(), view.epoch());
    return step.with(save(view, all, "the same work under another key"));
  }

  /** That the run has failed for good, if so. */
  static Optional<JobStep> over(JobView view, Wanted wanted) {
    var attempts = view.attemptsOfRun(wanted.run().id());
    var cancelled = view.orders().cancelled(wanted.run().id());
    if (cancelled.isPresent()) {
      var note = cancelled.get().isEmpty() ? "" : ": " + cancelled.get();
      return Optional.of(failed(Reason.CANCELLED, "cancelled by order" + note));
    }
    var failed =
        attempts.stream().filter(a -> a.verdict() == Verdict.RUN_FAILED).findFirst();
    if (failed.isPresent()) {
      return Optional.of(failed(failed.get().reason(), failed.get().message()));
    }
    // The limit may have been lowered since, or the last failure came while nobody asked.
    var failures = attempts.stream().filter(a -> a.counted() && !a.taken()).toList();
    if (!failures.isEmpty() && !wanted.policy().allowsRetryAfter(failures.size())) {
      return Optional.of(
          failed(Reason.BACKOFF_LIMIT_EXCEEDED, failures.getLast().message()));
    }
    return view.deadline(wanted.run().id(), Optional.empty())
        .filter(end -> !end.isAfter(view.now()))
        .map(end -> failed(Reason.DEADLINE_EXCEEDED, "the run's deadline was " + end));
  }

  private static JobStep failed(Reason reason, String message) {
    return JobStep.at(JobPhase.FAILED, reason, message).needsPerson();
  }

  private static Optional<JobStep> forgotten(JobView view, Wanted wanted) {
    return view.forgotten(wanted)
        .map(s -> JobStep.at(JobPhase.BLOCKED, Reason.LEDGER_SET_BACK, s.told()).needsPerson());
  }

  private static Optional<JobStep> held(JobView view, Wanted wanted) {
    var suspended = suspended(view);
    if (suspended.isPresent()) return suspended;
    var foreign = foreign(view, wanted);
    if (foreign.isPresent()) return foreign;
    return wanted.gate().map(JobMachine::blocked);
  }

  static JobStep blocked(Gate gate) {
    var blocked = JobStep.at(JobPhase.BLOCKED, gate.reason(), gate.message());
    return gate.needsPerson() ? blocked.needsPerson() : blocked;
  }

  static Optional<JobStep> suspended(JobView view) {
    return view.suspended()
        .map(why -> JobStep.at(JobPhase.SUSPENDED, Reason.SUSPENDED, why).needsPerson());
  }

  /** What somebody else's service of the job's name says, and what its absence leaves open. */
  private static Optional<JobStep> foreign(JobView view, Wanted wanted) {
    var name = view.stack() + "_" + view.job();
    if (wanted.foreign().filter(ForeignRun::live).isPresent()) {
      return Optional.of(JobStep.at(
              JobPhase.BLOCKED,
              Reason.FOREIGN_ATTEMPT_RUNNING,
              "service " + name + ", which is not ours, may do this job's work right now")
          .wakeAt(view.now().plus(FOREIGN_POLL))
          .needsPerson());
    }
    if (wanted.rerun()) return Optional.empty();
    if (wanted.foreign().flatMap(ForeignRun::completed).isPresent()) {
      // First into the job's record, as an attempt that will never have a service: another
      // controller may be about to begin one, and only one of the two writes can succeed.
      var taken = intended(view, wanted).givingUp(Reason.ADOPTED, view.epoch());
      return Optional.of(JobStep.at(JobPhase.RUNNING, Reason.ADOPTED, "done by service " + name)
          .lively()
          .with(save(view, taken, "done by service " + name)));
    }
    if (!wanted.unproven() || view.record().isPresent()) return Optional.empty();
    return Optional.of(JobStep.at(
            JobPhase.BLOCKED,
            Reason.NEEDS_BASELINE,
            "the stack ran before there were records of it: nobody can tell whether this job has"
                + " run")
        .needsPerson());
  }

  private static Optional<JobStep> pause(
      JobView view, Wanted wanted, List<AttemptRecord> attempts) {
    if (attempts.isEmpty()) return Optional.empty();
    var last = attempts.getLast();
    if (last.reason() == Reason.SUSPENDED) return Optional.empty();
    int failures = (int) attempts.stream().filter(AttemptRecord::counted).count();
    int ignored =
        (int) attempts.stream().filter(a -> a.result() == Result.IGNORED).count();
    var seed = wanted.run().id();
    var wait = last.result() == Result.NOT_STARTED
        ? Backoffs.after(Backoffs.START, notStarted(attempts), seed)
        : Backoffs.after(wanted.policy().backoff(), failures + ignored, seed);
    var left = Backoffs.remaining(wait, last.endedAt(), view.now());
    if (left.compareTo(Duration.ofMillis(1)) < 0) return Optional.empty();
    boolean stillFailing = failures >= STILL_FAILING;
    var step = JobStep.at(
            JobPhase.BACKING_OFF,
            stillFailing ? Reason.STILL_FAILING : last.reason(),
            last.message())
        .wakeAt(view.now().plus(left));
    var end = view.deadline(wanted.run().id(), Optional.empty());
    if (end.isPresent()) step = step.wakeAt(end.get());
    return Optional.of(stillFailing ? step.needsPerson() : step);
  }

  /** Attempts in a row, up to the newest, in which nothing ran. */
  private static int notStarted(List<AttemptRecord> attempts) {
    int count = 0;
    for (var attempt : attempts.reversed()) {
      if (attempt.result() != Result.NOT_STARTED) break;
      count++;
    }
    return Math.max(1, count);
  }

  private static JobStep begin(JobView view, Wanted wanted, int earlier) {
    var after = intended(view, wanted);
    return JobStep.at(JobPhase.STARTING, Reason.STARTING, "attempt " + (earlier + 1))
        .lively()
        .with(save(view, after, "begin attempt " + after.attempt()));
  }

  private static JobRecord intended(JobView view, Wanted wanted) {
    int number = view.nextNumber();
    var intended = view.record()
        .map(r -> r.value().withIntent(wanted.run(), number, view.epoch()))
        .orElseGet(() -> new JobRecord(
            view.stack(),
            view.job(),
            view.incarnation(),
            wanted.run(),
            number,
            Optional.empty(),
            view.epoch(),
            List.of()));
    // In the write that begins it: a slot that is passed is never begun again.
    return wanted.turn().map(t -> intended.withSlots(t.slots())).orElse(intended);
  }

  static Action save(JobView view, JobRecord after, String reason) {
    return new Action.SaveJob(view.job(), view.record(), after, reason);
  }
}
