package dev.skep.reconciler;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.StackStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One controller that passes over one stack of the fake engine until nothing is left to do. */
final class PassFixture {
  /** An engine watches each task of an update for five seconds before it takes the next. */
  private static final int QUIET = 60;

  final FakeSwarm swarm = new FakeSwarm();
  DesiredStack desired = ShopStack.of("shop:1");

  private final Clock clock = new FakeClock(swarm);
  private Lease lease;
  private Reconciler reconciler;
  private int tokens;

  /** Services that were put right, by stack. */
  final List<String> repaired = new ArrayList<>();

  PassFixture() {
    attempts(Behaviour.exits(0, Duration.ofSeconds(2), "done"));
    restart("holder-1");
  }

  /** A new process: what the old one remembered is gone, but for what its disk tells. */
  void restart(String holder) {
    var mark = lease == null ? StoreMark.NONE : lease.mark();
    if (lease != null) lease.release();
    lease = new Lease(swarm, "team", holder, Lease.DURATION, clock);
    lease.remember(mark);
    reconciler = new Reconciler(
        swarm,
        lease,
        "team",
        "cluster",
        clock,
        () -> "incarnation",
        new SameThread(),
        () -> List.of(desired));
    reconciler.onRepaired((stack, service) -> repaired.add(stack + "/" + service));
  }

  /** The lease is another's from now on, or nobody's. */
  void lapse() {
    lease.release();
  }

  Clock clock() {
    return clock;
  }

  /** What people tell Skep; the tokens of reruns count from one. */
  JobCommands commands() {
    return new JobCommands(swarm, "team", "cluster", clock, () -> "token" + ++tokens);
  }

  /** What a look without the manifest says. */
  StackStatus survey() {
    return Survey.of(swarm, "team", "cluster", clock).get().getFirst();
  }

  Reconciler.Pass pass() {
    swarm.tick(Duration.ofMillis(500));
    lease.acquireOrRenew();
    return reconciler.reconcile(desired).get();
  }

  /** What this planner would do now. */
  Plan plan(Planner planner) {
    lease.acquireOrRenew();
    var seen = new Observer(swarm, new Records(swarm, "team"), "team", clock)
        .observe(List.of(desired), Map.of())
        .get();
    return planner.plan(new Snapshot(
        "cluster",
        "team",
        desired,
        Optional.empty(),
        Map.of(desired.name(), desired.revision()),
        seen,
        seen.ledgerOf(desired.name()),
        "incarnation",
        lease.epoch(),
        Snapshot.Memory.EMPTY,
        swarm.now()));
  }

  /** A pass of a controller that plans with this planner. */
  void pass(Planner planner) {
    swarm.tick(Duration.ofMillis(500));
    var plan = plan(planner);
    var writer =
        new Writer(swarm, new Records(swarm, "team"), "team", lease::held, (stack, what) -> {});
    plan.actions().forEach(a -> writer.write(a, desired));
  }

  /** Passes until one does nothing, for at most two minutes of virtual time. */
  StackStatus settle() {
    var pass = pass();
    int quiet = 0;
    for (int i = 0; i < 240 && quiet < QUIET; i++) {
      pass = pass();
      quiet = pass.outcomes().isEmpty() && pass.status().ready() ? QUIET : quiet;
      if (pass.outcomes().isEmpty() && !pass.status().ready()) quiet++;
    }
    return pass.status();
  }

  void pass(Duration time) {
    var until = swarm.now().plus(time);
    while (swarm.now().isBefore(until)) pass();
  }

  ObservedService service(String name) {
    return find(name).orElseThrow();
  }

  Optional<ObservedService> find(String name) {
    return swarm.services(Map.of()).get().stream()
        .filter(s -> s.name().equals(name))
        .findFirst();
  }

  List<ObservedService> attempts() {
    return swarm.services(Map.of(Labels.KIND, "attempt")).get();
  }

  String image(String service) {
    return service(service)
        .spec()
        .text("TaskTemplate", "ContainerSpec", "Image")
        .orElseThrow();
  }

  /** Of our records of a kind: all of them go, as if somebody had removed them by hand. */
  void drop(String kind) {
    swarm
        .payloads(Kind.CONFIG, Map.of(Labels.KIND, kind))
        .get()
        .forEach(c -> swarm.removePayload(Kind.CONFIG, c.id()));
  }

  /** What containers of attempts do from now on. */
  void attempts(Behaviour behaviour) {
    swarm.behave(s -> s.text("Labels", Labels.KIND).equals(Optional.of("attempt")), behaviour);
  }

  long starts(String job) {
    return swarm.containers().stream()
        .filter(c -> c.label(Labels.JOB).equals(Optional.of(job)))
        .count();
  }

  long writesBesideTheLease() {
    return swarm.calls().stream()
        .filter(FakeCall::isWrite)
        .filter(c -> !c.target().startsWith(Lease.NAME_PREFIX))
        .count();
  }

  long reads() {
    return swarm.calls().stream().filter(c -> !c.isWrite()).count();
  }
}
