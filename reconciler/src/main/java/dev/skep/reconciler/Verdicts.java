package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.ExitCodes;
import dev.skep.model.JobPolicy.NodeLost;
import dev.skep.model.JobRecord;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the end of an attempt means for its run. Success is the state "complete", or a rule of the
 * policy on the exit code of a failure; never an exit code alone.
 */
final class Verdicts {
  private final JobView view;
  private final JobRecord.Run run;
  private final int number;
  private final boolean superseded;

  Verdicts(JobView view, JobRecord record) {
    this.view = view;
    this.run = record.run();
    this.number = record.attempt();
    this.superseded = view.wanted().filter(w -> w.run().id().equals(run.id())).isEmpty();
  }

  /**
   * What somebody else's service has done is as good as done by us.
   *
   * @param foreign empty if the service is no longer there to tell of it
   */
  AttemptRecord adopted(Optional<ForeignRun> foreign) {
    var task = foreign.flatMap(ForeignRun::completed);
    return attempt(
        Result.SUCCEEDED,
        Verdict.RUN_SUCCEEDED,
        Reason.ADOPTED,
        "done by service " + view.stack() + "_" + view.job() + ", which is not ours",
        task.map(ObservedTask::exitCode).orElse(OptionalInt.empty()),
        task.flatMap(this::host),
        foreign.map(f -> f.service().id()),
        task.map(ObservedTask::createdAt).orElse(view.now()),
        task.map(ObservedTask::since).orElse(view.now()));
  }

  AttemptRecord complete(ObservedService service, ObservedTask task) {
    return ended(service, task, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.COMPLETED);
  }

  AttemptRecord failed(ObservedService service, ObservedTask task) {
    return switch (effect(task)) {
      case SUCCESS ->
        ended(service, task, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.EXIT_CODE_POLICY);
      case FAIL -> ended(service, task, Result.FAILED, Verdict.RUN_FAILED, Reason.EXIT_CODE_POLICY);
      case IGNORE ->
        view.policy().retry()
            ? ended(service, task, Result.IGNORED, Verdict.RETRY, Reason.EXIT_CODE_POLICY)
            : counted(service, task, Result.FAILED, Reason.EXIT_CODE);
      case COUNT -> counted(service, task, Result.FAILED, Reason.EXIT_CODE);
    };
  }

  Says says(ObservedTask task, Optional<Reason> stopping) {
    return Says.of(task, stopping, view.node().apply(task.nodeId()), effect(task));
  }

  private ExitCodes.Effect effect(ObservedTask task) {
    return task.exitCode().isPresent()
        ? view.policy().exitCodes().of(task.exitCode().getAsInt())
        : ExitCodes.Effect.COUNT;
  }

  AttemptRecord notStarted(ObservedService service, ObservedTask task) {
    return ended(service, task, Result.NOT_STARTED, Verdict.RETRY, notStarted(task));
  }

  /** Of several tasks some have run and one has not; that is no attempt for nothing. */
  AttemptRecord partlyStarted(ObservedService service, ObservedTask task) {
    return counted(service, task, Result.FAILED, notStarted(task));
  }

  private static Reason notStarted(ObservedTask task) {
    var why = startReason(task);
    return why == Reason.STARTING ? Reason.NOT_STARTED : why;
  }

  /** Ended by us, for a reason. */
  AttemptRecord stopped(ObservedService service, ObservedTask task, Reason why) {
    if (why == Reason.ATTEMPT_TIMED_OUT) return counted(service, task, Result.TIMED_OUT, why);
    if (why == Reason.NODE_LOST) {
      boolean fail = view.policy().onNodeLost().kind() == NodeLost.Kind.FAIL;
      return lost(service, task, why, "its node came back after it was given up", fail);
    }
    return ended(service, task, Result.STOPPED, verdict(why), why);
  }

  /** Given up before anything ran. */
  AttemptRecord notBegun(Optional<ObservedService> service, Reason why) {
    return attempt(
        Result.NOT_STARTED,
        verdict(why),
        why,
        "",
        OptionalInt.empty(),
        Optional.empty(),
        service.map(ObservedService::id),
        view.now(),
        view.now());
  }

  /** Nobody knows, and the policy does not wait. */
  AttemptRecord lost(
      ObservedService service, ObservedTask task, Reason why, String message, boolean fail) {
    boolean again = !fail && view.policy().allowsRetryAfter(failures() + 1);
    var end = task.state().terminal() ? task.since() : view.now();
    return attempt(
        Result.LOST,
        again ? verdictOr(Verdict.RETRY) : verdictOr(Verdict.RUN_FAILED),
        fail || again ? why : Reason.BACKOFF_LIMIT_EXCEEDED,
        message,
        OptionalInt.empty(),
        host(task),
        Optional.of(service.id()),
        task.createdAt(),
        end);
  }

  private AttemptRecord counted(
      ObservedService service, ObservedTask task, Result result, Reason why) {
    boolean again = view.policy().allowsRetryAfter(failures() + 1);
    return ended(
        service,
        task,
        result,
        again ? Verdict.RETRY : Verdict.RUN_FAILED,
        again ? why : Reason.BACKOFF_LIMIT_EXCEEDED);
  }

  private int failures() {
    return (int)
        view.attemptsOfRun(run.id()).stream().filter(AttemptRecord::counted).count();
  }

  private static Verdict verdict(Reason stopped) {
    return switch (stopped) {
      case SUSPENDED, NODE_LOST -> Verdict.RETRY;
      case SUPERSEDED -> Verdict.SUPERSEDED;
      default -> Verdict.RUN_FAILED;
    };
  }

  /** A run that another has replaced is not tried again, until it is wanted once more. */
  private Verdict verdictOr(Verdict verdict) {
    return superseded && verdict == Verdict.RETRY ? Verdict.SUPERSEDED : verdict;
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

  private Optional<String> host(ObservedTask task) {
    return view.node().apply(task.nodeId()).map(ObservedNode::hostname);
  }

  private AttemptRecord ended(
      ObservedService service, ObservedTask task, Result result, Verdict verdict, Reason reason) {
    boolean ran = result != Result.NOT_STARTED
        && (task.state() != TaskState.REJECTED || task.containerId().isPresent());
    return attempt(
        result,
        verdictOr(verdict),
        reason,
        reason == Reason.COMPLETED ? "" : task.error().orElse(task.message()),
        ran ? task.exitCode() : OptionalInt.empty(),
        host(task),
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
    // A node's clock that is ahead would lengthen every pause that is counted from this end.
    var end = to.isAfter(view.now()) ? view.now() : to;
    return new AttemptRecord(
        view.stack(),
        view.job(),
        run.id(),
        run.key(),
        run.number(),
        number,
        result,
        verdict,
        reason,
        message,
        exitCode,
        node,
        serviceId,
        from,
        end.isBefore(from) ? from : end,
        run.because());
  }
}
