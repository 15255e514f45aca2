package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobPhase;
import dev.skep.model.JobRecord;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Reason;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The attempt that the job's record names and that has no end recorded yet. It is followed to its
 * end even when the manifest has changed meanwhile: never two at once.
 */
final class OpenAttempt {
  private final JobView view;
  private final JobRecord record;
  private final Verdicts verdicts;

  private OpenAttempt(JobView view, Held<JobRecord> held) {
    this.view = view;
    this.record = held.value();
    this.verdicts = new Verdicts(view, record);
  }

  static JobStep step(JobView view, Held<JobRecord> held) {
    var open = new OpenAttempt(view, held);
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

  private boolean superseded() {
    return view.wanted().filter(w -> w.run().equals(record.run())).isEmpty();
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
    var name = Names.attemptService(record);
    var found = view.named().apply(name);
    if (found.isPresent() && !AttemptSpec.isOf(found.get(), view.owner(), record)) {
      return JobStep.at(
              JobPhase.BLOCKED,
              Reason.NAME_CONFLICT,
              "a service " + name + " exists that is not ours; remove or rename it")
          .needsPerson();
    }
    if (superseded()) return record(verdicts.superseded(Optional.empty()), Optional.empty());
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
            AttemptSpec.named(spec.get(), view.owner(), record),
            "attempt " + record.attempt()));
  }

  private JobStep withService(ObservedService service) {
    var tasks = view.tasks().apply(service.id());
    boolean stopping = AttemptSpec.stopping(service);
    if (tasks.isEmpty()) return withoutTask(service, stopping);
    // A stopped attempt has a second task that can never be placed; the first is the real one.
    var task = tasks.stream().min(Comparator.comparing(ObservedTask::createdAt)).orElseThrow();
    if (task.state().beforeRunning()) return beforeRunning(service, task, stopping);
    return switch (task.state()) {
      case RUNNING -> running(task, stopping);
      case COMPLETE -> record(verdicts.complete(service, task), Optional.of(service));
      case FAILED -> failed(service, task);
      case REJECTED -> rejected(service, task);
      case SHUTDOWN ->
        stopping
            ? record(verdicts.stopped(service, task), Optional.of(service))
            : unknown(Reason.INTERRUPTED, "the engine stopped its task: " + words(task));
      case ORPHANED -> unknown(Reason.NODE_LOST, words(task));
      case REMOVE, UNKNOWN ->
        unknown(Reason.VANISHED, "its task is " + task.state().text());
      case NEW, PENDING, ASSIGNED, ACCEPTED, PREPARING, READY, STARTING ->
        throw new IllegalStateException("handled before");
    };
  }

  private JobStep withoutTask(ObservedService service, boolean stopping) {
    if (service.replicas().orElse(0L) > 0) return starting(Reason.STARTING, "");
    if (stopping) return record(verdicts.superseded(Optional.of(service)), Optional.of(service));
    // Fenced before it is given up, so that a start that is still under way fails.
    return superseded()
        ? starting(Reason.SUPERSEDED, "")
            .with(new Action.StopAttempt(view.job(), service, "superseded"))
        : starting(Reason.STARTING, "")
            .with(
                new Action.StartAttempt(view.job(), service, "start attempt " + record.attempt()));
  }

  private JobStep beforeRunning(ObservedService service, ObservedTask task, boolean stopping) {
    if (stopping && task.nodeId().isEmpty()) {
      return record(verdicts.superseded(Optional.of(service)), Optional.of(service));
    }
    var reason = Verdicts.startReason(task);
    var limit = view.policy().startTimeout();
    var waited = Duration.between(service.updatedAt(), view.now());
    var step = starting(reason, task.error().orElse(""));
    if (waited.compareTo(limit) < 0) return step.wakeAt(service.updatedAt().plus(limit));
    return step.needsPerson();
  }

  private JobStep running(ObservedTask task, boolean stopping) {
    var node = view.node().apply(task.nodeId());
    if (node.isPresent() && node.get().down()) {
      return unknown(
          Reason.NODE_LOST,
          "node " + node.get().hostname() + " is " + node.get().state());
    }
    var on = node.map(n -> "on " + n.hostname()).orElse("");
    return JobStep.at(
            stopping ? JobPhase.STOPPING : JobPhase.RUNNING,
            stopping ? Reason.STOPPING : Reason.RUNNING,
            on)
        .lively();
  }

  private JobStep failed(ObservedService service, ObservedTask task) {
    if (Verdicts.mayHaveRunUnseen(task)) return unknown(Reason.INTERRUPTED, words(task));
    return record(verdicts.failed(service, task), Optional.of(service));
  }

  private JobStep rejected(ObservedService service, ObservedTask task) {
    // With a container it did run: the engine's constraint enforcer also says "rejected".
    if (task.containerId().isPresent()) return unknown(Reason.INTERRUPTED, words(task));
    return record(verdicts.notStarted(service, task), Optional.of(service));
  }

  private JobStep record(AttemptRecord end, Optional<ObservedService> service) {
    return JobStep.at(JobPhase.RUNNING, end.reason(), end.message())
        .lively()
        .with(new Action.RecordAttempt(view.job(), service, end, view.policy().logTail()));
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
