package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Labels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Many histories, each from a seed that a failure names; replay one with {@code
 * -Dskep.simulation.seed=N}, run more with {@code -Dskep.simulation.steps=N}.
 */
class ConvergenceSimulationTest {
  /** Of one history, before its calm. */
  private static final int STEPS = 250;

  private static final int HELP_EVERY = 120;
  private static final int FIX_AFTER = 400;
  private static final int CALM_PASSES = 1200;

  private final LongAdder steps = new LongAdder();
  private final LongAdder attempts = new LongAdder();

  private static LongStream seeds() {
    var one = Long.getLong("skep.simulation.seed");
    long histories = Long.getLong("skep.simulation.steps", 50_000) / STEPS / 2;
    return one != null ? LongStream.of(one) : LongStream.rangeClosed(1, histories);
  }

  @Test
  void whateverGoesWrongAJobRunsOncePerChangeAndNeverTwiceAtOnce() {
    seeds().parallel().forEach(seed -> history(seed, true));
    tell("with a lease");
  }

  @Test
  void evenWithoutALeaseTheProtocolHolds() {
    seeds().parallel().forEach(seed -> history(seed, false));
    tell("without a lease");
  }

  private void tell(String how) {
    System.out.println("simulation " + how + ": " + steps + " steps, " + attempts + " attempts");
    assertThat(attempts.sum()).isPositive();
  }

  private void history(long seed, boolean guarded) {
    var simulation = new Simulation(seed, guarded);
    try {
      for (int i = 0; i < STEPS; i++) simulation.step();
      if (guarded) settle(simulation);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed " + seed + ", step " + simulation.steps() + ": " + e.getMessage() + "\n"
              + simulation.lastWrites(),
          e);
    }
    steps.add(simulation.steps());
    attempts.add(simulation.attempts());
  }

  /** L1: it becomes as desired, and stays so without a write. */
  private static void settle(Simulation simulation) {
    simulation.calm();
    Optional<Reconciler.Pass> pass = Optional.empty();
    boolean ready = false;
    for (int i = 1; i < CALM_PASSES && !ready; i++) {
      if (i % HELP_EVERY == 0) simulation.person().helps();
      if (i == FIX_AFTER) simulation.push(SimulatedShop.FIX);
      pass = simulation.calmPass();
      ready = pass.filter(p -> p.status().ready() && p.outcomes().isEmpty()).isPresent();
    }
    assertThat(ready)
        .as("not converged in calm: %s", pass.map(Reconciler.Pass::status))
        .isTrue();
    appRunsTheWantedImage(simulation);
    for (int i = 0; i < 300; i++) simulation.calmPass();
    var written = writesBesideTheLease(simulation);
    for (int i = 0; i < 20; i++) simulation.calmPass();
    assertThat(writesBesideTheLease(simulation)).as("idle passes write").isEqualTo(written);
    var left = simulation.swarm().services(Map.of(Labels.KIND, "attempt")).get();
    assertThat(left).as("inert").allMatch(AttemptSpec::begun);
  }

  private static void appRunsTheWantedImage(Simulation simulation) {
    var app = simulation.swarm().services(Map.of()).get().stream()
        .filter(s -> s.name().equals("shop_app"))
        .findFirst()
        .orElseThrow();
    assertThat(ImageDigest.name(app.spec())).isEqualTo(simulation.desired().revision());
  }

  private static List<String> writesBesideTheLease(Simulation simulation) {
    return simulation.swarm().calls().stream()
        .filter(FakeCall::isWrite)
        .filter(c -> !c.target().startsWith("skep-lease-"))
        .map(FakeCall::toString)
        .collect(Collectors.toList());
  }
}
