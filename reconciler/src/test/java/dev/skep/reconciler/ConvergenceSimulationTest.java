package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Labels;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many histories, each from a seed that a failure names; replay one with {@code
 * -Dskep.simulation.seed=N}, run more with {@code -Dskep.simulation.histories=N}.
 */
class ConvergenceSimulationTest {
  private static final int STEPS = 250;
  private static final int CALM_PASSES = 400;

  static LongStream seeds() {
    var one = Long.getLong("skep.simulation.seed");
    return one != null
        ? LongStream.of(one)
        : LongStream.range(1, 1 + Long.getLong("skep.simulation.histories", 60));
  }

  @ParameterizedTest(name = "history {0}")
  @MethodSource("seeds")
  void whateverGoesWrongAJobRunsOncePerChangeAndNeverTwiceAtOnce(long seed) {
    var simulation = new Simulation(seed);
    for (int i = 0; i < STEPS; i++) simulation.step();
    check(simulation, seed);
    settle(simulation, seed);
    check(simulation, seed);
  }

  @ParameterizedTest(name = "history {0} without a lease")
  @MethodSource("seeds")
  void evenWithoutALeaseTheProtocolHolds(long seed) {
    var simulation = new Simulation(seed, false);
    for (int i = 0; i < STEPS; i++) simulation.step();
    check(simulation, seed);
  }

  /** S1, S2 and S6 of every attempt that ever ran. */
  private static void check(Simulation simulation, long seed) {
    var attempts = simulation.swarm().containers().stream()
        .filter(c -> c.label(Labels.KIND).equals(Optional.of("attempt")))
        .toList();
    for (int i = 0; i < attempts.size(); i++) {
      for (int j = i + 1; j < attempts.size(); j++) {
        assertThat(attempts.get(i).overlaps(attempts.get(j)))
            .as("seed %s: two attempts at once: %s, %s", seed, attempts.get(i), attempts.get(j))
            .isFalse();
      }
    }
    var services = attempts.stream().map(FakeContainer::serviceName).toList();
    assertThat(new HashSet<>(services))
        .as("seed %s: an attempt ran twice", seed)
        .hasSameSizeAs(services);
    var succeededKeys = attempts.stream()
        .filter(c -> succeeds(c.label(Labels.ATTEMPT).orElseThrow()))
        .filter(c -> c.ends().filter(e -> !e.isAfter(simulation.swarm().now())).isPresent())
        .map(c -> c.label(Labels.RUN_KEY).orElseThrow())
        .toList();
    assertThat(new HashSet<>(succeededKeys))
        .as("seed %s: a success ran again", seed)
        .hasSameSizeAs(succeededKeys);
  }

  private static boolean succeeds(String attempt) {
    return Integer.parseInt(attempt) % 3 != 1;
  }

  /** L1: it becomes as desired, and stays so without a write. */
  private static void settle(Simulation simulation, long seed) {
    simulation.calm();
    boolean ready = false;
    for (int i = 0; i < CALM_PASSES && !ready; i++) {
      var pass = simulation.calmPass();
      ready = pass.filter(p -> p.status().ready() && p.outcomes().isEmpty()).isPresent();
    }
    assertThat(ready).as("seed %s: not converged in calm", seed).isTrue();
    appRunsTheWantedImageAfterItsMigration(simulation, seed);
    for (int i = 0; i < 300; i++) simulation.calmPass();
    var written = writesBesideTheLease(simulation);
    for (int i = 0; i < 20; i++) simulation.calmPass();
    assertThat(writesBesideTheLease(simulation))
        .as("seed %s: idle passes write", seed)
        .isEqualTo(written);
    var left = simulation.swarm().services(Map.of(Labels.KIND, "attempt")).get();
    assertThat(left.stream().filter(s -> s.replicas().orElse(0L) == 0))
        .as("seed %s: inert", seed)
        .isEmpty();
  }

  private static void appRunsTheWantedImageAfterItsMigration(Simulation simulation, long seed) {
    var app = simulation.swarm().services(Map.of()).get().stream()
        .filter(s -> s.name().equals("shop_app"))
        .findFirst()
        .orElseThrow();
    assertThat(app.spec().text("TaskTemplate", "ContainerSpec", "Image"))
        .as("seed %s", seed)
        .contains(simulation.desired().revision());
  }

  private static List<String> writesBesideTheLease(Simulation simulation) {
    return simulation.swarm().calls().stream()
        .filter(FakeCall::isWrite)
        .filter(c -> !c.target().startsWith("skep-lease-"))
        .map(FakeCall::toString)
        .collect(Collectors.toList());
  }
}
