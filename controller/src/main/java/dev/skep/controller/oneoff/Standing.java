package dev.skep.controller.oneoff;

import dev.skep.model.ObservedTask;
import java.util.Comparator;
import java.util.List;

/** Where a one-off stands, by what the engine says of its task. Pure. */
sealed interface Standing {
  /** Skep, the engine or the node failed, not the job; as {@code docker run} ends then. */
  int BROKEN = 125;

  int CANNOT_BE_INVOKED = 126;
  int NOT_FOUND = 127;

  /** There is no task. */
  record Nothing() implements Standing {}

  /** No node has taken it. */
  record Waiting(String complaint) implements Standing {}

  /** A node makes it ready. */
  record Starting() implements Standing {}

  record Running() implements Standing {}

  /** The engine wants it ended and has not told yet how it did. */
  record Leaving(ObservedTask task) implements Standing {}

  /**
   * It ended by itself.
   *
   * @param code of its program
   */
  record Exited(int code) implements Standing {}

  /**
   * It did not run, or did not run to its end.
   *
   * @param code to end with
   */
  record Broken(int code, String why) implements Standing {}

  static Standing of(List<ObservedTask> tasks) {
    return tasks.stream()
        .max(Comparator.comparing(ObservedTask::createdAt))
        .map(Standing::of)
        .orElse(new Nothing());
  }

  private static Standing of(ObservedTask task) {
    if (!task.state().terminal() && !task.wanted()) return new Leaving(task);
    return switch (task.state()) {
      case NEW, PENDING -> new Waiting(task.error().orElse(""));
      case ASSIGNED, ACCEPTED, PREPARING, READY, STARTING -> new Starting();
      case RUNNING -> new Running();
      case COMPLETE -> new Exited(0);
      case FAILED -> failed(task);
      case SHUTDOWN, ORPHANED, REJECTED -> new Broken(BROKEN, why(task));
      case REMOVE, UNKNOWN -> new Leaving(task);
    };
  }

  /**
   * A code of 0 belongs to a container that vanished; one without a start is the engine's own, of
   * which only those that every shell has say something.
   */
  private static Standing failed(ObservedTask task) {
    int code = task.exitCode().orElse(0);
    if (why(task).contains("starting container failed")) {
      boolean told = code == CANNOT_BE_INVOKED || code == NOT_FOUND;
      return new Broken(told ? code : BROKEN, why(task));
    }
    return code == 0 ? new Broken(BROKEN, why(task)) : new Exited(code);
  }

  private static String why(ObservedTask task) {
    var said = task.error().orElse(task.message());
    return switch (task.state()) {
      case SHUTDOWN -> "the engine stopped it before its end: " + said;
      case ORPHANED -> "its node is gone: " + said;
      case REJECTED ->
        "its node refused it: " + said
            + (said.contains("No such image") ? " (a private one needs --registry-auth)" : "");
      default -> said;
    };
  }
}
