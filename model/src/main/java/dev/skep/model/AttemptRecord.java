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
 * @param because why the run ran, for people; empty where that is not known
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
    Instant endedAt,
    String because) {

  /** Thousands of records are kept: each is to stay below 2 KB. */
  private static final int WORDS = 300;

  private static final int BECAUSE = 120;

  public AttemptRecord {
    because = beginning(because, BECAUSE);
    message = beginning(message, WORDS - because.length());
  }

  /** Of a run of which nobody said why it ran. */
  public AttemptRecord(
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
    this(
        stack, job, run, runKey, runNumber, number, result, verdict, reason, message, exitCode,
        node, serviceId, startedAt, endedAt, "");
  }

  private static String beginning(String text, int most) {
    if (text.length() <= most) return text;
    // Half of a character from beyond the basic plane would not survive being written.
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
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
