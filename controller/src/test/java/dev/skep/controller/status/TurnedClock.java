package dev.skep.controller.status;

import dev.skep.controller.print.Samples;
import dev.skep.reconciler.Clock;
import java.time.Duration;
import java.time.Instant;

/** Time that stands still until it is turned. */
public final class TurnedClock implements Clock {
  private Duration passed = Duration.ZERO;

  public void turn(Duration by) {
    passed = passed.plus(by);
  }

  @Override
  public Instant now() {
    return Samples.NOW.plus(passed);
  }

  @Override
  public long nanos() {
    return passed.toNanos();
  }
}
