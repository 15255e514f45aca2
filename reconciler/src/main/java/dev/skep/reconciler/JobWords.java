package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.JobRow;
import java.util.ArrayList;

/** What is the matter with a job, in a line: the one wording for status files and commands. */
final class JobWords {
  /** What the engine says of each exit code but 0, and nothing more. */
  private static final String NON_ZERO = "task: non-zero exit (";

  private JobWords() {}

  static String told(JobRow job) {
    var name = "job " + job.name();
    return switch (job.phase()) {
      case FAILED -> name + failed(job);
      case UNKNOWN -> name + ": nobody knows how it ended: " + job.message();
      case SUSPENDED -> name + " is suspended: " + job.message();
      case BLOCKED -> name + " (" + job.reason().text() + "): " + job.message();
      case STARTING ->
        job.stalled()
            ? name + " does not start: " + job.message()
            : name + " " + job.phase().text();
      case PENDING, RUNNING, BACKING_OFF, STOPPING, SUCCEEDED, SCHEDULED, SUPERSEDED ->
        name + " " + job.phase().text() + (job.message().isEmpty() ? "" : ": " + job.message());
    };
  }

  private static String failed(JobRow job) {
    return job.reason() == Reason.CANCELLED
        ? " is " + job.message()
        : " failed" + job.last().map(last -> ending(job, last)).orElse("");
  }

  private static String ending(JobRow job, AttemptRecord last) {
    var facts = new ArrayList<String>();
    last.exitCode().ifPresent(code -> facts.add("exit " + code));
    job.allowed().ifPresent(allowed -> facts.add(job.made() + " of " + allowed + " attempts"));
    var more = last.message().isEmpty() || last.message().startsWith(NON_ZERO)
        ? ""
        : ": " + last.message();
    return (facts.isEmpty() ? "" : " (" + String.join(", ", facts) + ")") + more;
  }
}
