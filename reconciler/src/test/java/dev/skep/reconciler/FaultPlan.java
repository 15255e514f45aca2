package dev.skep.reconciler;

import java.time.Duration;

/** What becomes of one call to the fake engine. */
public sealed interface FaultPlan {
  FaultPlan NONE = new None();

  record None() implements FaultPlan {}

  /** Nobody listens: the caller knows that nothing was done. */
  record Refuse() implements FaultPlan {}

  /** The call is lost on its way: nothing is done, but the caller of a write cannot know. */
  record DropBefore() implements FaultPlan {}

  /** The answer is lost: the write is done, and its caller cannot know. */
  record LoseAnswer() implements FaultPlan {}

  /** A read by an old leader cut off from the others; writes through it are dropped. */
  record StaleRead(Duration age) implements FaultPlan {}
}
