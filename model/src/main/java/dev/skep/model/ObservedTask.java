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
 * @param slot which of the service's replicas it is; 0 where nodes take their place
 * @param iteration the run of an engine's job mode that it belongs to; 0 for every other service
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
    Tree.Obj spec,
    long slot,
    long iteration) {

  /** The task of a service with one replica and no job mode. */
  public ObservedTask(
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
    this(
        id,
        serviceId,
        nodeId,
        state,
        desiredState,
        message,
        error,
        exitCode,
        containerId,
        createdAt,
        since,
        spec,
        1,
        0);
  }

  /** The engine has not given it up. */
  public boolean wanted() {
    return desiredState.equals("running") || desiredState.equals("ready");
  }

  /** The engine gave it up before any node was told of it: it never runs. */
  public boolean neverBegun() {
    boolean told = nodeId.isPresent() && state.ordinal() >= TaskState.ASSIGNED.ordinal();
    return state.beforeRunning() && !told && !wanted();
  }
}
