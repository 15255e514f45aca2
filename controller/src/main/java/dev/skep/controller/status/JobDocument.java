package dev.skep.controller.status;

import dev.skep.controller.print.ScheduleTable;
import dev.skep.controller.print.Words;
import dev.skep.model.AttemptRecord;
import dev.skep.model.Schedule;
import dev.skep.model.StackStatus.JobRow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code status/jobs/<stack>_<job>.yaml}, which {@code skep get job -o yaml} prints too. */
public final class JobDocument {
  /** {@code skep history job} tells the rest. */
  private static final int HISTORY = 50;

  private JobDocument() {}

  /**
   * @param attempts all that are known of this job, of all its runs, oldest first; the newest few
   *     are told
   */
  public static Map<String, Object> of(
      String stack, JobRow row, List<AttemptRecord> attempts, Witness witness, LogTails logs) {
    var body = standing(new Fields(), row);
    row.schedule().ifPresent(s -> body.put("schedule", schedule(s, witness.now())));
    var run = row.last().map(AttemptRecord::run);
    body.put(
        "history",
        attempts.reversed().stream()
            .limit(HISTORY)
            .map(a -> attempt(a, run.isPresent() && a.run().equals(run.get())))
            .toList());
    if (!attempts.isEmpty()) {
      body.text("logTail", Documents.text(logs.whole(attempts.getLast())));
    }
    body.put("observedAt", witness.now()).put("writer", Documents.writer(witness));
    var metadata = new Fields()
        .put("name", stack + "_" + row.name())
        .put("stack", stack)
        .put("job", row.name())
        .put("owner", witness.owner());
    return Documents.of("Job", metadata.map(), body.map());
  }

  private static Map<String, Object> schedule(Schedule schedule, Instant now) {
    return new Fields()
        .put("cron", schedule.cron().text())
        .put("timeZone", schedule.zone().getId())
        .put("concurrency", schedule.concurrency().name().toLowerCase(Locale.ROOT))
        .put("nextRuns", schedule.next(now, ScheduleTable.NEXT))
        .map();
  }

  private static Map<String, Object> attempt(AttemptRecord attempt, boolean present) {
    var fields = Documents.attempt(attempt);
    fields.put("run", attempt.runNumber());
    if (!present) fields.put("runKey", Words.runKey(attempt.runKey()));
    return fields.map();
  }

  /** What a job's row says, wherever it stands. */
  static Fields standing(Fields fields, JobRow row) {
    var attempts = new Fields().put("made", row.made());
    if (row.allowed().isPresent()) attempts.put("allowed", row.allowed());
    else attempts.put("allowed", "unlimited");
    return fields
        .put("phase", row.phase().text())
        .put("reason", row.reason().text())
        .put("message", row.message())
        .put("runKey", row.runKey())
        .put("ranBecause", row.because())
        .put("attempts", attempts.map())
        .time("nextAttemptAt", row.nextAttempt());
  }
}
