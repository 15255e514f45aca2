package dev.skep.controller.oneoff;

import dev.skep.reconciler.Clock;
import java.time.Duration;

/** Tells controllers now and again that a job which has ended is still looked after. */
final class Attendance implements Runnable {
  /** Two of them may be late. */
  private static final int TOLD_WITHIN_TTL = 3;

  private final long every;
  private final Clock clock;
  private final Runnable tell;
  private long told;

  /** @param ttl how long controllers leave alone what has ended and nobody changes */
  Attendance(Duration ttl, Clock clock, Runnable tell) {
    this.every = ttl.toNanos() / TOLD_WITHIN_TTL;
    this.clock = clock;
    this.tell = tell;
    this.told = clock.nanos();
  }

  /** To be called often; it mostly does nothing. */
  @Override
  public void run() {
    if (clock.nanos() - told < every) return;
    told = clock.nanos();
    tell.run();
  }
}
