package dev.skep.reconciler;

import dev.skep.model.DesiredStack;
import io.vavr.control.Either;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * The real pass, lease and records over the fake engine, with a virtual clock and everything that
 * can go wrong drawn from one seed: crashes, lost and unanswered writes, a controller frozen in the
 * middle of a write while another takes over, one cut off from the other managers that reads an old
 * state; nodes that come and go, people who order, change the manifest and remove things by hand.
 * The same seed gives the same history; {@link Promises} watches it.
 */
final class Simulation {
  /** One controller process: what it remembers dies with it. */
  private final class Controller {
    Lease lease;
    Reconciler reconciler;
    boolean cutOff;

    Controller() {
      restart();
    }

    void restart() {
      lease = new Lease(swarm, "team", "holder-" + holders++, Lease.DURATION, clock);
      reconciler = new Reconciler(
          swarm,
          lease,
          "team",
          "cluster",
          clock,
          () -> "incarnation-" + holders++,
          sameThread,
          () -> List.of(desired));
      reconciler.sharedBy(Set::of);
    }
  }

  /** What a crash looks like from inside of a pass. */
  private static final class Crash extends RuntimeException {}

  private static final int REMEMBERED = 60;

  private final Random random;
  private final FakeSwarm swarm = new FakeSwarm(2);
  private final ExecutorService sameThread = new SameThread();
  private final Clock clock = new Clock() {
    @Override
    public Instant now() {
      return swarm.now();
    }

    @Override
    public long nanos() {
      return Duration.between(Instant.EPOCH, swarm.now()).toNanos();
    }
  };
  private final List<Controller> controllers = new ArrayList<>();
  private final boolean guarded;
  private final SimulatedShop shop;
  private final Mishaps mishaps;
  private final SimulatedPerson person;
  private final Promises promises;
  private final Deque<String> last = new ArrayDeque<>();
  private DesiredStack desired;
  private Controller acting;
  private boolean troubled = true;
  private int depth;
  private int holders;
  private int steps;

  Simulation(long seed) {
    this(seed, true);
  }

  /**
   * @param guarded false: every controller believes that it holds the lease, at the same epoch
   */
  Simulation(long seed, boolean guarded) {
    this.random = new Random(seed);
    this.guarded = guarded;
    this.shop = new SimulatedShop(seed);
    this.mishaps = new Mishaps(swarm, random);
    this.person = new SimulatedPerson(swarm, clock, random);
    this.promises = new Promises(swarm, shop, mishaps);
    desired = shop.revision(1);
    shop.behave(swarm, random);
    for (int i = 0; i < 2; i++) controllers.add(new Controller());
    if (!guarded) controllers.forEach(this::unguard);
    swarm.faults(this::fault);
  }

  private void unguard(Controller controller) {
    controller.lease = Lease.unguarded(swarm, "team", "holder-" + holders++, clock);
    controller.reconciler = new Reconciler(
        swarm,
        controller.lease,
        "team",
        "cluster",
        clock,
        () -> "inc-" + holders++,
        sameThread,
        () -> List.of(desired));
    controller.reconciler.sharedBy(Set::of);
  }

  FakeSwarm swarm() {
    return swarm;
  }

  DesiredStack desired() {
    return desired;
  }

  int steps() {
    return steps;
  }

  long attempts() {
    return promises.attempts();
  }

  /** One thing happens. */
  void step() {
    steps++;
    swarm.tick(Duration.ofMillis(50 + random.nextInt(1500)));
    mishaps.step();
    if (random.nextInt(40) == 0) push(1 + random.nextInt(SimulatedShop.REVISIONS));
    if (random.nextInt(20) == 0) person.orders();
    if (random.nextInt(20) == 0) SimulatedShop.move(swarm, random);
    var controller = controllers.get(random.nextInt(controllers.size()));
    if (random.nextInt(controller.cutOff ? 15 : 60) == 0) controller.cutOff = !controller.cutOff;
    act(controller);
    promises.look();
  }

  /** The manifest asks for another revision. */
  void push(int revision) {
    note("push " + revision);
    desired = shop.revision(revision);
  }

  private void note(String what) {
    if (last.size() >= REMEMBERED) last.removeFirst();
    var who = acting == null ? "people" : "controller " + (1 + controllers.indexOf(acting));
    last.add(swarm.now() + " " + who + ": " + what);
  }

  /** The last that happened, a line each. */
  String lastWrites() {
    return String.join("\n", last);
  }

  /** From now on nothing goes wrong. */
  void calm() {
    troubled = false;
    controllers.forEach(c -> c.cutOff = false);
    mishaps.allNodesReady();
  }

  SimulatedPerson person() {
    return person;
  }

  /** A pass of whoever leads, in calm; its result. */
  Optional<Reconciler.Pass> calmPass() {
    swarm.tick(Duration.ofMillis(500));
    Optional<Reconciler.Pass> last = Optional.empty();
    for (var controller : controllers) {
      controller.lease.acquireOrRenew();
      if (controller.lease.held()) {
        last = controller.reconciler.reconcile(desired).toJavaOptional();
      }
    }
    promises.look();
    return last;
  }

  private void act(Controller controller) {
    var before = acting;
    acting = controller;
    try {
      controller.lease.acquireOrRenew();
      if (controller.lease.held()) pass(controller);
    } catch (RuntimeException e) {
      // From another thread, as it were, it arrives wrapped.
      if (!(e instanceof Crash) && !(e.getCause() instanceof Crash)) throw e;
      controller.restart();
      if (!guarded) unguard(controller);
    } finally {
      acting = before;
    }
  }

  private void pass(Controller controller) {
    Either<SwarmFault, Reconciler.Pass> result = controller.reconciler.reconcile(desired);
    if (result.isRight() && result.get().failed()) swarm.tick(Duration.ofMillis(200));
  }

  private FaultPlan fault(FakeCall call) {
    if (call.isWrite()) {
      promises.look();
      if (!call.target().startsWith(Lease.NAME_PREFIX)) note(call.name() + " " + call.target());
    }
    if (acting != null && call.name().equals("removeService")) promises.removes(call.target());
    if (!troubled || acting == null) return FaultPlan.NONE;
    if (acting.cutOff) return new FaultPlan.StaleRead(Duration.ofSeconds(random.nextInt(11)));
    var plan = plan(call);
    if (call.isWrite() && plan != FaultPlan.NONE) note("  " + plan);
    return plan;
  }

  private FaultPlan plan(FakeCall call) {
    int dice = random.nextInt(1000);
    if (!call.isWrite()) return dice < 10 ? new FaultPlan.Refuse() : FaultPlan.NONE;
    if (dice < 15) throw new Crash();
    if (dice < 35) return new FaultPlan.DropBefore();
    if (dice < 60) return new FaultPlan.LoseAnswer();
    if (dice < 70) return new FaultPlan.Refuse();
    // A job takes few writes, and it is those that matter most.
    boolean ofJob = call.name().endsWith("Service") || call.target().startsWith("skep-job");
    if (dice < (ofJob ? 220 : 80) && depth == 0) freeze();
    return FaultPlan.NONE;
  }

  /** The write stands still on its way; others act, for longer than the lease; then it arrives. */
  private void freeze() {
    var frozen = acting;
    depth++;
    try {
      int rounds = 1 + random.nextInt(random.nextInt(4) == 0 ? 150 : 20);
      for (int i = 0; i < rounds; i++) {
        swarm.tick(Duration.ofMillis(200 + random.nextInt(1500)));
        for (var other : controllers) if (other != frozen) act(other);
      }
    } finally {
      depth--;
      acting = frozen;
    }
  }
}
