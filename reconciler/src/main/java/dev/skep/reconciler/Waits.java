package dev.skep.reconciler;

import dev.skep.model.JobPhase;
import dev.skep.model.JobRecord;
import dev.skep.model.Reason;
import dev.skep.reconciler.JobView.Wanted;
import java.util.List;
import java.util.Optional;

/** A job with a schedule of which no attempt is open and for which no run is due. */
final class Waits {
  /** Names no run: it stands in the record of a job until its first slot. */
  private static final String NO_RUN = "none";

  private Waits() {}

  /** Empty while there is something to run. */
  static Optional<JobStep> step(JobView view, Wanted wanted, Turn turn) {
    // What it runs meanwhile is not missed: slots count from when it is gone.
    var other = wanted.gate().filter(g -> g.reason() == Reason.OTHER_SCHEDULER);
    if (other.isPresent()) return Optional.of(JobMachine.blocked(other.get()));
    return switch (turn.kind()) {
      case BEGIN -> Optional.of(begin(view, wanted, turn));
      case REST ->
        Optional.of(JobMachine.suspended(view).orElseGet(() -> rest(view, wanted, turn)));
      case RUN ->
        // By somebody's word, which passes no slot.
        view.record().map(Held::value).filter(wanted::succeeded).map(r -> scheduled(turn));
    };
  }

  private static JobStep begin(JobView view, Wanted wanted, Turn turn) {
    var step = scheduled(turn);
    // Without the stack's record the incarnation is not durable yet.
    if (wanted.attemptSpec().isEmpty()) return step;
    var key = RunKey.withoutToken(wanted.run().key());
    var run = new JobRecord.Run(NO_RUN, key, 0, "", wanted.run().parts());
    var before = view.record()
        .map(Held::value)
        .orElseGet(() -> new JobRecord(
            view.stack(),
            view.job(),
            view.incarnation(),
            run,
            0,
            Optional.empty(),
            view.epoch(),
            List.of()));
    var after = before.withEpoch(view.epoch()).withSlots(turn.slots());
    return step.with(JobMachine.save(view, after, "slots count from now on"));
  }

  private static JobStep rest(JobView view, Wanted wanted, Turn turn) {
    boolean done = view.record().map(Held::value).filter(wanted::succeeded).isPresent();
    if (done || view.attemptsOfRun(turn.run().id()).isEmpty()) return scheduled(turn);
    return JobMachine.over(view, wanted)
        .map(failed -> at(failed, turn))
        .orElseGet(() -> scheduled(turn));
  }

  private static JobStep scheduled(Turn turn) {
    var next = turn.next().map(slot -> "next run at " + slot).orElse("no slot in forty years");
    return at(JobStep.at(JobPhase.SCHEDULED, Reason.WAITING_FOR_SLOT, next), turn);
  }

  private static JobStep at(JobStep step, Turn turn) {
    return turn.next().map(step::nextAt).orElse(step);
  }
}
