package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobRecord;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** What the end of an attempt means for its run. Success is the state "complete" alone. */
final class Verdicts {
  private static final int MESSAGE = 300;

  private final JobView view;
  private final JobRecord record;

  Verdicts(JobView view, JobRecord record) {
    this.view = view;
    this.record = record;
  }

  AttemptRecord complete(ObservedService service, ObservedTask task) {
    return ended(service, task, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.COMPLETED);
  }

  AttemptRecord failed(ObservedService service, ObservedTask task) {
    var wanted = view.wanted().filter(w -> w.run().equals(record.run()));
    if (wanted.isEmpty()) {
      return ended(service, task, Result.FAILED, Verdict.SUPERSEDED, Reason.EXIT_CODE);
    }
    int failures = 1
        + (int) view.attemptsOfRun(record.run()).stream()
            .filter(AttemptRecord::counted)
            .count();
    boolean again = wanted.get().policy().allowsRetryAfter(failures);
    return ended(
        service,
        task,
        Result.FAILED,
        again ? Verdict.RETRY : Verdict.RUN_FAILED,
        again ? Reason.EXIT_CODE : Reason.BACKOFF_LIMIT_EXCEEDED);
  }

  AttemptRecord notStarted(ObservedService service, ObservedTask task) {
    return ended(service, task, Result.NOT_STARTED, Verdict.RETRY, startReason(task));
  }

  AttemptRecord stopped(ObservedService service, ObservedTask task) {
    return ended(service, task, Result.STOPPED, Verdict.SUPERSEDED, Reason.SUPERSEDED);
  }

  /** Given up before anything ran. */
  AttemptRecord superseded(Optional<ObservedService> service) {
    return attempt(
        Result.NOT_STARTED,
        Verdict.SUPERSEDED,
        Reason.SUPERSEDED,
        "",
        OptionalInt.empty(),
        Optional.empty(),
        service.map(ObservedService::id),
        view.now(),
        view.now());
  }

  /** Why a task that has not run yet has not. The engine tells it in words only. */
  static Reason startReason(ObservedTask task) {
    var error = task.error().orElse("");
    if (error.contains("no suitable node")) return Reason.UNSCHEDULABLE;
    if (error.contains("No such image") || error.contains("pull")) {
      return Reason.IMAGE_UNAVAILABLE;
    }
    return error.isEmpty() ? Reason.STARTING : Reason.NOT_STARTED;
  }

  /**
   * A daemon that was killed while starting a container reports 128 and "already exists", one that
   * lost the container reports 0: in both cases the process may have run to any point.
   */
  static boolean mayHaveRunUnseen(ObservedTask task) {
    int code = task.exitCode().orElse(0);
    return code == 0 || code == 128 && task.error().orElse("").contains("already exists");
  }

  private AttemptRecord ended(
      ObservedService service, ObservedTask task, Result result, Verdict verdict, Reason reason) {
    var exitCode = result == Result.NOT_STARTED ? OptionalInt.empty() : task.exitCode();
    return attempt(
        result,
        verdict,
        reason,
        result == Result.SUCCEEDED ? "" : task.error().orElse(task.message()),
        exitCode,
        view.node().apply(task.nodeId()).map(ObservedNode::hostname),
        Optional.of(service.id()),
        task.createdAt(),
        task.since());
  }

  private AttemptRecord attempt(
      Result result,
      Verdict verdict,
      Reason reason,
      String message,
      OptionalInt exitCode,
      Optional<String> node,
      Optional<String> serviceId,
      Instant from,
      Instant to) {
    return new AttemptRecord(
        record.stack(),
        record.job(),
        record.run(),
        record.runKey(),
        record.attempt(),
        result,
        verdict,
        reason,
        message.substring(0, Math.min(MESSAGE, message.length())),
        exitCode,
        node,
        serviceId,
        from,
        to.isBefore(from) ? from : to);
  }
}
