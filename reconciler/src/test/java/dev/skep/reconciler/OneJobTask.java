package dev.skep.reconciler;

import dev.skep.model.ObservedTask;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A task of {@link OneJobSwarm}, and its container, which does what it does whoever looks. */
final class OneJobTask {
  /** What really happens on the node. */
  static final class Container {
    boolean live = true;
    int code = -1;

    /** Its node was removed while it ran, and the engine knows nothing of it any more. */
    boolean forgotten;
  }

  private static final Tree.Obj NOWHERE = Tree.Obj.EMPTY.with(
      List.of("Placement", "Constraints"), Tree.strings(List.of(AttemptSpec.IMPOSSIBLE)));

  final String id;
  final String serviceId;
  final long slot;

  /** The node that it is meant for; empty for one that may run anywhere. */
  final String bound;

  final boolean impossible;
  final Instant createdAt;
  TaskState state = TaskState.PENDING;
  boolean wanted = true;
  String node = "";
  String error = "";
  int code;
  Instant since;
  Container container;

  OneJobTask(
      String id, String serviceId, long slot, String bound, boolean impossible, Instant now) {
    this.id = id;
    this.serviceId = serviceId;
    this.slot = slot;
    this.bound = bound;
    this.impossible = impossible;
    this.createdAt = now;
    this.since = now;
  }

  boolean placed() {
    return !node.isEmpty();
  }

  /** Of the same service, one of which comes after the other. */
  boolean inPlaceOf(OneJobTask other) {
    return serviceId.equals(other.serviceId) && slot == other.slot && bound.equals(other.bound);
  }

  void enter(TaskState next, Instant at) {
    state = next;
    since = at;
  }

  void end(TaskState next, int exitCode, String complaint, Instant at) {
    enter(next, at);
    wanted = false;
    code = exitCode;
    error = complaint;
  }

  /** The node tells how the container ended. */
  void report(Instant at) {
    if (container.code == 0) end(TaskState.COMPLETE, 0, "", at);
    else end(TaskState.FAILED, container.code, "task: non-zero exit", at);
  }

  ObservedTask seen() {
    return new ObservedTask(
        id,
        serviceId,
        Optional.of(placed() ? node : bound).filter(n -> !n.isEmpty()),
        state,
        wanted ? "running" : "shutdown",
        state.text(),
        error.isEmpty() ? Optional.empty() : Optional.of(error),
        state.terminal() && container != null ? OptionalInt.of(code) : OptionalInt.empty(),
        container == null ? Optional.empty() : Optional.of("c"),
        createdAt,
        since,
        impossible ? NOWHERE : Tree.Obj.EMPTY,
        slot,
        0);
  }
}
