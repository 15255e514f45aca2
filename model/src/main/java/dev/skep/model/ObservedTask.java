package dev.skep.model;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A task as the engine reported it.
 *
 * @param desiredState what the engine wants of it: ready, running, shutdown, remove
 * @param message the engine's word on the state; {@code error} its complaint, if any
 * @param exitCode the container's, where one is known; 0 also stands for "none" in the engine
 * @param containerId empty when no container was ever made
 * @param since when the state was entered, by the node that reported it
 * @param spec the TaskSpec it was made from
 */
public record ObservedTask(
    String id,
    String serviceId,
    Optional<String> nodeId,
    TaskState state,
    String desiredState,
    String message,
    Optional<String> error,
    OptionalInt exitCode,
    Optional<String> containerId,
    Instant createdAt,
    Instant since,
    Tree.Obj spec) {

  /** The engine has not given it up. */
  public boolean wanted() {
    return desiredState.equals("running") || desiredState.equals("ready");
  }
}
