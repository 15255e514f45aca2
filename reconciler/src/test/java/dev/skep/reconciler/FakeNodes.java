package dev.skep.reconciler;

import dev.skep.model.TaskState;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What happens to the fake engine's nodes; {@code node1} is the first. */
public final class FakeNodes {
  private final FakeWorld world;
  private final Object lock;

  FakeNodes(FakeWorld world, Object lock) {
    this.world = world;
    this.lock = lock;
  }

  public void add(String hostname, Map<String, String> labels) {
    synchronized (lock) {
      world.addNode(hostname, labels);
    }
  }

  /** Cut off: its containers run on, and what becomes of them shows when it is back. */
  public void isolate(String id) {
    synchronized (lock) {
      change(id, "down", "active");
      abandon(id);
    }
  }

  /** Without power: its containers are gone, which shows when it is back. */
  public void crash(String id) {
    synchronized (lock) {
      isolate(id);
      var state = world.state();
      for (var container : state.containers.values())
        if (state.tasks.get(container.taskId()).exists(t -> t.node().equals(Optional.of(id))))
          state.containers =
              state.containers.put(container.taskId(), container.endingBy(world.now()));
    }
  }

  public void restore(String id) {
    synchronized (lock) {
      change(id, "ready", "active");
      var state = world.state();
      for (var task : state.tasks.values()) {
        var ended = state
            .containers
            .get(task.id())
            .exists(c -> !c.runsAt(world.now()) && task.due().isEmpty());
        if (ended && task.alive() && task.node().equals(Optional.of(id)))
          state.put(task.ended(
              TaskState.FAILED,
              OptionalInt.of(137),
              "started",
              Optional.of("task: non-zero exit (137)"),
              world.now()));
      }
    }
  }

  public void drain(String id) {
    synchronized (lock) {
      change(id, "ready", "drain");
      abandon(id);
    }
  }

  /**
   * As {@code docker node rm --force}. Tasks of global services are forgotten with their node, which
   * is off by then as far as those are concerned.
   */
  public void remove(String id) {
    synchronized (lock) {
      var state = world.state();
      state.nodes = state.nodes.remove(id);
      for (var task : state.tasks.values())
        if (task.ofNode() && task.node().equals(Optional.of(id))) {
          state.containers = state.containers.computeIfPresent(
                  task.id(), (key, container) -> container.endingBy(world.now()))
              ._2;
          state.remove(task);
        }
      for (var task : state.tasks.values())
        if (task.node().equals(Optional.of(id)) && !task.state().terminal())
          state.put(task.wanting("shutdown")
              .ended(
                  TaskState.ORPHANED,
                  OptionalInt.empty(),
                  "Task belonged to a node that has been deleted",
                  Optional.empty(),
                  world.now()));
    }
  }

  private void change(String id, String newState, String availability) {
    world.state().put(world.state().nodes.get(id).get().in(newState, availability, world.now()));
  }

  private void abandon(String id) {
    for (var task : world.state().tasks.values())
      if (task.node().equals(Optional.of(id)) && task.wanted() && !task.state().terminal())
        world.state().put(task.wanting("shutdown"));
  }
}
