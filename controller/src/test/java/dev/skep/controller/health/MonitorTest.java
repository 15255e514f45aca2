package dev.skep.controller.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.health.Vitals.Running;
import dev.skep.controller.print.Samples;
import dev.skep.controller.source.Stacks;
import dev.skep.controller.status.TurnedClock;
import dev.skep.model.DesiredStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MonitorTest {
  private final TurnedClock clock = new TurnedClock();
  private final Monitor monitor = new Monitor("infra", clock);

  private void has(String... names) {
    var good = new TreeMap<String, DesiredStack>();
    for (var name : names) good.put(name, DesiredStack.gone(name));
    monitor.turned(VitalSamples.SOURCE, new Stacks(good, Map.of(), List.of()));
  }

  private List<String> unpassed() {
    return monitor.vitals().running().map(Running::unpassed).orElseThrow();
  }

  private void works() {
    monitor.works(unpassed ->
        new Running(VitalSamples.PULSE, VitalSamples.lease(Duration.ZERO, true), true, unpassed));
  }

  @Test
  void timeIsCountedFromTheLastTurn() {
    clock.turn(Duration.ofSeconds(3));
    has("a");
    clock.turn(Duration.ofSeconds(4));
    assertThat(monitor.vitals().still()).isEqualTo(Duration.ofSeconds(4));
    assertThat(monitor.vitals().now()).isEqualTo(Samples.NOW.plusSeconds(7));
    monitor.waits("no engine");
    assertThat(monitor.vitals().still()).isZero();
    assertThat(monitor.vitals().noEngine()).isEqualTo("no engine");
    assertThat(monitor.vitals().good()).isEqualTo(1);
  }

  @Test
  void aStackThatComesAfterTheFirstRoundIsNotMissed() {
    has("a", "b");
    works();
    assertThat(unpassed()).containsExactly("a", "b");
    monitor.passed("b");
    assertThat(unpassed()).containsExactly("a");
    monitor.passed("a");
    assertThat(unpassed()).isEmpty();
    has("a", "b", "c");
    assertThat(unpassed()).isEmpty();
  }

  @Test
  void aStackThatLeavesBeforeItsPassIsNotMissed() {
    has("a", "b");
    works();
    monitor.passed("a");
    has("a");
    assertThat(unpassed()).isEmpty();
  }
}
