package dev.skep.reconciler;

import dev.skep.model.DesiredStack;
import dev.skep.model.JobPolicy.Backoff;
import dev.skep.reconciler.Reconciler.Pass;
import dev.skep.reconciler.Work.Errand;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps passing over stacks until stopped: a few workers, one queue. What the engine announces is
 * a hint to look earlier; all stacks are looked at every {@link #RESYNC} anyway. Of tasks it
 * announces nothing: while an attempt may run, one short call asks for them every {@link #POLL}, and
 * a pass follows when they have moved.
 */
public final class ControlLoop implements AutoCloseable {
  public static final Duration RESYNC = Duration.ofSeconds(10);

  /** An end is to be recorded within 0.8 s, a quarter of which the engine takes to tell of it. */
  static final Duration POLL = Duration.ofMillis(550);

  private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
  private static final int WORKERS = 4;

  /** Announcements come in bursts; one look serves for all of a burst. */
  private static final Duration BURST = Duration.ofMillis(100);

  /** The end of a container on this node is announced before the engine tells it of the task. */
  private static final Duration AFTER_BURST = Duration.ofMillis(300);

  private static final Backoff AFTER_FAILURE =
      new Backoff(Duration.ofMillis(500), 2, Duration.ofSeconds(30));

  private final Reconciler reconciler;
  private final Supplier<Map<String, DesiredStack>> stacks;
  private final BiConsumer<DesiredStack, Either<SwarmFault, Pass>> listener;
  private volatile BiConsumer<Either<SwarmFault, Pass>, Duration> timed = (pass, took) -> {};
  private final WorkQueue<Work> queue;
  private final Clock clock;

  /** By the clock's nanos. */
  private final long created;

  private final Map<Work, Integer> failures = new ConcurrentHashMap<>();

  /** As each was when it was last looked at. */
  private final Map<String, DesiredStack> looked = new ConcurrentHashMap<>();

  private final Set<Work> chores = ConcurrentHashMap.newKeySet();
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
    this.queue = new WorkQueue<>(clock);
    this.clock = clock;
    this.created = clock.nanos();
    reconciler.sharedBy(this::pending);
  }

  /**
   * Has something else done as well; before the start only.
   *
   * @param name for people
   */
  public void also(String name, Chore chore) {
    chores.add(new Work.Beside(name, chore));
  }

  /** Told how long each pass took, on the worker's thread; before the start only. */
  public void onTimed(BiConsumer<Either<SwarmFault, Pass>, Duration> listener) {
    timed = listener;
  }

  public void start() {
    for (int i = 1; i <= WORKERS; i++) {
      workers.add(Thread.ofPlatform().name("reconcile-" + i).daemon().start(this::work));
    }
    // Nothing has been announced yet that more might follow: the first look is at once.
    look(stacks.get().keySet(), Duration.ZERO);
    queue.addAll(chores, Duration.ZERO);
  }

  /** Something may have changed: look at every stack soon. */
  public void hint() {
    heard(News.OF_ANYTHING);
  }

  /** The engine has announced something: look soon at the stacks that it may concern. */
  public void heard(News news) {
    var all = stacks.get();
    var whom = reconciler.audience().of(news, all).orElse(all.keySet());
    if (whom.isEmpty() && !all.isEmpty()) return;
    look(whom, BURST);
    queue.addAll(chores, BURST);
    poll(Errand.POLL_AFTER_HINT, AFTER_BURST);
  }

  /**
   * The desired stacks may have changed: look at once at those that did, and at those that wait for
   * them. All that was announced has been read already, so nothing is to be waited for.
   */
  public void manifestsChanged() {
    var all = stacks.get();
    var changed = new HashSet<>(looked.keySet());
    changed.addAll(all.keySet());
    changed.removeIf(name -> Objects.equals(all.get(name), looked.get(name)));
    look(Audience.withDependents(changed, all.values()), Duration.ZERO);
  }

  /** Whether it gets on. */
  public Pulse pulse() {
    return queue.pulse(Work::told);
  }

  /** The stacks of which some pass wants to know just now. */
  private Set<String> pending() {
    return queue.pending().stream()
        .filter(Work.Stack.class::isInstance)
        .map(Work::name)
        .collect(Collectors.toSet());
  }

  private void look(Set<String> names, Duration delay) {
    queue.addAll(names.stream().map(Work.Stack::new).collect(Collectors.toSet()), delay);
  }

  private void poll(Errand which, Duration delay) {
    if (reconciler.poll().needed()) queue.add(which, delay);
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
      for (var due = queue.take(); due.isPresent(); due = queue.take()) work(due.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does one thing that is due, if there is one; false when there is none. */
  boolean step() {
    var due = queue.poll();
    due.ifPresent(this::work);
    return due.isPresent();
  }

  private void work(WorkQueue.Due<Work> due) {
    switch (due.key()) {
      case Work.Stack stack -> pass(stack, () -> look(stack, due.at()));
      case Work.Beside beside ->
        pass(beside, () -> Optional.of(next(beside, beside.chore().pass())));
      case Errand errand -> run(errand);
    }
  }

  /** Does it, and again when it says; not at all any more when it says nothing. */
  private void pass(Work work, Supplier<Optional<Duration>> pass) {
    var again = Optional.<Duration>empty();
    try {
      again = pass.get();
    } catch (RuntimeException e) {
      // Told to end in the middle of a write: what became of it, the next holder will see.
      if (Thread.currentThread().isInterrupted()) return;
      LOG.error("{}: a fault of Skep itself, please report it; trying again", work.name(), e);
      again = Optional.of(backoff(work));
    } finally {
      queue.done(work);
      again.ifPresent(delay -> queue.add(work, delay));
    }
  }

  private Optional<Duration> look(Work.Stack look, long due) {
    var desired = stacks.get().get(look.name());
    if (desired == null) {
      failures.remove(look);
      looked.remove(look.name());
      reconciler.forget(look.name());
      return Optional.empty();
    }
    looked.put(look.name(), desired);
    long began = clock.nanos();
    var result = reconciler.reconcile(desired, due);
    timed.accept(result, Duration.ofNanos(clock.nanos() - began));
    listener.accept(desired, result);
    if (result.isRight()) poll(Errand.POLL, POLL);
    if (reconciler.housekeeping().due()) queue.add(Errand.KEEP_HOUSE, Duration.ZERO);
    boolean failed = result.isLeft() || result.get().failed();
    return Optional.of(
        next(look, failed ? Optional.empty() : Optional.of(result.get().again().orElse(RESYNC))));
  }

  private void run(Errand errand) {
    try {
      switch (errand) {
        case POLL, POLL_AFTER_HINT -> poll();
        case KEEP_HOUSE -> reconciler.housekeeping().work();
      }
    } catch (RuntimeException e) {
      // The next pass sees to it that it is tried again.
      if (Thread.currentThread().isInterrupted()) return;
      LOG.error("a fault of Skep itself, please report it; trying again", e);
    } finally {
      queue.done(errand);
    }
  }

  private void poll() {
    var tasks = reconciler.poll();
    var moved = tasks.moved();
    // What is wrong with the engine, a look finds out and tells, and backs off; when one succeeds
    // it polls again.
    look(moved.getOrElse(tasks::stacks), Duration.ZERO);
    if (moved.isRight()) poll(Errand.POLL, POLL);
  }

  /** Empty: it failed. */
  private Duration next(Work work, Optional<Duration> again) {
    if (again.isEmpty()) return backoff(work);
    failures.remove(work);
    var resync = untilResync();
    return again.filter(d -> d.compareTo(resync) < 0).orElse(resync);
  }

  /** The same moment for all, so that one look serves them. */
  private Duration untilResync() {
    long every = RESYNC.toNanos();
    return Duration.ofNanos(every - Math.floorMod(clock.nanos() - created, every));
  }

  private Duration backoff(Work work) {
    return Backoffs.after(AFTER_FAILURE, failures.merge(work, 1, Integer::sum), work.name());
  }
}
