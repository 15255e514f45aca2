package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the pass of one stack may go by what the pass of another has seen. */
class SharedLookTest {
  private static final String OWNER = "team";

  private final FakeSwarm swarm = new FakeSwarm();
  private final Map<String, DesiredStack> stacks = new LinkedHashMap<>();
  private long nanos = 1;
  private final Clock clock = new Clock() {
    @Override
    public Instant now() {
      return swarm.now();
    }

    @Override
    public long nanos() {
      return nanos++;
    }
  };
  private final Lease lease = new Lease(swarm, OWNER, "one", Duration.ofHours(1), clock);
  private final Reconciler reconciler = reconciler(clock);

  @BeforeEach
  void convergedStacks() {
    for (var name : List.of("a", "b", "c")) stacks.put(name, stack(name, "first"));
    lease.acquireOrRenew();
    converge();
  }

  @Test
  void passesThatWereDueBeforeALookShareIt() {
    long asked = clock.nanos();
    assertThat(looksOf(() -> stacks.values().forEach(s -> pass(s, asked)))).isEqualTo(1);
  }

  @Test
  void aPassThatWasDueAfterALookLooksAgain() {
    pass("a", clock.nanos());
    assertThat(looksOf(() -> pass("b", clock.nanos()))).isEqualTo(1);
  }

  @Test
  void aStackThatWroteLooksAgainAndOthersNeedNot() {
    stacks.put("a", stack("a", "second"));
    long asked = clock.nanos();
    pass("b", asked);
    assertThat(pass("a", asked).outcomes()).as("another manifest").isNotEmpty();

    assertThat(looksOf(() -> pass("a", asked))).isEqualTo(1);
    assertThat(looksOf(() -> pass("c", asked))).isZero();
  }

  @Test
  void aLookForAnotherManifestDoesNotServe() {
    long asked = clock.nanos();
    pass("a", asked);
    stacks.put("b", stack("b", "second"));
    assertThat(looksOf(() -> pass("b", asked))).isEqualTo(1);
  }

  @Test
  void anOldLookDoesNotServe() {
    long asked = clock.nanos();
    pass("a", asked);
    nanos += Duration.ofSeconds(2).toNanos();
    assertThat(looksOf(() -> pass("b", asked))).isEqualTo(1);
  }

  @Test
  void aLookFromBeforeTheLeaseDoesNotServe() {
    long asked = clock.nanos();
    pass("a", asked);
    lease.release();
    lease.acquireOrRenew();
    assertThat(looksOf(() -> pass("b", asked))).isEqualTo(1);
  }

  @Test
  void aLoopOverManyIdleStacksLooksAFewTimes() throws InterruptedException {
    IntStream.range(0, 100).forEach(i -> stacks.put("s" + i, stack("s" + i, "first")));
    converge();
    var running = reconciler(Clock.SYSTEM);
    var seen = new CountDownLatch(stacks.size());
    long before = looks();
    try (var loop =
        new ControlLoop(running, () -> stacks, (stack, pass) -> seen.countDown(), Clock.SYSTEM)) {
      loop.start();
      assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
    }
    // One does, unless the machine is so busy that it grows old meanwhile.
    assertThat(looks() - before).isBetween(1L, 10L);
  }

  private Reconciler reconciler(Clock by) {
    return new Reconciler(
        swarm, lease, OWNER, "cluster", by, () -> "i", new SameThread(), stacks::values);
  }

  private void converge() {
    for (var stack : stacks.values()) {
      while (!pass(stack, clock.nanos()).outcomes().isEmpty()) {}
    }
  }

  private Reconciler.Pass pass(String name, long asked) {
    return pass(stacks.get(name), asked);
  }

  private Reconciler.Pass pass(DesiredStack stack, long asked) {
    return reconciler.reconcile(stack, asked).get();
  }

  private long looksOf(Runnable work) {
    long before = looks();
    work.run();
    return looks() - before;
  }

  /** What was written is read back too, but not everything. */
  private long looks() {
    return swarm.calls().stream()
        .filter(c -> c.name().equals("services") && c.target().equals("{}"))
        .count();
  }

  private static DesiredStack stack(String name, String revision) {
    var container = Tree.Obj.EMPTY
        .with("Image", Tree.of("busybox"))
        .with("Env", Tree.strings(List.of("REVISION=" + revision)));
    var spec = Tree.Obj.EMPTY
        .with("Name", Tree.of(name + "_app"))
        .with("Labels", Tree.strings(Map.of(Labels.NAMESPACE, name)))
        .with(List.of("TaskTemplate", "ContainerSpec"), container)
        .with(List.of("Mode", "Replicated", "Replicas"), Tree.of(0));
    var app = new DesiredService("app", spec, Map.of(), Optional.empty());
    return new DesiredStack(name, revision, Map.of("app", app), Map.of(), List.of());
  }
}
