package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy.NodeLost;
import dev.skep.model.JobRecord;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The attempt that the job's record names and that has no end recorded yet. It is followed to its
 * end even when the manifest has changed meanwhile: never two at once. Stopping takes two steps:
 * the service is told that it can run nowhere, with the reason in a label, and once the engine says
 * that the task is over, its end is recorded for that reason.
 */
final class OpenAttempt {
  private final JobView view;
  private final JobRecord record;
  private final Stops stops;
  private final Verdicts verdicts;

  private OpenAttempt(JobView view, Held<JobRecord> held) {
    this.view = view;
    this.record = held.value();
    this.stops = new Stops(view, record);
    this.verdicts = new Verdicts(view, record);
  }

  static JobStep step(JobView view, Held<JobRecord> held) {
    var open = new OpenAttempt(view, held);
    var forgotten = view.forgotten(held.value()).filter(s -> !open.started());
    if (forgotten.isPresent()) {
      return JobStep.at(
              JobPhase.UNKNOWN, Reason.LEDGER_SET_BACK, forgotten.get().told())
          .needsPerson();
    }
    var step = open.follow();
    if (open.record.epoch() == view.epoch()) return step;
    // Whoever takes over writes the record first, so that no write of the old holder that is
    // still under way can be taken for ours. A record of a later epoch means that we are old.
    var phaseOnly = new JobStep(
        step.phase(), step.reason(), step.message(), List.of(), step.wakeAt(), true, false);
    return open.record.epoch() > view.epoch()
        ? phaseOnly
        : phaseOnly.with(JobMachine.save(view, open.record.withEpoch(view.epoch()), "take over"));
  }

  /** As far as the records tell. */
  private boolean started() {
    return view.services().stream()
        .filter(s -> record.serviceId().equals(Optional.of(s.id())))
        .anyMatch(
            s -> s.replicas().orElse(1L) > 0 || !view.tasks().apply(s.id()).isEmpty());
  }

  private JobStep follow() {
    if (record.serviceId().isEmpty()) return withoutService();
    var service = view.services().stream()
        .filter(s -> s.id().equals(record.serviceId().get()))
        .findFirst();
    if (service.isEmpty()) {
      return unknown(
          Reason.VANISHED,
          "the service of attempt " + record.attempt()
              + " was removed before its end was recorded");
    }
    return withService(service.get());
  }

  private JobStep withoutService() {
    var given = record.givenUp();
    if (given.equals(Optional.of(Reason.ADOPTED))) return takenOver();
    if (given.isPresent()) {
      return record(verdicts.notBegun(Optional.empty(), given.get()), Optional.empty());
    }
    // First into the job's record: another controller may be about to make or start its service,
    // and only one of the two writes can succeed.
    var stop = stops.why(Optional.empty(), Optional.empty()).or(stops::needless);
    if (stop.isPresent()) {
      return stopping(stop.get())
          .with(JobMachine.save(
              view, record.givingUp(stop.get(), view.epoch()), "give up what has not begun"));
    }
    var name = Names.attemptService(record);
    var found = view.named().apply(name);
    if (found.isPresent() && !AttemptSpec.isOf(found.get(), view.owner(), record)) {
      return JobStep.at(
              JobPhase.BLOCKED,
              Reason.NAME_CONFLICT,
              "a service " + name + " exists that is not ours; remove or rename it")
          .needsPerson();
    }
    if (found.isPresent()) {
      return starting(Reason.STARTING, "")
          .with(JobMachine.save(
              view, record.withServiceId(found.get().id(), view.epoch()), "service made"));
    }
    var spec = view.wanted().orElseThrow().attemptSpec();
    if (spec.isEmpty()) return starting(Reason.APPLYING, "waits for its networks and configs");
    return starting(Reason.STARTING, "")
        .with(new Action.CreateAttempt(
            view.job(),
            AttemptSpec.named(spec.get(), view.owner(), record, view.policy()),
            "attempt " + record.attempt()));
  }

  /** It had completed when the record was written, whether it is still there to tell or not. */
  private JobStep takenOver() {
    var done = view.wanted()
        .filter(w -> w.run().id().equals(record.run().id()))
        .flatMap(JobView.Wanted::foreign)
        .filter(f -> f.completed().isPresent());
    return record(verdicts.adopted(done), done.map(ForeignRun::service));
  }

  private JobStep withService(ObservedService service) {
    var tasks = view.tasks().apply(service.id());
    var stopping = AttemptSpec.stopping(service);
    if (tasks.isEmpty()) return withoutTask(service, stopping);
    // A stopped attempt has a second task that can never be placed; the first is the real one.
    var task = tasks.stream().min(Comparator.comparing(ObservedTask::createdAt)).orElseThrow();
    if (task.state().beforeRunning()) return beforeRunning(service, task, stopping);
    return switch (task.state()) {
      case RUNNING -> running(service, task, stopping);
      case COMPLETE -> record(verdicts.complete(service, task), Optional.of(service));
      case FAILED -> failed(service, task, stopping);
      case REJECTED -> rejected(service, task, stopping);
      case SHUTDOWN ->
        stopping.isPresent()
            ? record(verdicts.stopped(service, task, stopping.get()), Optional.of(service))
            : lost(
                service, task, Reason.INTERRUPTED, "the engine stopped its task: " + words(task));
      case ORPHANED -> lost(service, task, Reason.NODE_LOST, words(task));
      case REMOVE, UNKNOWN ->
        unknown(Reason.VANISHED, "its task is " + task.state().text());
      case NEW, PENDING, ASSIGNED, ACCEPTED, PREPARING, READY, STARTING ->
        throw new IllegalStateException("handled before");
    };
  }

  private JobStep withoutTask(ObservedService service, Optional<Reason> stopping) {
    if (service.replicas().orElse(0L) > 0) return starting(Reason.STARTING, "");
    if (stopping.isPresent()) {
      return record(verdicts.notBegun(Optional.of(service), stopping.get()), Optional.of(service));
    }
    // Fenced before it is given up, so that a start that is still under way fails.
    var stop = stops.why(Optional.of(service.createdAt()), Optional.empty()).or(stops::needless);
    return stop.isPresent()
        ? stopAttempt(service, stop.get())
        : starting(Reason.STARTING, "")
            .with(
                new Action.StartAttempt(view.job(), service, "start attempt " + record.attempt()));
  }

  private JobStep beforeRunning(
      ObservedService service, ObservedTask task, Optional<Reason> stopping) {
    var away = onLostNode(service, task);
    if (away.isPresent()) return away.get();
    if (stopping.isPresent()) return stoppingBeforeItRan(service, task, stopping.get());
    var stop = stops.why(Optional.of(service.createdAt()), Optional.empty());
    if (stop.isPresent()) return stopAttempt(service, stop.get());
    var reason = Verdicts.startReason(task);
    var limit = view.policy().limits().start();
    var waited = Duration.between(service.updatedAt(), view.now());
    var step = wakeAtDeadline(service, starting(reason, task.error().orElse("")));
    if (waited.compareTo(limit) < 0) return step.wakeAt(service.updatedAt().plus(limit));
    return step.needsPerson();
  }

  private JobStep stoppingBeforeItRan(ObservedService service, ObservedTask task, Reason why) {
    if (AttemptSpec.impossible(task.spec())) {
      return unknown(Reason.VANISHED, "the engine has dropped what it knew of its task");
    }
    // As long as the engine still wants it, its scheduler may find a node for it all the same.
    return task.nodeId().isEmpty() && !task.wanted()
        ? record(verdicts.notBegun(Optional.of(service), why), Optional.of(service))
        : stopping(why);
  }

  /** What happens on a node that is away is not reported: its task may have come to any state. */
  private Optional<JobStep> onLostNode(ObservedService service, ObservedTask task) {
    return view.node().apply(task.nodeId()).filter(ObservedNode::down).map(node -> {
      var message = "node " + node.hostname() + " is " + node.state();
      // After a change of leader every node is "unknown" until it calls in.
      return node.givenUp()
          ? lost(service, task, Reason.NODE_LOST, message)
          : unknown(Reason.NODE_LOST, message);
    });
  }

  private JobStep running(ObservedService service, ObservedTask task, Optional<Reason> stopping) {
    var away = onLostNode(service, task);
    if (away.isPresent()) return away.get();
    if (stopping.isPresent()) return stopping(stopping.get());
    var since = since(task);
    var stop = stops.why(Optional.of(service.createdAt()), Optional.of(since));
    if (stop.isPresent()) return stopAttempt(service, stop.get());
    var on = view.node().apply(task.nodeId()).map(n -> "on " + n.hostname()).orElse("");
    var step = JobStep.at(JobPhase.RUNNING, Reason.RUNNING, on).lively();
    var limit = view.policy().limits().attempt();
    if (limit.isPresent()) step = step.wakeAt(since.plus(limit.get()));
    return wakeAtDeadline(service, step);
  }

  private JobStep wakeAtDeadline(ObservedService service, JobStep step) {
    var end = view.deadline(record.run().id(), Optional.of(service.createdAt()));
    return end.isPresent() ? step.wakeAt(end.get()) : step;
  }

  /**
   * When it began to run: by its node's clock, but not before it was made, nor after we see it run.
   */
  private Instant since(ObservedTask task) {
    var since = task.since().isAfter(view.now()) ? view.now() : task.since();
    return since.isBefore(task.createdAt()) ? task.createdAt() : since;
  }

  private JobStep failed(ObservedService service, ObservedTask task, Optional<Reason> stopping) {
    // It ended by itself, before the engine got to stop it.
    boolean truth = verdicts.calledSuccess(task)
        || stopping.equals(Optional.of(Reason.NODE_LOST)) && !Verdicts.mayHaveRunUnseen(task);
    if (stopping.isPresent() && !truth) {
      return record(verdicts.stopped(service, task, stopping.get()), Optional.of(service));
    }
    if (Verdicts.mayHaveRunUnseen(task)) {
      return lost(service, task, Reason.INTERRUPTED, words(task));
    }
    return record(verdicts.failed(service, task), Optional.of(service));
  }

  private JobStep rejected(ObservedService service, ObservedTask task, Optional<Reason> stopping) {
    // With a container it did run: the engine's constraint enforcer also says "rejected".
    if (task.containerId().isPresent()) {
      return stopping.isPresent()
          ? record(verdicts.stopped(service, task, stopping.get()), Optional.of(service))
          : lost(service, task, Reason.INTERRUPTED, words(task));
    }
    return record(
        stopping.isPresent()
            ? verdicts.notBegun(Optional.of(service), stopping.get())
            : verdicts.notStarted(service, task),
        Optional.of(service));
  }

  /** Nobody can know how it ended; what to do then, the policy says. */
  private JobStep lost(ObservedService service, ObservedTask task, Reason reason, String message) {
    var policy = view.policy().onNodeLost();
    var unknown = unknown(reason, message);
    if (policy.kind() == NodeLost.Kind.WAIT) return unknown;
    var left = Backoffs.remaining(policy.after(), lostSince(task), view.now());
    if (!left.isZero()) return unknown.wakeAt(view.now().plus(left));
    // Its container may still run where nobody sees it; when its node is back, it shall end.
    if (!task.state().terminal() && AttemptSpec.stopping(service).isEmpty()) {
      return stopAttempt(service, reason);
    }
    if (!task.state().terminal() && task.wanted()) return unknown;
    boolean fail = policy.kind() == NodeLost.Kind.FAIL;
    return record(verdicts.lost(service, task, reason, message, fail), Optional.of(service));
  }

  private Instant lostSince(ObservedTask task) {
    if (task.state().terminal()) return task.since();
    return view.node().apply(task.nodeId()).map(n -> n.updatedAt()).orElse(task.since());
  }

  private JobStep stopAttempt(ObservedService service, Reason why) {
    return stopping(why).with(new Action.StopAttempt(view.job(), service, why));
  }

  private static JobStep stopping(Reason why) {
    return JobStep.at(JobPhase.STOPPING, why, "").lively();
  }

  private JobStep record(AttemptRecord end, Optional<ObservedService> service) {
    return JobStep.at(JobPhase.RUNNING, end.reason(), end.message())
        .lively()
        .with(new Action.RecordAttempt(
            view.job(), service, end, view.policy().keep().logTail()));
  }

  private JobStep starting(Reason reason, String message) {
    return JobStep.at(JobPhase.STARTING, reason, message).lively();
  }

  private static JobStep unknown(Reason reason, String message) {
    return JobStep.at(JobPhase.UNKNOWN, reason, message).lively().needsPerson();
  }

  private static String words(ObservedTask task) {
    return task.error().orElse(task.message());
  }
}
