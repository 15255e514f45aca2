package dev.skep.controller.run;

import dev.skep.controller.source.SourceState.Trouble;
import dev.skep.model.DesiredStack;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.ControlLoop;
import dev.skep.reconciler.Lease;
import dev.skep.reconciler.News;
import dev.skep.reconciler.OneShotPass;
import dev.skep.reconciler.Pulse;
import dev.skep.reconciler.Reconciler;
import dev.skep.reconciler.Reconciler.Pass;
import dev.skep.reconciler.Relay;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running controller: a lease that is kept, a loop that passes, and ears for the engine. */
public final class Operator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Operator.class);

  /** Writes side by side; more than this only queue up in the engine's own log (Raft). */
  private static final int WRITERS = 8;

  /** As often as a repository is looked at, however many deliveries come. */
  private static final Duration HINTS_APART = Duration.ofSeconds(1);

  private final Swarm swarm;
  private final Lease lease;
  private final String owner;

  /** Whether nothing of the source is unread; empty: stacks on record alone are nobody's concern. */
  private volatile Optional<BooleanSupplier> complete = Optional.empty();

  private final Supplier<Map<String, DesiredStack>> stacks;
  private final ExecutorService writers = Executors.newFixedThreadPool(
      WRITERS, Thread.ofPlatform().name("write-", 1).daemon().factory());
  private final Reconciler reconciler;

  /** The desired stacks and those that are on record alone. */
  private record Together(
      Map<String, DesiredStack> from, Set<String> others, Map<String, DesiredStack> all) {
    Together {
      all = Map.copyOf(all);
    }
  }

  private volatile Together together;
  private final ControlLoop loop;
  private final Supplier<AutoCloseable> watch;
  private final Relay relay;
  private final Spaced passing = new Spaced(HINTS_APART, writers, this::passOn);
  private volatile Runnable onHint = () -> {};
  private final Thread keeper;
  private final Semaphore leaseNews = new Semaphore(0);
  private volatile AutoCloseable watching = () -> {};
  private volatile boolean closing;

  /** When the lease was last gone for, or an answer about it came. */
  private volatile long tried = Clock.SYSTEM.nanos();

  private volatile Optional<Trouble> trouble = Optional.empty();
  private volatile long led = -1;
  private volatile long takeOvers;

  /**
   * @param stacks the desired stacks by name, asked for at every look
   * @param listener told of every pass, from several threads
   */
  public Operator(
      Swarm swarm,
      Lease lease,
      String owner,
      String clusterId,
      Supplier<Map<String, DesiredStack>> stacks,
      BiConsumer<DesiredStack, Either<SwarmFault, Pass>> listener) {
    this.swarm = swarm;
    this.lease = lease;
    this.owner = owner;
    this.stacks = stacks;
    this.reconciler = new Reconciler(
        swarm,
        lease,
        owner,
        clusterId,
        Clock.SYSTEM,
        () -> UUID.randomUUID().toString(),
        writers,
        () -> stacks().values());
    this.loop = new ControlLoop(reconciler, this::stacks, listener, Clock.SYSTEM);
    this.relay = new Relay(swarm, owner, Clock.SYSTEM);
    this.watch = () -> swarm.watch(this::heard);
    this.keeper = Thread.ofPlatform().name("lease").daemon().unstarted(this::keepLease);
  }

  /**
   * Looks after one-shots that nobody committed as well; before the start only.
   *
   * @param ttl how long the service of one that is over is kept
   * @param listener told of every pass
   */
  public void oneShots(Duration ttl, Consumer<Either<SwarmFault, OneShotPass.Pass>> listener) {
    loop.also(
        "one-shots",
        new OneShotPass(
            swarm, lease, owner, ttl, Clock.SYSTEM, () -> stacks.get().values(), listener));
  }

  /**
   * Tells also of stacks that are on record and no longer among the desired ones, and follows what
   * their jobs began; before the start only.
   *
   * @param complete whether the desired stacks are all that there are in their source
   */
  public void orphans(BooleanSupplier complete) {
    this.complete = Optional.of(complete);
  }

  /** Asked for in every pass: put together only when something of it is new. */
  private Map<String, DesiredStack> stacks() {
    var from = stacks.get();
    // What could not be read may well be what seems to have left.
    var others = complete
        .flatMap(whole -> reconciler
            .recorded()
            .map(known -> whole.getAsBoolean() ? known.all() : known.orphaned()))
        .orElse(Set.of());
    var last = together;
    if (last != null && last.from() == from && last.others().equals(others)) return last.all();
    var all = new HashMap<>(from);
    others.forEach(n -> all.computeIfAbsent(n, DesiredStack::gone));
    var now = new Together(from, others, all);
    together = now;
    return now.all();
  }

  /** Told when somebody asks for a look at a stack at once; before the start only. */
  public void onAsked(Runnable listener) {
    reconciler.onAsked(listener);
  }

  /** Told of hints that another controller passes on; before the start only. */
  public void onHint(Runnable listener) {
    onHint = listener;
  }

  /**
   * Somebody has said that the source may have moved: where we only stand by, whoever leads is
   * told. Returns at once.
   */
  public void passOnHint() {
    if (!leading() && !closing) passing.ask();
  }

  private void passOn() {
    relay.send().peekLeft(fault -> LOG.debug("hint not passed on: {}", fault.message()));
  }

  private void heard(News news) {
    if (relay.heard(news)) onHint.run();
    // Whoever gives it up need not be waited for.
    else if (lease.concerns(news)) leaseNews.release();
    else loop.heard(news);
  }

  /** As {@link Reconciler#onWarning}; before the start only. */
  public void onWarning(BiConsumer<String, String> listener) {
    reconciler.onWarning(listener);
  }

  /** As {@link Reconciler#onRepaired}; before the start only. */
  public void onRepaired(BiConsumer<String, String> listener) {
    reconciler.onRepaired(listener);
  }

  /** As {@link ControlLoop#onTimed}; before the start only. */
  public void onTimed(BiConsumer<Either<SwarmFault, Pass>, Duration> listener) {
    loop.onTimed(listener);
  }

  /** The names of all stacks, desired or on record; empty before the first look at the Swarm. */
  public Optional<Set<String>> known() {
    return reconciler.recorded().map(recorded -> {
      var all = new HashSet<>(recorded.all());
      all.addAll(stacks.get().keySet());
      return all;
    });
  }

  public void start() {
    watching = watch.get();
    keeper.start();
    loop.start();
  }

  /** The desired stacks may have changed. */
  public void manifestsChanged() {
    loop.manifestsChanged();
  }

  public boolean leading() {
    return lease.held();
  }

  /** Whether the passes get on. */
  public Pulse pulse() {
    return loop.pulse();
  }

  /** How long ago the lease was last gone for, or an answer about it came. */
  public Duration leaseStill() {
    return Duration.ofNanos(Clock.SYSTEM.nanos() - tried);
  }

  /** That the engine does not answer, or takes no orders; whoever stands by asks it as often. */
  public Optional<Trouble> trouble() {
    return trouble;
  }

  /** How often the lease came to us, from nobody or from another. */
  public long takeOvers() {
    return takeOvers;
  }

  /** Stops working, then gives the lease up: the next holder need not wait for it to expire. */
  @Override
  public void close() {
    closing = true;
    loop.close();
    keeper.interrupt();
    writers.shutdownNow();
    try {
      watching.close();
      keeper.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.debug("while closing", e);
    }
    lease.release();
  }

  private void keepLease() {
    boolean before = lease.held();
    String told = "";
    // Whoever took it just before we began need not write it again at once.
    if (before && !untilRenewal()) return;
    while (!closing) {
      tried = Clock.SYSTEM.nanos();
      // What was announced until now is seen by the look that comes.
      leaseNews.drainPermits();
      var standing = lease.acquireOrRenew();
      tried = Clock.SYSTEM.nanos();
      boolean now = lease.held();
      if (now != before) {
        LOG.info(now ? "leading, epoch {}" : "standing by (was epoch {})", lease.epoch());
        loop.hint();
      }
      if (now) led(lease.epoch());
      before = now;
      troubled(standing);
      var fault = standing.isLeft() ? standing.getLeft().message() : "";
      if (!fault.equals(told) && !fault.isEmpty()) LOG.warn("lease: {}", fault);
      told = fault;
      if (!(now ? untilRenewal() : untilNews())) return;
    }
  }

  private void troubled(Either<SwarmFault, Lease.Standing> standing) {
    var since = trouble.map(Trouble::since).orElseGet(Clock.SYSTEM::now);
    trouble = standing.isLeft()
        ? Optional.of(new Trouble(standing.getLeft().message(), since))
        : Optional.empty();
  }

  /** One that we had lost sight of, and got back with its epoch, is the same. */
  private void led(long epoch) {
    if (led == epoch) return;
    led = epoch;
    takeOvers = takeOvers + 1;
  }

  /** As {@link #untilRenewal}, or until something has become of the lease. */
  private boolean untilNews() {
    try {
      return leaseNews.tryAcquire(lease.renewEvery().toMillis(), TimeUnit.MILLISECONDS) || !closing;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** False when told to end meanwhile. */
  private boolean untilRenewal() {
    try {
      Thread.sleep(lease.renewEvery());
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
