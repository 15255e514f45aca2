package dev.skep.reconciler;

import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import io.vavr.control.Either;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;

/**
 * The real pass, lease and records over the fake engine, with a virtual clock and everything that
 * can go wrong drawn from one seed: crashes, lost and unanswered writes, a controller frozen in the
 * middle of a write while another takes over, one cut off from the other managers that reads an old
 * state. The same seed gives the same history.
 */
final class Simulation {
  /** One controller process: what it remembers dies with it. */
  private final class Controller {
    Lease lease;
    Reconciler reconciler;
    boolean cutOff;
    Duration cutOffFor = Duration.ZERO;

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
    }
  }

  /** What a crash looks like from inside of a pass. */
  private static final class Crash extends RuntimeException {}

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
  private DesiredStack desired = ShopStack.of("shop:1");
  private Controller acting;
  private boolean troubled = true;
  private int depth;
  private int holders;
  private int image = 1;
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
    swarm.behave(
        s -> isAttempt(s.text("Labels", Labels.KIND)), Behaviour.exits(0, Duration.ofSeconds(2)));
    swarm.behave(
        s -> isAttempt(s.text("Labels", Labels.KIND))
            && s.text("Labels", Labels.ATTEMPT).filter(n -> number(n) % 3 == 1).isPresent(),
        Behaviour.exits(1, Duration.ofSeconds(1), "connection refused"));
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
  }

  private static boolean isAttempt(Optional<String> kind) {
    return kind.equals(Optional.of("attempt"));
  }

  private static int number(String text) {
    return Integer.parseInt(text);
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

  /** One thing happens. */
  void step() {
    steps++;
    swarm.tick(Duration.ofMillis(50 + random.nextInt(1500)));
    if (random.nextInt(150) == 0) desired = ShopStack.of("shop:" + (image = 1 + random.nextInt(4)));
    var controller = controllers.get(random.nextInt(controllers.size()));
    if (random.nextInt(40) == 0) {
      controller.cutOff = !controller.cutOff;
      controller.cutOffFor = Duration.ZERO;
    }
    act(controller);
  }

  /** From now on nothing goes wrong and nobody changes the manifest. */
  void calm() {
    troubled = false;
    controllers.forEach(c -> c.cutOff = false);
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
    if (!troubled || acting == null) return FaultPlan.NONE;
    if (acting.cutOff) return new FaultPlan.StaleRead(Duration.ofSeconds(random.nextInt(11)));
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
