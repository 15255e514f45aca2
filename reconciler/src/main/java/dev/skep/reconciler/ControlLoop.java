package dev.skep.reconciler;

import dev.skep.model.DesiredStack;
import dev.skep.model.JobPolicy.Backoff;
import dev.skep.reconciler.Reconciler.Pass;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps passing over stacks until stopped: a few workers, one queue. What the engine announces is
 * a hint to look earlier; all stacks are looked at every {@link #RESYNC} anyway.
 */
public final class ControlLoop implements AutoCloseable {
  public static final Duration RESYNC = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
  private static final int WORKERS = 4;

  /** Announcements come in bursts; one look serves for all of a burst. */
  private static final Duration BURST = Duration.ofMillis(100);

  private static final Backoff AFTER_FAILURE =
      new Backoff(Duration.ofMillis(500), 2, Duration.ofSeconds(30));

  private final Reconciler reconciler;
  private final Supplier<Map<String, DesiredStack>> stacks;
  private final BiConsumer<DesiredStack, Either<SwarmFault, Pass>> listener;
  private final WorkQueue queue;
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final List<Thread> workers = new ArrayList<>();

  /**
   * @param stacks the desired stacks by name, asked for at every pass
   * @param listener told of every pass, on the worker's thread
   */
  public ControlLoop(
      Reconciler reconciler,
      Supplier<Map<String, DesiredStack>> stacks,
      BiConsumer<DesiredStack, Either<SwarmFault, Pass>> listener,
      Clock clock) {
    this.reconciler = reconciler;
    this.stacks = stacks;
    this.listener = listener;
    this.queue = new WorkQueue(clock);
  }

  public void start() {
    for (int i = 1; i <= WORKERS; i++) {
      workers.add(Thread.ofPlatform().name("reconcile-" + i).daemon().start(this::work));
    }
    // Nothing has been announced yet that more might follow: the first look is at once.
    queue.addAll(stacks.get().keySet(), Duration.ZERO);
  }

  /** Something may have changed: look at every stack soon. */
  public void hint() {
    queue.addAll(stacks.get().keySet(), BURST);
  }

  @Override
  public void close() {
    queue.close();
    for (var worker : workers) worker.interrupt();
    for (var worker : workers) {
      try {
        worker.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void work() {
    try {
      for (var key = queue.take(); key.isPresent(); key = queue.take()) pass(key.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(WorkQueue.Due due) {
    var name = due.key();
    var again = Optional.<Duration>empty();
    try {
      var desired = stacks.get().get(name);
      if (desired == null) {
        failures.remove(name);
        reconciler.forget(name);
        return;
      }
      var result = reconciler.reconcile(desired, due.at());
      listener.accept(desired, result);
      again = Optional.of(next(name, result));
    } catch (RuntimeException e) {
      // Told to end in the middle of a write: what became of it, the next holder will see.
      if (Thread.currentThread().isInterrupted()) return;
      LOG.error("{}: a fault of Skep itself, please report it; trying again", name, e);
      again = Optional.of(backoff(name));
    } finally {
      queue.done(name);
      again.ifPresent(delay -> queue.add(name, delay));
    }
  }

  private Duration next(String name, Either<SwarmFault, Pass> result) {
    if (result.isLeft() || result.get().failed()) return backoff(name);
    failures.remove(name);
    return result.get().again().filter(d -> d.compareTo(RESYNC) < 0).orElse(RESYNC);
  }

  private Duration backoff(String name) {
    return Backoffs.after(AFTER_FAILURE, failures.merge(name, 1, Integer::sum), name);
  }
}
