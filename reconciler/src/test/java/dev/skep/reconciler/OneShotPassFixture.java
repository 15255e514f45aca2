package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.OneShotStatus;
import dev.skep.model.Tree;
import dev.skep.reconciler.OneShotPass.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A controller's pass over one-shots that an application makes on the fake engine. */
final class OneShotPassFixture {
  static final Duration TTL = Duration.ofMinutes(2);

  /** Hints come as often, and the lease is renewed. */
  private static final Duration OFTEN = Duration.ofSeconds(4);

  final FakeSwarm swarm = new FakeSwarm(2);
  private final Clock clock = new FakeClock(swarm);
  final Records records = new Records(swarm, "team");
  final List<Outcome> outcomes = new ArrayList<>();
  final List<DesiredStack> stacks = new ArrayList<>();
  final Lease lease = new Lease(swarm, "team", "holder", Lease.DURATION, clock);
  private OneShotPass pass = newPass();
  List<OneShotStatus> statuses = List.of();
  Duration again = Duration.ZERO;

  private OneShotPass newPass() {
    return new OneShotPass(
        swarm,
        lease,
        "team",
        TTL,
        clock,
        () -> stacks,
        result -> result.peek(p -> {
          statuses = p.statuses();
          outcomes.addAll(p.outcomes());
        }));
  }

  /** A new process: what the old one remembered is gone. */
  void restart() {
    pass = newPass();
  }

  /** As an application does, with a job's label and these besides. */
  String create(String name, Map<String, String> labels, Tree.Obj mode, Behaviour behaviour) {
    swarm.behave(s -> s.text("Name").orElse("").equals(name), behaviour);
    var all = new HashMap<>(labels);
    all.putIfAbsent(Labels.EPHEMERAL, "true");
    var restart = Tree.Obj.EMPTY.with("Condition", Tree.of("none"));
    var spec = Tree.Obj.EMPTY
        .with("Name", Tree.of(name))
        .with("Labels", Tree.strings(all))
        .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of("busybox"))
        .with(List.of("TaskTemplate", "RestartPolicy"), restart)
        .with("Mode", mode);
    return swarm.createService(spec).get();
  }

  String create(String name, Behaviour behaviour) {
    return create(name, Map.of(), once(), behaviour);
  }

  static Tree.Obj once() {
    return Tree.Obj.EMPTY.with(List.of("Replicated", "Replicas"), Tree.of(1));
  }

  static Tree.Obj job() {
    return Tree.Obj.EMPTY.with(List.of("ReplicatedJob", "TotalCompletions"), Tree.of(1));
  }

  static Behaviour exits(int code) {
    return Behaviour.exits(code, Duration.ofSeconds(1), "exit " + code);
  }

  /** One pass, half a second later. */
  void pass() {
    swarm.tick(Duration.ofMillis(500));
    lease.acquireOrRenew();
    passOnly();
  }

  void passOnly() {
    again = pass.pass().orElse(Duration.ofSeconds(1));
  }

  /** Passes whenever one is due; never so often that the engine would suffer from it. */
  void passes(Duration time) {
    var until = swarm.now().plus(time);
    for (int passes = 0; swarm.now().isBefore(until); passes++) {
      assertThat((long) passes).as("passes within %s", time).isLessThan(20 + 3 * time.toSeconds());
      swarm.tick(again.compareTo(OFTEN) > 0 ? OFTEN : again);
      lease.acquireOrRenew();
      passOnly();
    }
  }

  void changes(String id, String label, String value) {
    var service = service(id);
    edit(service, service.spec().with(List.of("Labels", label), Tree.of(value)));
  }

  void runsAgain(String id) {
    var service = service(id);
    edit(service, service.spec().with(List.of("TaskTemplate", "ForceUpdate"), Tree.of(7)));
  }

  void edit(ObservedService service, Tree.Obj spec) {
    if (swarm.updateService(service.id(), service.version(), spec).isLeft()) {
      throw new AssertionError("the fake engine refused an update");
    }
  }

  ObservedService service(String id) {
    return all().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  boolean exists(String id) {
    return all().stream().anyMatch(s -> s.id().equals(id));
  }

  private List<ObservedService> all() {
    return swarm.services(Map.of()).get();
  }

  List<AttemptRecord> recorded() {
    return records.oneShots().get();
  }

  OneShotStatus status(String name) {
    return statuses.stream().filter(s -> s.service().equals(name)).findFirst().orElseThrow();
  }

  /** Calls of one name since a number of calls. */
  long calls(String name, int since) {
    return swarm.calls().stream().skip(since).filter(c -> c.name().equals(name)).count();
  }
}
