package dev.skep.reconciler;

import java.time.Duration;
import java.time.Instant;

/**
 * The fake engine's time. What only measures time can be moved on alone, and somebody may put the
 * clock on the wall forward or back.
 */
final class FakeClock implements Clock {
  private final FakeSwarm swarm;
  private Duration ahead = Duration.ZERO;
  private Duration put = Duration.ZERO;

  FakeClock(FakeSwarm swarm) {
    this.swarm = swarm;
  }

  /** Nothing happens on the engine meanwhile. */
  void later(Duration by) {
    ahead = ahead.plus(by);
  }

  /** Nothing that measures time notices. */
  void put(Duration by) {
    put = put.plus(by);
  }

  @Override
  public Instant now() {
    return swarm.now().plus(put);
  }

  @Override
  public long nanos() {
    return Duration.between(Instant.EPOCH, swarm.now()).plus(ahead).toNanos();
  }
}
