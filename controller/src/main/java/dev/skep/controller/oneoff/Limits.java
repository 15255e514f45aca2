package dev.skep.controller.oneoff;

import java.time.Duration;
import java.util.Optional;

/**
 * How long is waited, and how often tried.
 *
 * @param start for a node that takes the task
 * @param whole from the beginning to the end of the last try
 * @param retries of a job that ended with another exit code than 0
 */
public record Limits(Duration start, Optional<Duration> whole, int retries) {
  private static final int LONGEST_PAUSE_SECONDS = 30;

  /** Before another try, after this many have failed. */
  static Duration pause(int failed) {
    return Duration.ofSeconds(Math.min(LONGEST_PAUSE_SECONDS, 1L << Math.min(failed - 1, 5)));
  }
}
