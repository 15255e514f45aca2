package dev.skep.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one attempt of a job ended; written once, never changed.
 *
 * @param run id of the run
 * @param runNumber counts the job's runs
 * @param number unique within the job, over all its runs
 * @param result what happened
 * @param verdict what it means for the run, decided by the policy of that moment
 * @param reason in one CamelCase word
 * @param message for people: the engine's complaint, if any; its beginning, if it is long
 * @param exitCode of the container, where there was one
 * @param node host name of the node it ran on
 * @param startedAt when it was created, by the managers' clock
 * @param endedAt when it ended, by the node's clock, but never after it was recorded
 */
public record AttemptRecord(
    String stack,
    String job,
    String run,
    String runKey,
    int runNumber,
    int number,
    Result result,
    Verdict verdict,
    Reason reason,
    String message,
    OptionalInt exitCode,
    Optional<String> node,
    Optional<String> serviceId,
    Instant startedAt,
    Instant endedAt) {

  /** Thousands of records are kept: each is to stay below 2 KB. */
  private static final int MESSAGE = 300;

  public AttemptRecord {
    if (message.length() > MESSAGE) {
      // Half of a character from beyond the basic plane would not survive being written.
      int end = Character.isHighSurrogate(message.charAt(MESSAGE - 1)) ? MESSAGE - 1 : MESSAGE;
      message = message.substring(0, end);
    }
  }

  public enum Result {
    SUCCEEDED,
    FAILED,
    /** Failed with an exit code that is not counted. */
    IGNORED,
    /** Stopped because it took too long. */
    TIMED_OUT,
    /** Nobody can know; given up by policy. */
    LOST,
    /** Stopped on purpose before its end. */
    STOPPED,
    /** No container ever ran; spends no attempt. */
    NOT_STARTED
  }

  public enum Verdict {
    /** The run has succeeded. */
    RUN_SUCCEEDED,
    /** The run has failed for good. */
    RUN_FAILED,
    /** The run goes on with another attempt. */
    RETRY,
    /** Another run took its place. */
    SUPERSEDED
  }

  public Duration duration() {
    var taken = Duration.between(startedAt, endedAt);
    return taken.isNegative() ? Duration.ZERO : taken;
  }

  /** Whether it counts against the back-off limit. */
  public boolean counted() {
    return switch (result) {
      case FAILED, TIMED_OUT, LOST -> true;
      case SUCCEEDED, IGNORED, STOPPED, NOT_STARTED -> false;
    };
  }

  /** Not an attempt of ours at all: a person's word, or somebody else's run taken over. */
  public boolean taken() {
    return reason == Reason.ADOPTED || reason == Reason.RESOLVED;
  }
}
