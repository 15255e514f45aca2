package dev.skep.bench;

import dev.skep.model.DesiredStack;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.ControlLoop;
import dev.skep.reconciler.Lease;
import dev.skep.reconciler.Reconciler;
import dev.skep.reconciler.Reconciler.Pass;
import dev.skep.reconciler.Swarm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Skep's passes in this process, over any Swarm, with the lease held. */
final class Passes implements AutoCloseable {
  private final ExecutorService writers = Executors.newFixedThreadPool(8);
  private final Map<String, DesiredStack> stacks;
  private final Reconciler reconciler;
  private final Lease lease;

  Passes(Swarm swarm, String owner, List<DesiredStack> desired) {
    stacks = desired.stream().collect(Collectors.toMap(DesiredStack::name, Function.identity()));
    lease = Lease.unguarded(swarm, owner, "bench", Clock.SYSTEM);
    reconciler = new Reconciler(
        swarm,
        lease,
        owner,
        swarm.about().get().clusterId(),
        Clock.SYSTEM,
        () -> UUID.randomUUID().toString(),
        writers,
        stacks::values);
  }

  /** Round by round as in the loop, where a look serves a round, until nothing is left to write. */
  Void converge() {
    var open = new ArrayList<>(stacks.values());
    while (!open.isEmpty()) {
      long asked = Clock.SYSTEM.nanos();
      open.removeIf(stack -> pass(stack, asked).outcomes().isEmpty());
    }
    return null;
  }

  Pass pass(DesiredStack stack) {
    return pass(stack, Clock.SYSTEM.nanos());
  }

  private Pass pass(DesiredStack stack, long asked) {
    var pass =
        reconciler.reconcile(stack, asked).getOrElseThrow(f -> new AssertionError(f.message()));
    pass.outcomes().stream().filter(o -> o.result().isLeft()).findFirst().ifPresent(o -> {
      throw new AssertionError(o.result().getLeft().message());
    });
    return pass;
  }

  /** As the controller does every few seconds: its loop looks at every stack once. */
  Duration loopOnce() throws InterruptedException {
    var open = new CountDownLatch(stacks.size());
    Set<String> seen = new HashSet<>();
    try (var loop = new ControlLoop(
        reconciler,
        () -> stacks,
        (stack, pass) -> {
          if (!pass.get().outcomes().isEmpty()) throw new AssertionError("wrote: " + pass);
          synchronized (seen) {
            if (seen.add(stack.name())) open.countDown();
          }
        },
        Clock.SYSTEM)) {
      long from = System.nanoTime();
      loop.start();
      if (!open.await(5, TimeUnit.MINUTES)) throw new AssertionError("still not all stacks seen");
      return Duration.ofNanos(System.nanoTime() - from);
    }
  }

  @Override
  public void close() {
    writers.shutdownNow();
  }
}
