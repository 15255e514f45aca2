package dev.skep.reconciler;

import java.time.Duration;
import java.time.Instant;

/** The fake engine's time; what only measures time can be moved on alone. */
final class FakeClock implements Clock {
  private final FakeSwarm swarm;
  private Duration ahead = Duration.ZERO;

  FakeClock(FakeSwarm swarm) {
    this.swarm = swarm;
  }

  /** Nothing happens on the engine meanwhile. */
  void later(Duration by) {
    ahead = ahead.plus(by);
  }

  @Override
  public Instant now() {
    return swarm.now();
  }

  @Override
  public long nanos() {
    return Duration.between(Instant.EPOCH, swarm.now()).plus(ahead).toNanos();
  }
}
