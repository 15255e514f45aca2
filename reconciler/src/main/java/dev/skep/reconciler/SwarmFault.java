package dev.skep.reconciler;

/**
 * What went wrong with a call to the engine. {@link Absent}, {@link Stale}, {@link NameTaken} and
 * {@link OutcomeUnknown} mean: observe again, never repeat the call.
 */
public sealed interface SwarmFault {

  /** What was tried and what the engine said, for people. */
  String message();

  /** The object is not there. */
  record Absent(String message) implements SwarmFault {}

  /** Somebody changed the object since it was read. */
  record Stale(String message) implements SwarmFault {}

  /** An object of that name exists. */
  record NameTaken(String message) implements SwarmFault {}

  /** The call may or may not have taken effect: it timed out or the connection broke. */
  record OutcomeUnknown(String message) implements SwarmFault {}

  /** No answer, no leader, no quorum: try again later. */
  record Unreachable(String message) implements SwarmFault {}

  /** The engine is there, but this node cannot manage a Swarm; nothing helps but a person. */
  record NotManager(String message) implements SwarmFault {}

  /** The engine understood and refused; the same call will be refused again. */
  record Rejected(String message) implements SwarmFault {}
}
