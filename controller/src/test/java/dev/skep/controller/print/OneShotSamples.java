package dev.skep.controller.print;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobPhase;
import dev.skep.model.OneShotStatus;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.JobRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One-shots that the shop's application made, and one by hand. */
public final class OneShotSamples {
  private OneShotSamples() {}

  public static AttemptRecord end(String service, String run, int exitCode, String from) {
    var start = Instant.parse(from);
    boolean well = exitCode == 0;
    return new AttemptRecord(
        service.startsWith("legacy_") ? "legacy" : "",
        service,
        run,
        "",
        1,
        1,
        well ? Result.SUCCEEDED : Result.FAILED,
        well ? Verdict.RUN_SUCCEEDED : Verdict.RUN_FAILED,
        well ? Reason.COMPLETED : Reason.EXIT_CODE,
        well ? "" : "task: non-zero exit (" + exitCode + ")",
        OptionalInt.of(exitCode),
        Optional.of("worker-1"),
        Optional.of("srv-" + run),
        start,
        start.plusSeconds(4));
  }

  public static OneShotStatus running() {
    return status(JobPhase.RUNNING, Reason.RUNNING, "on worker-1", List.of());
  }

  public static OneShotStatus failed() {
    return failed(List.of(end("cleanup", "run-1", 3, "2026-11-22T03:06:30Z")));
  }

  public static OneShotStatus twice() {
    return failed(List.of(
        end("cleanup", "run-0", 0, "2026-11-21T03:06:30Z"),
        end("cleanup", "run-1", 3, "2026-11-22T03:06:30Z")));
  }

  private static OneShotStatus failed(List<AttemptRecord> ended) {
    return status(JobPhase.FAILED, Reason.EXIT_CODE, ended.getLast().message(), ended);
  }

  public static OneShotStatus ofStack() {
    var end = end("legacy_migrate", "run-2", 0, "2026-11-22T03:06:40Z");
    var row = row("legacy_migrate", JobPhase.SUCCEEDED, Reason.COMPLETED, "", List.of(end));
    return new OneShotStatus(Optional.of("legacy"), row, List.of(end), Optional.empty());
  }

  private static OneShotStatus status(
      JobPhase phase, Reason reason, String message, List<AttemptRecord> ended) {
    var collectAt = ended.isEmpty()
        ? Optional.<Instant>empty()
        : Optional.of(ended.getLast().endedAt().plusSeconds(3600));
    var row = row("cleanup", phase, reason, message, ended);
    return new OneShotStatus(Optional.empty(), row, ended, collectAt);
  }

  private static JobRow row(
      String name, JobPhase phase, Reason reason, String message, List<AttemptRecord> ended) {
    return new JobRow(
        name,
        phase,
        reason,
        message,
        "",
        "",
        ended.size(),
        OptionalInt.empty(),
        ended.isEmpty() ? Optional.empty() : Optional.of(ended.getLast()),
        Optional.empty(),
        false);
  }
}
