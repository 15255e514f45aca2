package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private final FakeSwarm swarm = new FakeSwarm();
  private final Clock clock = new FakeClock(swarm);
  private final Lease one = lease("one");
  private final Lease two = lease("two");

  private Lease lease(String holder) {
    return new Lease(swarm, "team", holder, Lease.DURATION, clock);
  }

  private void pass(Duration time, Lease... renewing) {
    for (long i = 0; i < time.toSeconds(); i++) {
      swarm.tick(Duration.ofSeconds(1));
      for (var lease : renewing) lease.acquireOrRenew();
    }
  }

  @Test
  void theFirstToAskGetsIt() {
    one.acquireOrRenew();
    assertThat(two.acquireOrRenew().get()).isEqualTo(new Lease.Theirs("one"));
    assertThat(one.held()).isTrue();
    assertThat(two.held()).isFalse();
    assertThat(two.otherHolder()).contains("one");
  }

  @Test
  void whoRenewsKeepsIt() {
    one.acquireOrRenew();
    pass(Duration.ofMinutes(2), one, two);
    assertThat(one.held()).isTrue();
    assertThat(two.held()).isFalse();
  }

  @Test
  void aSilentHolderLosesItAfterItsDuration() {
    one.acquireOrRenew();
    two.acquireOrRenew();
    pass(Lease.DURATION.minusSeconds(1), two);
    assertThat(two.held()).isFalse();
    pass(Duration.ofSeconds(1), two);
    assertThat(two.held()).isTrue();
    assertThat(two.epoch()).isEqualTo(one.epoch() + 1);
  }

  @Test
  void aSilentHolderStopsBeforeAnybodyElseMayBegin() {
    one.acquireOrRenew();
    two.acquireOrRenew();
    swarm.tick(Lease.DURATION.multipliedBy(3).dividedBy(4));
    assertThat(one.held()).isFalse();
    two.acquireOrRenew();
    assertThat(two.held()).isFalse();
  }

  @Test
  void whoComesBackFromAPauseFindsItTaken() {
    one.acquireOrRenew();
    pass(Duration.ofSeconds(20), two);
    assertThat(one.acquireOrRenew().get()).isEqualTo(new Lease.Theirs("two"));
    assertThat(one.held()).isFalse();
  }

  @Test
  void oneThatIsGivenUpIsFreeAtOnce() {
    one.acquireOrRenew();
    one.release();
    two.acquireOrRenew();
    assertThat(two.held()).isTrue();
    assertThat(one.held()).isFalse();
  }

  @Test
  void aReleaseThatComesTooLateTakesNothingAway() {
    one.acquireOrRenew();
    pass(Duration.ofSeconds(20), two);
    one.release();
    two.acquireOrRenew();
    assertThat(two.held()).isTrue();
    assertThat(swarm.payloads(Kind.CONFIG, Map.of(Labels.KIND, "lease")).get())
        .singleElement()
        .satisfies(c -> assertThat(c.labels()).containsEntry(Labels.of("holder"), "two"));
  }

  @Test
  void ownersDoNotShareOne() {
    one.acquireOrRenew();
    var other = new Lease(swarm, "another-team", "three", Lease.DURATION, clock);
    other.acquireOrRenew();
    assertThat(other.held()).isTrue();
  }

  @Test
  void anEpochIsNeverUsedAgainEvenWhenSomebodyDeletesTheLease() {
    one.acquireOrRenew();
    long before = one.epoch();
    var config = swarm.payloads(Kind.CONFIG, Map.of(Labels.KIND, "lease")).get().getFirst();
    swarm.removePayload(Kind.CONFIG, config.id());
    pass(Duration.ofSeconds(2), two);
    assertThat(two.held()).isTrue();
    assertThat(two.epoch()).isGreaterThan(before);
  }
}
