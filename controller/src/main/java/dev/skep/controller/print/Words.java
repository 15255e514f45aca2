package dev.skep.controller.print;

import dev.skep.model.AttemptRecord;
import dev.skep.model.Condition;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.Phase;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The one spelling of things, for files and for the terminal. */
public final class Words {
  private static final int COMMIT = 40;
  private static final int BRIEF_COMMIT = 7;
  private static final int BRIEF_REVISION = 12;
  private static final int BRIEF_RUN = 11;

  private Words() {}

  /** {@code NOT_STARTED} prints as {@code NotStarted}. */
  public static String camel(Enum<?> value) {
    return Arrays.stream(value.name().split("_"))
        .map(w -> w.charAt(0) + w.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  /** {@code NOT_STARTED} prints as {@code not started}. */
  static String plain(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A commit as Git abbreviates it; other revisions are short already. */
  public static String revision(String revision) {
    boolean commit = revision.length() == COMMIT && revision.matches("[0-9a-f]+");
    int length = commit ? BRIEF_COMMIT : BRIEF_REVISION;
    return revision.substring(0, Math.min(length, revision.length()));
  }

  static String applied(StackStatus status) {
    return status.applied().map(a -> revision(a.revision())).orElse("-");
  }

  /** A run key, as rows of a status have it. */
  public static String runKey(String key) {
    return key.substring(0, Math.min(BRIEF_RUN, key.length()));
  }

  /** Without the digest where there is a tag; a digest alone is shortened. */
  static String image(String image) {
    int at = image.indexOf("@sha256:");
    if (at < 0) return image;
    var name = image.substring(0, at);
    boolean tagged = name.lastIndexOf(':') > name.lastIndexOf('/');
    return tagged ? name : image.substring(0, Math.min(image.length(), at + 15));
  }

  static String ready(StackStatus status) {
    return status.condition(Condition.Type.READY).map(c -> camel(c.status())).orElse("Unknown");
  }

  /** {@code 2/3}; without a limit {@code 2}. */
  static String attempts(JobRow job) {
    return job.allowed().isPresent()
        ? job.made() + "/" + job.allowed().getAsInt()
        : Integer.toString(job.made());
  }

  static String exit(Optional<AttemptRecord> attempt) {
    return attempt
        .filter(a -> a.exitCode().isPresent())
        .map(a -> Integer.toString(a.exitCode().getAsInt()))
        .orElse("-");
  }

  /** {@code job/migrate} reads {@code job migrate}. */
  static String waitsFor(String target) {
    return target.replaceFirst("/", " ");
  }

  /** The engine's words, unless they only repeat the exit code. */
  static String complaint(AttemptRecord attempt) {
    return attempt.message().startsWith("task: non-zero exit")
        ? ""
        : Printable.line(attempt.message());
  }

  /** How an attempt ended, with what the engine or a person said. */
  public static String state(AttemptRecord attempt) {
    var complaint = complaint(attempt);
    return ending(attempt) + (complaint.isEmpty() ? "" : ": " + complaint);
  }

  /** How it ended, without what was said of it. */
  static String ending(AttemptRecord attempt) {
    if (attempt.reason() == Reason.RESOLVED) {
      return plain(attempt.result()) + ", by a person's word";
    }
    return switch (attempt.result()) {
      case SUCCEEDED -> attempt.reason() == Reason.ADOPTED ? "done by others" : "succeeded";
      case FAILED -> "failed";
      case IGNORED -> "failed, not counted";
      case TIMED_OUT -> "stopped, took too long";
      case LOST -> "lost, counted as failed";
      case STOPPED -> "stopped, " + why(attempt);
      case NOT_STARTED -> "did not start";
    };
  }

  private static String why(AttemptRecord attempt) {
    return switch (attempt.reason()) {
      case CANCELLED -> "cancelled";
      case SUSPENDED -> "suspended";
      case SUPERSEDED -> "superseded";
      case DEADLINE_EXCEEDED -> "the run took too long";
      default -> attempt.reason().text();
    };
  }

  static Colour colour(AttemptRecord attempt) {
    return switch (attempt.result()) {
      case SUCCEEDED -> Colour.GREEN;
      case FAILED, TIMED_OUT, LOST -> Colour.RED;
      case IGNORED, STOPPED, NOT_STARTED -> Colour.YELLOW;
    };
  }

  static Colour colour(Phase phase) {
    return switch (phase) {
      case READY -> Colour.GREEN;
      case PROGRESSING, SUSPENDED, PINNED, REPORT_ONLY, ORPHANED, UNKNOWN -> Colour.YELLOW;
      case BLOCKED, DEGRADED -> Colour.RED;
    };
  }

  static Colour colour(JobRow job) {
    return switch (job.phase()) {
      case SUCCEEDED, SCHEDULED -> Colour.GREEN;
      case FAILED, UNKNOWN -> Colour.RED;
      case SUPERSEDED -> Colour.DIM;
      case PENDING, BLOCKED, STARTING, RUNNING, BACKING_OFF, SUSPENDED, STOPPING ->
        job.stalled() ? Colour.RED : Colour.YELLOW;
    };
  }
}
