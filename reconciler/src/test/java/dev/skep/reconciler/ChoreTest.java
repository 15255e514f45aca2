package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a loop does beside the passes of stacks, in virtual time. */
class ChoreTest {
  private final FakeSwarm swarm = new FakeSwarm();
  private final Clock clock = new FakeClock(swarm);
  private final List<Instant> passes = new ArrayList<>();
  private final ControlLoop loop = new ControlLoop(
      new Reconciler(
          swarm,
          Lease.unguarded(swarm, "team", "one", clock),
          "team",
          "cluster",
          clock,
          () -> "i",
          new SameThread(),
          List::of),
      Map::of,
      (stack, pass) -> {},
      clock);

  private void chore(Supplier<Optional<Duration>> chore) {
    loop.also("chore", () -> {
      passes.add(swarm.now());
      return chore.get();
    });
    loop.hint();
  }

  /** Returns when it was done, in milliseconds from the first hint. */
  private List<Long> run(Duration time) {
    var from = swarm.now();
    while (swarm.now().isBefore(from.plus(time))) {
      swarm.tick(Duration.ofMillis(50));
      while (loop.step()) {}
    }
    return passes.stream().map(at -> Duration.between(from, at).toMillis()).toList();
  }

  @Test
  void isDoneSoonAfterAHintAndAgainWhenItSays() {
    chore(() -> Optional.of(Duration.ofMillis(500)));
    assertThat(run(Duration.ofMillis(1500))).containsExactly(100L, 600L, 1100L);
  }

  @Test
  void isDoneAsOftenAsStacksWhenItSaysLater() {
    chore(() -> Optional.of(Duration.ofDays(1)));
    assertThat(run(Duration.ofSeconds(15))).containsExactly(100L, 10_000L);
  }

  @Test
  void isDoneEarlierAfterAHint() {
    chore(() -> Optional.of(Duration.ofDays(1)));
    run(Duration.ofSeconds(1));
    loop.hint();
    run(Duration.ofSeconds(1));
    assertThat(passes).hasSize(2);
  }

  @Test
  void isTriedAgainLaterAndLaterWhenItFails() {
    chore(Optional::empty);
    var times = run(Duration.ofSeconds(20));
    assertThat(times).hasSizeBetween(5, 7);
    for (int i = 2; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1))
          .isGreaterThan(times.get(i - 1) - times.get(i - 2));
    }
  }

  @Test
  void isTriedAgainAfterAFaultOfOurOwn() {
    chore(() -> {
      throw new IllegalStateException("on purpose");
    });
    assertThat(run(Duration.ofSeconds(4))).hasSizeGreaterThan(2);
  }
}
