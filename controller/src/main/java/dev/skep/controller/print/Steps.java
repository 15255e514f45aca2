package dev.skep.controller.print;

import dev.skep.model.AttemptRecord;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.ServiceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says in a line how a service or a job stands within an apply. */
final class Steps {
  private Steps() {}

  /**
   * @param written what this apply did to it, such as {@code updated}; empty: nothing
   */
  static Step service(ServiceRow row, Optional<String> written) {
    var tasks = ServiceTable.tasks(row) + " tasks";
    if (row.change().equals("none: not ours")) {
      return service(Mark.FAILED, row, "exists and is not ours");
    }
    if (row.waitsFor().isPresent()) {
      var waits = "waits for " + Words.waitsFor(row.waitsFor().get());
      var serving = row.running() > 0 ? "   (" + tasks + " keep serving)" : "";
      return service(Mark.WAITING, row, waits + serving);
    }
    if (!row.change().equals("none")) {
      var change = row.change().equals("create") ? "to be created" : "to change: " + row.change();
      return row.message().isEmpty()
          ? service(Mark.WORKING, row, change)
          : service(Mark.FAILED, row, row.message());
    }
    if (row.healthy()) {
      return written.isEmpty()
          ? service(Mark.SAME, row, "unchanged, healthy")
          : service(Mark.DONE, row, written.get() + ", " + tasks);
    }
    var message = row.message().isEmpty() ? "" : ": " + row.message();
    return service(Mark.WORKING, row, written.orElse("unchanged") + ", " + tasks + message);
  }

  private static Step service(Mark mark, ServiceRow row, String text) {
    return Step.of(mark, "service", row.name(), Printable.line(text));
  }

  /**
   * @param ran this apply has seen it do something
   * @param inPhase since when it is in this phase, as seen from here
   */
  static Step job(JobRow row, boolean ran, Duration inPhase, Instant now, Terminal terminal) {
    var dot = terminal.dot();
    // That an attempt begins is said already.
    boolean silent = row.message().isEmpty() || row.message().startsWith("attempt ");
    var said = silent ? "" : dot + row.message();
    var attempt = "attempt " + (row.made() + 1) + of(row);
    return switch (row.phase()) {
      case SUCCEEDED -> succeeded(row, ran);
      case FAILED ->
        job(Mark.FAILED, row, failed(row)).withTook(row.last().map(AttemptRecord::duration));
      case RUNNING ->
        row.reason() == Reason.RUNNING
            ? job(
                    Mark.WORKING,
                    row,
                    attempt + dot + "running"
                        + (row.message().isEmpty() ? "" : " " + row.message()))
                .withTail(inPhase.toSeconds() > 0 ? " for " + Ages.precise(inPhase) : "")
                .withNote(note(row))
            : job(Mark.WORKING, row, recording(row, attempt));
      case STARTING ->
        job(row.stalled() ? Mark.FAILED : Mark.WORKING, row, attempt + dot + "starting" + said)
            .withNote(note(row));
      case BACKING_OFF ->
        job(Mark.WORKING, row, row.last().map(a -> ended(a, row)).orElse("waiting"))
            .withTail(next(row, now, dot));
      case SCHEDULED -> job(Mark.SAME, row, row.message());
      case PENDING -> job(Mark.WAITING, row, "pending" + said);
      case BLOCKED -> job(row.stalled() ? Mark.FAILED : Mark.WAITING, row, blocked(row));
      case STOPPING -> job(Mark.WORKING, row, "stopping" + said);
      case SUSPENDED -> job(Mark.WAITING, row, "suspended" + said);
      case SUPERSEDED -> job(Mark.SAME, row, "superseded");
      case UNKNOWN -> job(Mark.FAILED, row, "nobody knows how it ended: " + row.message());
    };
  }

  /** The end of the attempt goes into a record first, then its success into the job's. */
  private static String recording(JobRow row, String attempt) {
    boolean recorded =
        row.last().filter(a -> a.result() == AttemptRecord.Result.SUCCEEDED).isPresent();
    return recorded ? "succeeded, recording it" : attempt + " has ended, recording it";
  }

  private static Step job(Mark mark, JobRow row, String text) {
    return Step.of(mark, "job", row.name(), Printable.line(text));
  }

  private static Step succeeded(JobRow row, boolean ran) {
    if (!ran) return job(Mark.SAME, row, "succeeded before, not run again");
    var on = row.last().flatMap(AttemptRecord::node).map(n -> " on " + n).orElse("");
    return job(Mark.DONE, row, "succeeded" + on).withTook(row.last().map(AttemptRecord::duration));
  }

  /** {@code failed 3 of 3 attempts (exit 1)}. */
  static String failed(JobRow row) {
    var attempts = row.made() == 1 ? " attempt" : " attempts";
    var made = row.allowed().isPresent()
        ? row.made() + " of " + row.allowed().getAsInt()
            + (row.allowed().getAsInt() == 1 ? " attempt" : " attempts")
        : row.made() + attempts;
    return "failed " + made + exit(row.last());
  }

  private static String ended(AttemptRecord last, JobRow row) {
    return last.counted()
        ? "attempt " + row.made() + of(row) + " failed" + exit(Optional.of(last)) + said(last)
        : "attempt " + (row.made() + 1) + of(row) + " did not start: " + last.message();
  }

  private static String said(AttemptRecord attempt) {
    var complaint = Words.complaint(attempt);
    return complaint.isEmpty() ? "" : " \"" + complaint + "\"";
  }

  private static String exit(Optional<AttemptRecord> attempt) {
    var code = Words.exit(attempt);
    return code.equals("-") ? "" : " (exit " + code + ")";
  }

  private static String next(JobRow row, Instant now, String dot) {
    return row.nextAttempt().map(at -> dot + "next in " + Ages.until(at, now)).orElse("");
  }

  private static String note(JobRow row) {
    return row.last().filter(AttemptRecord::counted).map(a -> note(row, a)).orElse("");
  }

  private static String note(JobRow row, AttemptRecord last) {
    return "attempt " + row.made() + ": exit " + Words.exit(Optional.of(last)) + said(last);
  }

  private static String of(JobRow row) {
    return row.allowed().isPresent() ? " of " + row.allowed().getAsInt() : "";
  }

  private static String blocked(JobRow row) {
    var message = row.message().replace("job/", "job ").replace("service/", "service ");
    return row.stalled() ? row.reason().text() + ": " + message : message;
  }
}
