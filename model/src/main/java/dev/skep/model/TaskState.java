package dev.skep.model;

import java.util.Locale;

/** The states of a Swarm task, in the engine's own order (swarmkit, {@code api/types.proto}). */
public enum TaskState {
  NEW,
  PENDING,
  ASSIGNED,
  ACCEPTED,
  PREPARING,
  READY,
  STARTING,
  RUNNING,
  /** Exited 0. */
  COMPLETE,
  /** The engine asked it to stop. */
  SHUTDOWN,
  /** Exited non-zero, did not start, or its container vanished. */
  FAILED,
  /** An error before the start: image, mount; or a constraint that no longer holds. */
  REJECTED,
  REMOVE,
  /** Its node is gone. */
  ORPHANED,
  /** A state this version does not know. */
  UNKNOWN;

  /** Reads the API's lower-case name; what is not known is {@link #UNKNOWN}. */
  public static TaskState of(String text) {
    try {
      return valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return UNKNOWN;
    }
  }

  /** It will never run again. */
  public boolean terminal() {
    return switch (this) {
      case COMPLETE, SHUTDOWN, FAILED, REJECTED, ORPHANED -> true;
      case NEW, PENDING, ASSIGNED, ACCEPTED, PREPARING, READY, STARTING, RUNNING, REMOVE, UNKNOWN ->
        false;
    };
  }

  public boolean beforeRunning() {
    return ordinal() < RUNNING.ordinal();
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
