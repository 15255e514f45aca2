package dev.skep.controller.oneoff;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.model.Labels;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedTask;
import dev.skep.model.Tree;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Swarm.Done;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The service of one run on the engine. It is known by its mark, whatever became of its name. */
final class RunService {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /** Longer than the engine itself works at a write. */
  private static final Duration WRITTEN_BY = Duration.ofSeconds(20);

  /** The engine's usual grace for a container, and some time to tell of its end. */
  private static final Duration GONE_BY = Duration.ofSeconds(20);

  private final DockerSwarm swarm;
  private final Clock clock;
  private final String name;
  private final Map<String, String> mark;

  private RunService(DockerSwarm swarm, Clock clock, String name, String mark) {
    this.swarm = swarm;
    this.clock = clock;
    this.name = name;
    this.mark = Map.of(Labels.RUN, mark);
  }

  /** A service and its id. */
  record Made(RunService service, String id) {}

  /** Creates it; a create without an answer is looked after. */
  static Either<SwarmFault, Made> create(
      DockerSwarm swarm, Clock clock, Tree.Obj spec, String mark) {
    var service = new RunService(swarm, clock, spec.text("Name").orElse(""), mark);
    var created = swarm.createService(spec);
    var found = created.isLeft() && created.getLeft() instanceof SwarmFault.OutcomeUnknown
        ? service.find().<Either<SwarmFault, String>>map(Either::right).orElse(created)
        : created;
    return found.map(id -> new Made(service, id));
  }

  private Optional<String> find() {
    var id = new StringBuilder();
    within(WRITTEN_BY, () -> {
      var there = swarm.services(mark);
      if (there.isRight() && !there.get().isEmpty())
        id.append(there.get().getFirst().id());
      return !id.isEmpty();
    });
    return Optional.of(id.toString()).filter(found -> !found.isEmpty());
  }

  Either<SwarmFault, List<ObservedTask>> tasks() {
    return swarm.tasks(mark);
  }

  /** Nobody removed it meanwhile; true also when the engine does not say. */
  boolean there() {
    return swarm.services(mark).map(found -> !found.isEmpty()).getOrElse(true);
  }

  /** The node that a task is on, if nothing is heard of it any more. */
  Optional<ObservedNode> lost(ObservedTask task) {
    return swarm.nodes().getOrElse(List.of()).stream()
        .filter(node -> node.givenUp() && task.nodeId().equals(Optional.of(node.id())))
        .findFirst();
  }

  /**
   * Has the engine end the task, if one runs, and waits for that: unlike with a removal its last
   * words can be read then. A node that is lost would have none.
   */
  void stop() {
    change(
        List.of("TaskTemplate", "Placement", "Constraints"),
        Tree.strings(List.of(ObservedNode.NOWHERE)));
    within(
        GONE_BY,
        () -> tasks()
            .map(tasks -> tasks.stream().noneMatch(t -> onNode(t) && lost(t).isEmpty()))
            .getOrElse(false));
  }

  /**
   * Controllers are told that somebody is still there: what has ended and has not changed for so
   * long as its label says is theirs to remove. No change of a label runs a job again.
   */
  void attend() {
    change(List.of("Labels", Labels.ATTENDED_AT), Tree.of(clock.now().toString()));
  }

  private void change(List<String> field, Tree value) {
    for (int i = 0; i < 3; i++) {
      var changed = swarm.services(mark).flatMap(found -> {
        if (found.isEmpty()) return Either.<SwarmFault, Done>right(Done.DONE);
        var now = found.getFirst();
        return swarm.updateService(now.id(), now.version(), now.spec().with(field, value));
      });
      if (changed.isRight()) return;
    }
  }

  private static boolean onNode(ObservedTask task) {
    return task.nodeId().isPresent() && !task.state().terminal();
  }

  /**
   * Removes it and waits until its tasks and its container on this node are gone.
   *
   * @return what is left, if something is
   */
  Optional<String> remove(String id) {
    boolean removed = within(GONE_BY, () -> {
      var done = swarm.removeService(id);
      return done.isRight() || done.getLeft() instanceof SwarmFault.Absent;
    });
    if (!removed)
      return Optional.of(
          "service " + name + " is still there; remove it: docker service rm " + name);
    var unseen = new ArrayList<ObservedNode>();
    boolean ended = within(GONE_BY, () -> {
      var left = tasks();
      if (left.isLeft()) return false;
      left.get().forEach(task -> lost(task).ifPresent(unseen::add));
      return !unseen.isEmpty() || left.get().isEmpty() && noContainer(id);
    });
    if (ended && unseen.isEmpty()) return Optional.empty();
    var node = unseen.isEmpty() ? "its node" : "node " + unseen.getFirst().hostname();
    return Optional.of(
        "service " + name + " is removed, but its container may still run on " + node);
  }

  private boolean noContainer(String id) {
    return swarm.inspection().containersOf(id).map(n -> n == 0).getOrElse(false);
  }

  private boolean within(Duration most, Supplier<Boolean> done) {
    long from = clock.nanos();
    while (!done.get()) {
      if (clock.nanos() - from > most.toNanos()) return false;
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return true;
  }
}
