package dev.skep.reconciler;

import java.time.Duration;
import java.util.Optional;

/** Work that a {@link ControlLoop} does beside the stacks' passes, and as often. */
@FunctionalInterface
public interface Chore {
  /** When to do it again although nothing was announced; empty: it failed, after a growing pause. */
  Optional<Duration> pass();
}
