package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hints that pass from controller to controller. */
class RelayTest {
  private final FakeSwarm swarm = new FakeSwarm();
  private final Relay relay = new Relay(swarm, "team", Clock.SYSTEM);
  private final List<News> announced = new ArrayList<>();

  @BeforeEach
  void watch() {
    swarm.watch(announced::add);
  }

  @Test
  void eachIsAnnouncedToAllOfTheOwner() {
    assertThat(relay.send().isRight()).isTrue();
    assertThat(relay.send().isRight()).isTrue();
    assertThat(announced).hasSize(2).allMatch(relay::heard);
    assertThat(announced).noneMatch(new Relay(swarm, "others", Clock.SYSTEM)::heard);
  }

  @Test
  void noStackIsLookedAtForIt() {
    relay.send();
    assertThat(new Audience("team").of(announced.getFirst(), Map.of())).contains(Set.of());
  }

  @Test
  void whatIsNoneIsNotTakenForOne() {
    new Lease(swarm, "team", "one", Lease.DURATION, Clock.SYSTEM).acquireOrRenew();
    assertThat(announced).hasSize(1).noneMatch(relay::heard);
  }
}
