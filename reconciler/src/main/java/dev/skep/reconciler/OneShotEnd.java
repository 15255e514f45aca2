package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** How somebody else's one-shot ended, as a record. No policy plays a part: none was given. */
final class OneShotEnd {
  private static final int MESSAGE = 300;

  private OneShotEnd() {}

  /**
   * @param id names this end among all
   * @param task the one that decides; terminal
   */
  static AttemptRecord of(
      ObservedService service, String id, ObservedTask task, Optional<String> host, Instant ended) {
    var result = result(task);
    boolean succeeded = result == Result.SUCCEEDED;
    var message = succeeded ? "" : task.error().orElse(task.message());
    return new AttemptRecord(
        service.label(Labels.NAMESPACE).orElse(""),
        service.name(),
        id,
        "",
        (int) Math.min(service.iteration() + 1, Integer.MAX_VALUE),
        1,
        result,
        succeeded ? Verdict.RUN_SUCCEEDED : Verdict.RUN_FAILED,
        reason(task, result),
        message.substring(0, Math.min(MESSAGE, message.length())),
        result == Result.NOT_STARTED ? OptionalInt.empty() : task.exitCode(),
        host,
        Optional.of(service.id()),
        task.createdAt(),
        ended.isBefore(task.createdAt()) ? task.createdAt() : ended);
  }

  private static Result result(ObservedTask task) {
    return switch (task.state()) {
      case COMPLETE -> Result.SUCCEEDED;
      case FAILED -> Verdicts.mayHaveRunUnseen(task) ? Result.LOST : Result.FAILED;
      case REJECTED -> task.containerId().isPresent() ? Result.LOST : Result.NOT_STARTED;
      case SHUTDOWN, ORPHANED -> Result.LOST;
      case NEW, PENDING, ASSIGNED, ACCEPTED, PREPARING, READY, STARTING, RUNNING, REMOVE, UNKNOWN ->
        throw new IllegalStateException("not over: " + task);
    };
  }

  private static Reason reason(ObservedTask task, Result result) {
    return switch (result) {
      case SUCCEEDED -> Reason.COMPLETED;
      case LOST -> task.state() == TaskState.ORPHANED ? Reason.NODE_LOST : Reason.INTERRUPTED;
      case NOT_STARTED -> {
        var why = Verdicts.startReason(task);
        yield why == Reason.STARTING ? Reason.NOT_STARTED : why;
      }
      case FAILED, IGNORED, TIMED_OUT, STOPPED -> Reason.EXIT_CODE;
    };
  }
}
