package dev.skep.reconciler;

import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** The scheduler and the nodes: places tasks, runs their containers and reports how they ended. */
final class FakeAgents {
  private static final Duration USUAL_GRACE = Duration.ofSeconds(10);

  /** How long the record of a removed service's ended task is still listed. */
  private static final Duration REAPED_AFTER = Duration.ofMillis(200);

  private static final int KILLED = 137;

  private final FakeState state;
  private final Function<Tree.Obj, Behaviour> behaviours;
  private final Instant now;
  private final Map<String, Integer> load = new HashMap<>();
  private boolean changed;

  FakeAgents(FakeState state, Function<Tree.Obj, Behaviour> behaviours, Instant now) {
    this.state = state;
    this.behaviours = behaviours;
    this.now = now;
  }

  /** True when a task changed. */
  boolean step() {
    for (var task : state.tasks.values())
      if (task.wanted()) task.node().ifPresent(node -> load.merge(node, 1, Integer::sum));
    for (var task : state.tasks.values()) {
      orphan(task);
      state.tasks.get(task.id()).forEach(this::step);
    }
    return changed;
  }

  private void orphan(FakeTask task) {
    if (state.services.containsKey(task.serviceId()) || task.desired().equals("remove")) return;
    var doomed = task.wanting("remove");
    put(task.alive() ? doomed : doomed.stoppingBy(now.plus(REAPED_AFTER)));
  }

  private void step(FakeTask task) {
    // What happens on a node that is away is not reported.
    if (task.node().isPresent() && !reachable(task) && !task.state().terminal()) return;
    boolean due = task.due().filter(d -> !d.isAfter(now)).isPresent();
    if (!task.wanted()) stop(task, due);
    else if (task.state() == TaskState.PENDING && due) place(task);
    else if (task.state() == TaskState.STARTING && due) start(task);
    else if (task.state() == TaskState.RUNNING && due) end(task);
  }

  private boolean reachable(FakeTask task) {
    return state.node(task.node()).map(FakeState.Node::reachable).orElse(false);
  }

  private void place(FakeTask task) {
    if (state.tasksOf(task.serviceId()).stream().anyMatch(o -> holdsSlot(o, task))) return;
    var behaviour = behaviours.apply(task.service());
    var node = FakePlacement.choose(task, state, load).map(n -> n.seen().id());
    if (node.isPresent()) {
      load.merge(node.get(), 1, Integer::sum);
      put(task.placed(node.get(), now, now.plus(behaviour.startsAfter())));
    } else if (task.error().isEmpty())
      put(task.unplaced("no suitable node (scheduling constraints not satisfied on "
          + state.nodes.size()
          + " nodes)"));
  }

  /** The old task of the slot stops first, unless its node is away and cannot tell. */
  private boolean holdsSlot(FakeTask other, FakeTask task) {
    return other.id().compareTo(task.id()) < 0
        && other.slot().equals(task.slot())
        && other.alive()
        && reachable(other);
  }

  private void start(FakeTask task) {
    var behaviour = behaviours.apply(task.service());
    if (behaviour.rejection().isPresent()) {
      put(task.ended(
          TaskState.REJECTED, OptionalInt.empty(), "preparing", behaviour.rejection(), now));
      return;
    }
    var end = behaviour.runsFor().map(now::plus);
    var container =
        new FakeContainer(task.id(), task.serviceId(), task.slot(), task.service(), now, end);
    state.containers = state.containers.put(task.id(), container);
    put(task.running(now, end));
  }

  private void end(FakeTask task) {
    int code = behaviours.apply(task.service()).exitCode();
    put(
        code == 0
            ? task.ended(TaskState.COMPLETE, OptionalInt.of(0), "finished", Optional.empty(), now)
            : task.ended(
                TaskState.FAILED,
                OptionalInt.of(code),
                "started",
                Optional.of("task: non-zero exit (" + code + ")"),
                now));
  }

  /** Shutdown keeps the record, remove takes it once the container has stopped. */
  private void stop(FakeTask task, boolean due) {
    boolean remove = task.desired().equals("remove");
    if (task.alive() && !task.stopping()) {
      if (due) end(task);
      else stopping(task);
    } else if (remove && (due || !task.stopping() && !task.alive())) {
      state.remove(task);
      changed = true;
    } else if (!remove && !task.state().terminal() && (due || !task.alive()) && told(task)) {
      put(task.ended(TaskState.SHUTDOWN, code(task), "shutdown", task.error(), now));
    }
  }

  /** Who ends a task is its node; one of a global service that is not begun stays as it is. */
  private static boolean told(FakeTask task) {
    return !task.ofNode() || task.state() != TaskState.PENDING;
  }

  /** It may have ended by itself before its grace was over. */
  private OptionalInt code(FakeTask task) {
    if (!task.alive()) return OptionalInt.empty();
    var behaviour = behaviours.apply(task.service());
    var byItself = behaviour.runsFor().map(task.since()::plus);
    return OptionalInt.of(byItself.equals(task.due()) ? behaviour.exitCode() : KILLED);
  }

  private void stopping(FakeTask task) {
    long nanos = task.spec().number("ContainerSpec", "StopGracePeriod").orElse(0);
    var killed = now.plus(nanos > 0 ? Duration.ofNanos(nanos) : USUAL_GRACE);
    var end = state.containers.get(task.id()).map(c -> c.endingBy(killed)).get();
    state.containers = state.containers.put(task.id(), end);
    put(task.stoppingBy(end.ends().orElse(killed)));
  }

  private void put(FakeTask task) {
    state.put(task);
    changed = true;
  }
}
