package dev.skep.reconciler;

import dev.skep.model.DesiredStack;
import dev.skep.model.StackStatus;
import dev.skep.reconciler.Swarm.Done;
import io.vavr.control.Either;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one pass for one stack: observe → plan → apply → record → requeue. Several stacks may pass
 * at the same time and then share an observation; one stack never passes twice at once (the queue
 * sees to it).
 */
public final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /** The engine lets networks go when their tasks have ended. */
  private static final Duration REMOVE_MORE = Duration.ofMillis(500);

  /** An action and how it went. */
  public record Outcome(Action action, Either<SwarmFault, Done> result) {}

  /**
   * @param idle there was nothing to write; false also for writes that want of the lease forbade
   * @param again when to pass again although nothing was announced
   */
  public record Pass(
      StackStatus status, List<Outcome> outcomes, boolean idle, Optional<Duration> again) {
    /** Some write did not succeed; what it was for will be planned again. */
    public boolean failed() {
      return outcomes.stream().anyMatch(o -> o.result().isLeft());
    }
  }

  private final Swarm swarm;
  private final Lease lease;
  private final String owner;
  private final String clusterId;
  private final Clock clock;
  private final Supplier<String> newIncarnation;
  private final ExecutorService threads;
  private final Observer observer;
  private final Looks looks;
  private final TaskPoll poll;
  private final Audience audience;
  private final Housekeeping housekeeping;
  private final Writer writer;
  private final Lessons lessons;
  private final Planner planner;
  private volatile Runnable asked = () -> {};
  private volatile BiConsumer<String, String> warned =
      (stack, what) -> LOG.warn("{}: {}", stack, what);
  private volatile BiConsumer<String, String> repaired = (stack, service) -> {};
  private final Map<String, PassMemory> memories = new ConcurrentHashMap<>();

  /**
   * @param newIncarnation makes ids that never repeat
   * @param threads carry out the actions of a plan side by side
   * @param allStacks every stack that passes may be asked for
   */
  public Reconciler(
      Swarm swarm,
      Lease lease,
      String owner,
      String clusterId,
      Clock clock,
      Supplier<String> newIncarnation,
      ExecutorService threads,
      Supplier<Collection<DesiredStack>> allStacks) {
    this(swarm, lease, owner, clusterId, clock, newIncarnation, threads, allStacks, new Planner());
  }

  /** With the planner of another version of Skep, say. */
  Reconciler(
      Swarm swarm,
      Lease lease,
      String owner,
      String clusterId,
      Clock clock,
      Supplier<String> newIncarnation,
      ExecutorService threads,
      Supplier<Collection<DesiredStack>> allStacks,
      Planner planner) {
    var records = new Records(swarm, owner);
    this.swarm = swarm;
    this.lease = lease;
    this.owner = owner;
    this.clusterId = clusterId;
    this.clock = clock;
    this.newIncarnation = newIncarnation;
    this.threads = threads;
    this.planner = planner;
    this.observer = new Observer(swarm, records, owner, clock);
    this.poll = new TaskPoll(swarm, owner);
    this.audience = new Audience(owner);
    this.looks = new Looks(observer, new Pinned(records), allStacks, memories, clock, this::looked);
    this.housekeeping = new Housekeeping(swarm, records, observer.attempts(), owner, lease, clock);
    this.writer =
        new Writer(swarm, records, owner, lease::held, (stack, what) -> warned.accept(stack, what));
    this.lessons =
        new Lessons(swarm, records, clock, (stack, service) -> repaired.accept(stack, service));
  }

  /** One pass; without the lease it only looks. */
  public Either<SwarmFault, Pass> reconcile(DesiredStack desired) {
    return reconcile(desired, clock.nanos());
  }

  /**
   * One pass that must know what happened before a moment.
   *
   * @param since that moment, by the clock's nanos; a look that another stack's pass has begun since
   *     serves for this one too, so that many idle stacks cost a few looks and not one each
   */
  public Either<SwarmFault, Pass> reconcile(DesiredStack source, long since) {
    boolean leading = lease.held();
    long epoch = lease.epoch();
    return looks.at(source, since, leading ? epoch : -1).map(look -> {
      var desired = look.wanted(source);
      var memory = memories.computeIfAbsent(desired.name(), n -> new PassMemory());
      var ledger = look.seen().ledgerOf(desired.name());
      if (memory.told(ledger.given().flatMap(g -> g.value().looked()))) asked.run();
      var plan = plan(source, look, memory, epoch);
      poll.passed(desired.name(), leading && plan.live());
      if (leading && plan.actions().isEmpty() && removing(desired, look)) {
        memory.wrote(clock.nanos());
        return new Pass(plan.status(), List.of(), false, Optional.of(REMOVE_MORE));
      }
      if (!leading || plan.actions().isEmpty()) {
        return new Pass(plan.status(), List.of(), plan.actions().isEmpty(), plan.after());
      }
      log(desired, plan);
      var outcomes = apply(desired, plan);
      outcomes.forEach(o -> lessons.learn(desired, memory, plan, o));
      memory.wrote(clock.nanos());
      return new Pass(plan.status(), outcomes, false, Optional.of(Duration.ZERO));
    });
  }

  /** The stacks of ours that there are, by their records; empty before the first look. */
  public Optional<Recorded> recorded() {
    return looks.recorded();
  }

  /**
   * Looks are made for these stacks alone, beside the one that asks; before the first pass only.
   * Else they are made for all.
   */
  void sharedBy(Supplier<Set<String>> pending) {
    looks.sharedBy(pending);
  }

  /** Told when somebody asks for a look at a stack at once; before the first pass only. */
  public void onAsked(Runnable listener) {
    asked = listener;
  }

  private void looked(Observation seen) {
    poll.looked(seen);
    audience.looked(seen);
  }

  /** Tells whom news concern. */
  Audience audience() {
    return audience;
  }

  /**
   * Told, by stack, of what did not go as it should and holds nothing up; before the first pass
   * only. Else it is logged.
   */
  public void onWarning(BiConsumer<String, String> listener) {
    warned = listener;
  }

  /** Told, by stack, of services that others had changed and that were put right. */
  public void onRepaired(BiConsumer<String, String> listener) {
    repaired = listener;
  }

  /** Drops what was learnt of a stack that is gone. */
  void forget(String stack) {
    memories.remove(stack);
    poll.passed(stack, false);
  }

  /** Tells which stacks' attempts have moved since the last look, much cheaper than a look. */
  TaskPoll poll() {
    return poll;
  }

  /** Drops old records; to be done now and then beside the passes. */
  Housekeeping housekeeping() {
    return housekeeping;
  }

  /** A step of taking an orphan off the Swarm, by order; false when that is not to be, or done. */
  private boolean removing(DesiredStack desired, Look look) {
    var name = desired.name();
    var order = look.seen().ledgerOf(name).removal().filter(r -> desired.gone());
    if (order.isEmpty()) return false;
    var deletion = new Deletion(swarm, owner, name, clock, order.get().forgetRuns());
    var may = deletion.check();
    // A job that has begun is followed to its end first.
    if (may.isLeft() && may.getLeft() instanceof SwarmFault.Rejected) return false;
    may.flatMap(done -> deletion.step())
        .peek(left -> left.forEach(what -> LOG.info("{}: removing {}, by order", name, what)))
        .peekLeft(fault -> LOG.warn("{}: {}", name, fault.message()));
    return true;
  }

  private Plan plan(DesiredStack source, Look look, PassMemory memory, long epoch) {
    var now = clock.now();
    var before = memory.plan(look, now).filter(p -> look.isFor(source));
    if (before.isPresent()) return before.get();
    var plan = planner.plan(snapshot(source, look, memory, epoch, now));
    memory.learn(plan, look, now);
    return plan;
  }

  private Snapshot snapshot(
      DesiredStack source, Look look, PassMemory memory, long epoch, Instant now) {
    var desired = look.wanted(source);
    return new Snapshot(
        clusterId,
        owner,
        desired,
        look.pin(source),
        look.revisions(),
        look.seen(),
        look.seen().ledgerOf(desired.name()),
        newIncarnation.get(),
        epoch,
        memory.at(desired.revision(), now),
        now);
  }

  private static void log(DesiredStack desired, Plan plan) {
    for (var action : plan.actions()) {
      LOG.info("{}: {}: {}", desired.name(), action.target(), action.reason());
    }
  }

  private List<Outcome> apply(DesiredStack desired, Plan plan) {
    if (plan.actions().size() == 1) return List.of(apply(desired, plan.actions().getFirst()));
    var running = new ArrayList<Future<Outcome>>();
    for (var action : plan.actions()) {
      running.add(threads.submit(() -> apply(desired, action)));
    }
    var outcomes = new ArrayList<Outcome>();
    for (var future : running) outcomes.add(await(future));
    return outcomes;
  }

  private Outcome apply(DesiredStack desired, Action action) {
    try {
      return new Outcome(action, writer.write(action, desired));
    } finally {
      if (action instanceof Action.RecordAttempt a) {
        observer.attempts().written(desired.name(), a.job());
        housekeeping.recorded();
      }
    }
  }

  private static Outcome await(Future<Outcome> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
