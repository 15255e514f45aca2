package dev.skep.reconciler;

import dev.skep.model.ExitCodes.Effect;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedTask;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import java.util.Optional;

/**
 * What a task says of the attempt that it is of. Of several tasks the one decides that says what
 * comes first here: while one gets on, all is open; what nobody can know is worse than any failure.
 */
enum Says {
  RUNS,
  WAITS,
  /** The engine has forgotten what became of it. */
  VANISHED,
  /** Its node is not heard of, and with it what becomes of the task. */
  AWAY,
  /** It is over, and nobody can know how it ended. */
  LOST,
  /** It ended because it was told to. */
  STOPPED,
  FAILED_FOR_GOOD,
  FAILED,
  /** It is over, and no container ever ran. */
  NOT_STARTED,
  IGNORED,
  CALLED_SUCCESS,
  COMPLETE;

  /**
   * @param stopping why its attempt is being stopped, if it is
   * @param node its own, if that is known
   * @param effect what the policy makes of its exit code
   */
  static Says of(
      ObservedTask task, Optional<Reason> stopping, Optional<ObservedNode> node, Effect effect) {
    boolean stops = stopping.isPresent();
    if (stops && task.neverBegun() && !AttemptSpec.impossible(task.spec())) return NOT_STARTED;
    boolean away = node.filter(ObservedNode::down).isPresent();
    return switch (task.state()) {
      case NEW, PENDING, ASSIGNED, ACCEPTED, PREPARING, READY, STARTING -> {
        // A node that it is only meant for knows nothing of it.
        if (away && task.state().ordinal() >= TaskState.ASSIGNED.ordinal()) yield AWAY;
        yield stops && AttemptSpec.impossible(task.spec()) ? VANISHED : WAITS;
      }
      case RUNNING -> away ? AWAY : RUNS;
      case COMPLETE -> COMPLETE;
      case FAILED -> failed(task, stopping, effect);
      case REJECTED -> {
        // With a container it did run: the engine's constraint enforcer also says "rejected".
        if (task.containerId().isEmpty()) yield NOT_STARTED;
        yield stops ? STOPPED : LOST;
      }
      case SHUTDOWN -> stops ? STOPPED : LOST;
      case ORPHANED -> LOST;
      case REMOVE, UNKNOWN -> VANISHED;
    };
  }

  private static Says failed(ObservedTask task, Optional<Reason> stopping, Effect effect) {
    boolean unseen = Verdicts.mayHaveRunUnseen(task);
    // It ended by itself, before the engine got to stop it.
    boolean truth =
        effect == Effect.SUCCESS || stopping.equals(Optional.of(Reason.NODE_LOST)) && !unseen;
    if (stopping.isPresent() && !truth) return STOPPED;
    if (unseen) return LOST;
    return switch (effect) {
      case FAIL -> FAILED_FOR_GOOD;
      case COUNT -> FAILED;
      case IGNORE -> IGNORED;
      case SUCCESS -> CALLED_SUCCESS;
    };
  }

  /** Nothing more comes of it. */
  boolean over() {
    return ordinal() >= LOST.ordinal();
  }
}
