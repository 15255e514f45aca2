package dev.skep.reconciler;

import dev.skep.model.Hash;
import dev.skep.model.JobPolicy.Backoff;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.time.Instant;

/**
 * Pauses between attempts. The curve is resilience4j's; the jitter is our own, because the library
 * cuts at the cap after its jitter, and because ours must come out the same after a restart.
 */
final class Backoffs {
  private static final double JITTER = 0.1;

  /** For what spends no attempt: an attempt that never started, a pass that failed. */
  static final Backoff START = new Backoff(Duration.ofSeconds(5), 2, Duration.ofMinutes(5));

  private Backoffs() {}

  /**
   * The pause after the {@code failures}th failure in a row.
   *
   * @param seed the same seed gives the same jitter
   */
  static Duration after(Backoff policy, int failures, String seed) {
    if (failures < 1 || policy.first().isZero()) return Duration.ZERO;
    long millis = IntervalFunction.ofExponentialBackoff(
            policy.first(), Math.max(policy.factor(), 1.0), policy.cap())
        .apply(failures);
    int spread = Integer.parseInt(Hash.base32(seed + "/" + failures, 4), 36) % 2001 - 1000;
    return Duration.ofMillis(millis + Math.round(millis * JITTER * spread / 1000.0));
  }

  /** A wait that began at {@code from}, clamped so that a stepped clock cannot stretch it. */
  static Duration remaining(Duration wait, Instant from, Instant now) {
    var left = Duration.between(now, from.plus(wait));
    if (left.isNegative()) return Duration.ZERO;
    return left.compareTo(wait) > 0 ? wait : left;
  }
}
