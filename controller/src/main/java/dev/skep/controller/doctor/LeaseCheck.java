package dev.skep.controller.doctor;

import dev.skep.model.Finding;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Lease;
import dev.skep.reconciler.Lease.Seen;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.Optional;

/** Whether somebody has the lease and renews it: only a second look tells. */
final class LeaseCheck {
  private static final String LEASE = "lease";
  private static final Duration PATIENCE = Lease.DURATION.plusSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private LeaseCheck() {}

  /**
   * Two looks at the lease.
   *
   * @param after how long after the first one the last was
   */
  record Looks(Optional<Seen> first, Optional<Seen> last, Duration after) {
    boolean renewed() {
      return !first.equals(last);
    }
  }

  /** Looks until the lease is renewed, by our own clock, or has been silent for as long as it holds. */
  static Either<SwarmFault, Looks> look(Swarm swarm, String owner, Clock clock) {
    long from = clock.nanos();
    var first = Lease.seen(swarm, owner);
    if (first.isLeft()) return Either.left(first.getLeft());
    while (true) {
      var now = Lease.seen(swarm, owner);
      var after = Duration.ofNanos(clock.nanos() - from);
      var looks = now.map(last -> new Looks(first.get(), last, after));
      boolean over = after.compareTo(PATIENCE) >= 0;
      if (looks.isLeft() || over || looks.get().renewed() || held(first.get()).isEmpty())
        return looks;
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return looks;
      }
    }
  }

  private static Optional<String> held(Optional<Seen> seen) {
    return seen.flatMap(Seen::holder);
  }

  static Finding of(Looks looks, String owner) {
    var holder = held(looks.last());
    if (holder.isEmpty()) {
      return Finding.warn(
          LEASE,
          "nobody is at work as owner " + owner
              + (looks.last().isPresent() ? ": it was given back" : ", nor ever was"),
          "see the controllers' log; or give --owner, if yours has another name");
    }
    if (looks.renewed()) {
      return Finding.ok(
          LEASE, holder.get() + " has it, and renewed it within " + Times.text(looks.after()));
    }
    return Finding.fail(
        LEASE,
        holder.get() + " has it, and has renewed nothing for " + Times.text(looks.after()),
        "a controller that stands by takes it over by itself; if there is none, start one: docker"
            + " service ps shows why none runs");
  }
}
