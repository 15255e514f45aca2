package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobRecord;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.JobRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the job machine says: where the job stands, and the writes that take it on.
 *
 * @param actions at most one that moves the job on, and removals of what is finished
 * @param wakeAt when to look again although nothing was announced
 * @param live an attempt exists that may run, so ask often whether its task has moved
 * @param stalled it will not get further without a person, or has been trying for long
 * @param nextSlot when its schedule has the next run, while it waits for that
 */
record JobStep(
    JobPhase phase,
    Reason reason,
    String message,
    List<Action> actions,
    Optional<Instant> wakeAt,
    boolean live,
    boolean stalled,
    Optional<Instant> nextSlot) {

  JobStep(
      JobPhase phase,
      Reason reason,
      String message,
      List<Action> actions,
      Optional<Instant> wakeAt,
      boolean live,
      boolean stalled) {
    this(phase, reason, message, actions, wakeAt, live, stalled, Optional.empty());
  }

  static JobStep at(JobPhase phase, Reason reason, String message) {
    return new JobStep(phase, reason, message, List.of(), Optional.empty(), false, false);
  }

  JobStep with(Action action) {
    var all = new ArrayList<>(actions);
    all.add(action);
    return new JobStep(phase, reason, message, all, wakeAt, live, stalled, nextSlot);
  }

  /** Keeps the earlier of two times. */
  JobStep wakeAt(Instant when) {
    var earliest = wakeAt.filter(w -> w.isBefore(when)).orElse(when);
    return new JobStep(
        phase, reason, message, actions, Optional.of(earliest), live, stalled, nextSlot);
  }

  /** Waits for a slot of its schedule. */
  JobStep nextAt(Instant slot) {
    var at = wakeAt(slot);
    return new JobStep(
        phase, reason, message, actions, at.wakeAt, live, stalled, Optional.of(slot));
  }

  JobStep saying(String other) {
    return new JobStep(phase, reason, other, actions, wakeAt, live, stalled, nextSlot);
  }

  JobStep lively() {
    return new JobStep(phase, reason, message, actions, wakeAt, true, stalled, nextSlot);
  }

  JobStep needsPerson() {
    return new JobStep(phase, reason, message, actions, wakeAt, live, true, nextSlot);
  }

  /**
   * As operators read it.
   *
   * @param attempts of this run, oldest first
   */
  JobRow row(String job, JobRecord.Run run, JobPolicy policy, List<AttemptRecord> attempts) {
    int made = (int) attempts.stream()
        .filter(a -> a.counted() || a.result() == AttemptRecord.Result.SUCCEEDED)
        .count();
    return new JobRow(
        job,
        phase,
        reason,
        message,
        RunKey.brief(run.key()),
        run.because(),
        made,
        policy.attemptsAllowed(),
        attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast()),
        phase == JobPhase.BACKING_OFF ? wakeAt : nextSlot,
        stalled,
        policy.schedule());
  }
}
