package dev.skep.model;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a job is retried and how long its traces stay.
 *
 * @param retry false: one attempt only
 * @param backoffLimit counted failures allowed before the run has failed; empty: unlimited.
 *     Total attempts are one more, as with Swarm's {@code max_attempts}
 * @param backoff the pause between attempts
 * @param startTimeout how long an attempt may stay before running until the job counts as stalled
 * @param ttlAfterSuccess how long the service of a successful attempt stays
 * @param ttlAfterFailure how long the service of a failed attempt stays
 * @param logTail lines of log kept with each attempt
 */
public record JobPolicy(
    boolean retry,
    OptionalInt backoffLimit,
    Backoff backoff,
    Duration startTimeout,
    Duration ttlAfterSuccess,
    Duration ttlAfterFailure,
    int logTail) {

  /** Exponential pause: {@code first * factor^(failures-1)}, at most {@code cap}. */
  public record Backoff(Duration first, double factor, Duration cap) {
    public static final Backoff DEFAULT =
        new Backoff(Duration.ofSeconds(5), 2, Duration.ofMinutes(5));

    public Backoff {
      if (first.isNegative()) throw new IllegalArgumentException("backoff below zero");
      if (factor < 1) throw new IllegalArgumentException("backoff factor below 1");
      if (cap.compareTo(first) < 0) cap = first;
    }
  }

  public static final JobPolicy DEFAULT = new JobPolicy(
      true,
      OptionalInt.empty(),
      Backoff.DEFAULT,
      Duration.ofMinutes(10),
      Duration.ofMinutes(10),
      Duration.ofDays(7),
      100);

  public JobPolicy {
    if (backoffLimit.isPresent() && backoffLimit.getAsInt() < 0) {
      throw new IllegalArgumentException("backoffLimit below zero");
    }
    if (logTail < 0) throw new IllegalArgumentException("logTail below zero");
  }

  /** Whether a run with this many counted failures may be tried again. */
  public boolean allowsRetryAfter(int failures) {
    return retry && (backoffLimit.isEmpty() || failures <= backoffLimit.getAsInt());
  }

  /** How many counted attempts a run may have; empty: unlimited. */
  public OptionalInt attemptsAllowed() {
    if (!retry) return OptionalInt.of(1);
    return backoffLimit.isPresent()
        ? OptionalInt.of(backoffLimit.getAsInt() + 1)
        : OptionalInt.empty();
  }
}
