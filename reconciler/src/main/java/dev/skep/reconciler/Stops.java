package dev.skep.reconciler;

import dev.skep.model.JobPolicy.NewRevision;
import dev.skep.model.JobRecord;
import dev.skep.model.Reason;
import java.time.Instant;
import java.util.Optional;

/** What speaks against the open attempt of a job: orders, another revision, time. */
final class Stops {
  private final JobView view;
  private final JobRecord record;

  Stops(JobView view, JobRecord record) {
    this.view = view;
    this.record = record;
  }

  /**
   * Why the attempt must not go on, if so.
   *
   * @param made when its service was
   * @param running since when it has been
   */
  Optional<Reason> why(Optional<Instant> made, Optional<Instant> running) {
    if (view.orders().cancelled(record.run().id()).isPresent()) {
      return Optional.of(Reason.CANCELLED);
    }
    if (view.suspended().isPresent()) return Optional.of(Reason.SUSPENDED);
    if (superseded() && (replaced() || cancelledByNewRevision())) {
      return Optional.of(Reason.SUPERSEDED);
    }
    var end = view.deadline(record.run().id(), made);
    if (end.filter(this::over).isPresent()) return Optional.of(Reason.DEADLINE_EXCEEDED);
    var limit = view.policy().limits().attempt();
    return running
        .flatMap(since -> limit.map(since::plus))
        .filter(this::over)
        .map(late -> Reason.ATTEMPT_TIMED_OUT);
  }

  private boolean over(Instant end) {
    return !end.isAfter(view.now());
  }

  /** Why it need not begin, if it has not: another run is wanted, or its work was done elsewhere. */
  Optional<Reason> needless() {
    return superseded() || record.succeeded().contains(record.run().key())
        ? Optional.of(Reason.SUPERSEDED)
        : Optional.empty();
  }

  private boolean superseded() {
    return view.wanted().filter(w -> w.run().id().equals(record.run().id())).isEmpty();
  }

  /** By a slot of its schedule. */
  private boolean replaced() {
    return view.wanted().flatMap(JobView.Wanted::turn).filter(Turn::replaces).isPresent();
  }

  /** By the manifest; for a job that has left it, by what it said when the attempt was made. */
  private boolean cancelledByNewRevision() {
    if (view.wanted().isPresent()) return view.policy().onNewRevision() == NewRevision.CANCEL;
    return view.services().stream()
        .filter(s -> record.serviceId().equals(Optional.of(s.id())))
        .anyMatch(AttemptSpec::cancelledByNewRevision);
  }
}
