package dev.skep.controller.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.doctor.LeaseCheck.Looks;
import dev.skep.model.Finding;
import dev.skep.model.Finding.Grade;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.FakeSwarm;
import dev.skep.reconciler.Lease;
import dev.skep.reconciler.Lease.Seen;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseCheckTest {
  private static Optional<Seen> seen(String holder, long version) {
    return Optional.of(new Seen(Optional.of(holder).filter(h -> !h.isEmpty()), version));
  }

  private static Finding of(Optional<Seen> first, Optional<Seen> last, int seconds) {
    return LeaseCheck.of(new Looks(first, last, Duration.ofSeconds(seconds)), "team");
  }

  @Test
  void whoRenewsIsAtWork() {
    assertThat(of(seen("a", 1), seen("a", 2), 1))
        .isEqualTo(Finding.ok("lease", "a has it, and renewed it within 1.0 s"));
  }

  @Test
  void whoIsSilentForAsLongAsItHoldsIsGone() {
    var found = of(seen("a", 1), seen("a", 1), 9);
    assertThat(found.grade()).isEqualTo(Grade.FAIL);
    assertThat(found.said()).isEqualTo("a has it, and has renewed nothing for 9.0 s");
  }

  @Test
  void nobodyAtWorkIsToldOf() {
    assertThat(of(seen("", 1), seen("", 1), 0).said())
        .isEqualTo("nobody is at work as owner team: it was given back");
    assertThat(of(Optional.empty(), Optional.empty(), 0).said())
        .isEqualTo("nobody is at work as owner team, nor ever was");
  }

  @Test
  void aFreeLeaseIsNotWaitedFor() {
    var swarm = new FakeSwarm();
    var lease = new Lease(swarm, "team", "a", Lease.DURATION, Clock.SYSTEM);
    lease.acquireOrRenew();
    lease.release();
    var looks = LeaseCheck.look(swarm, "team", Clock.SYSTEM).get();
    assertThat(looks.after()).isLessThan(Duration.ofSeconds(1));
    assertThat(looks.last()).get().extracting(Seen::holder).isEqualTo(Optional.empty());
  }
}
