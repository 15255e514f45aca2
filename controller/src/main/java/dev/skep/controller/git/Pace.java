package dev.skep.controller.git;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait between two looks at a repository. */
record Pace(Duration poll, RandomGenerator random) {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Many controllers that were started together must not ask together. */
  private static final double JITTER = 0.1;

  /** After so many failures in a row. The library cuts after its own jitter, so this is ours. */
  Duration after(int failures) {
    var cap = poll.compareTo(LONGEST) > 0 ? poll : LONGEST;
    long millis = failures == 0
        ? poll.toMillis()
        : IntervalFunction.ofExponentialBackoff(poll, 2, cap).apply(failures);
    return Duration.ofMillis(Math.round(millis * random.nextDouble(1 - JITTER, 1 + JITTER)));
  }
}
