package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy.NodeLost;
import dev.skep.model.JobRecord;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The attempt that the job's record names and that has no end recorded yet. It is followed to its
 * end even when the manifest has changed meanwhile: never two at once. Stopping takes two steps:
 * the service is told that it can run nowhere, with the reason in a label, and once the engine says
 * that the task is over, its end is recorded for that reason.
 */
final class OpenAttempt {
  /** How long the engine is given to make the first task of a global service, or to make none. */
  static final Duration SETTLES = Duration.ofSeconds(15);

  private static final Set<Reason> OF_WHAT_RAN =
      EnumSet.of(Reason.ATTEMPT_TIMED_OUT, Reason.NODE_LOST, Reason.INTERRUPTED);

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
        .anyMatch(s -> AttemptSpec.begun(s) || !view.tasks().apply(s.id()).isEmpty());
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
    var width = Width.of(service);
    // A stopped attempt has further tasks that can never be placed; the first are the real ones.
    var firsts = width.oldest(tasks);
    if (firsts.isEmpty()) return withoutTask(service, stopping);
    var real = firsts.stream()
        // A node that went before it was told of its task is not meant, nor is it given another.
        .filter(t -> stopping.isPresent() || !width.equals(Width.EVERY_NODE) || !t.neverBegun())
        .toList();
    if (real.isEmpty()) {
      return record(verdicts.notStarted(service, firsts.getFirst()), Optional.of(service));
    }
    if (real.size() < width.tasks()) return withFewer(service, real.size(), stopping);
    return withTasks(
        service, Tally.of(real, t -> verdicts.says(t, stopping), view.node()), stopping);
  }

  private JobStep withTasks(ObservedService service, Tally tally, Optional<Reason> stopping) {
    var task = tally.task();
    return switch (tally.says()) {
      case RUNS -> running(service, tally, stopping);
      case WAITS -> waits(service, task, stopping);
      case VANISHED ->
        unknown(
            Reason.VANISHED,
            task.state().beforeRunning()
                ? "the engine has dropped what it knew of its task"
                : "its task is " + task.state().text());
      case AWAY -> away(service, task);
      case LOST -> lost(service, task);
      case STOPPED ->
        record(verdicts.stopped(service, task, stopping.orElseThrow()), Optional.of(service));
      case FAILED_FOR_GOOD, FAILED, IGNORED, CALLED_SUCCESS ->
        record(verdicts.failed(service, task), Optional.of(service));
      case NOT_STARTED -> record(notStarted(service, tally, stopping), Optional.of(service));
      case COMPLETE -> record(verdicts.complete(service, task), Optional.of(service));
    };
  }

  private AttemptRecord notStarted(
      ObservedService service, Tally tally, Optional<Reason> stopping) {
    if (tally.nothingRan()) {
      return stopping.isPresent()
          ? verdicts.notBegun(Optional.of(service), stopping.get())
          : verdicts.notStarted(service, tally.task());
    }
    // The others have run: to begin all of it anew as if nothing had is not for nothing.
    return stopping.isPresent()
        ? verdicts.stopped(service, tally.task(), stopping.get())
        : verdicts.partlyStarted(service, tally.task());
  }

  private JobStep withoutTask(ObservedService service, Optional<Reason> stopping) {
    if (AttemptSpec.begun(service)) return withoutTaskYet(service, stopping);
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

  /** Started, or fenced when it may have been; where no node suits, every node's is no task. */
  private JobStep withoutTaskYet(ObservedService service, Optional<Reason> stopping) {
    if (!Width.of(service).equals(Width.EVERY_NODE)) return starting(Reason.STARTING, "");
    boolean ran = stopping.filter(OF_WHAT_RAN::contains).isPresent();
    if (ran || stopping.isEmpty() && !AttemptSpec.takesMore(service)) {
      return unknown(Reason.VANISHED, "the nodes that it ran on are gone, and its tasks with them");
    }
    var settled = service.updatedAt().plus(SETTLES);
    boolean early = view.now().isBefore(settled);
    if (stopping.isPresent()) {
      return early
          ? stopping(stopping.get()).wakeAt(settled)
          : record(verdicts.notBegun(Optional.of(service), stopping.get()), Optional.of(service));
    }
    var stop = stops.why(Optional.of(service.createdAt()), Optional.empty());
    if (stop.isPresent()) return stopAttempt(service, stop.get());
    return early
        ? starting(Reason.STARTING, "").wakeAt(settled)
        : waiting(service, Reason.UNSCHEDULABLE, "no node suits it");
  }

  private JobStep withFewer(ObservedService service, int tasks, Optional<Reason> stopping) {
    var how = tasks + " of " + Width.of(service).tasks() + " tasks";
    return stopping.isPresent()
        ? unknown(Reason.VANISHED, "the engine knows only " + how + " of it")
        : waiting(service, Reason.STARTING, how + " are made");
  }

  private JobStep waits(ObservedService service, ObservedTask task, Optional<Reason> stopping) {
    // As long as the engine still wants it, its scheduler may find a node for it all the same.
    if (stopping.isPresent()) return stopping(stopping.get());
    var stop = stops.why(Optional.of(service.createdAt()), Optional.empty());
    return stop.isPresent()
        ? stopAttempt(service, stop.get())
        : waiting(service, Verdicts.startReason(task), task.error().orElse(""));
  }

  private JobStep waiting(ObservedService service, Reason reason, String message) {
    var limit = view.policy().limits().start();
    var waited = Duration.between(service.updatedAt(), view.now());
    var step = wakeAtDeadline(service, starting(reason, message));
    if (waited.compareTo(limit) < 0) return step.wakeAt(service.updatedAt().plus(limit));
    return step.needsPerson();
  }

  /** What happens on a node that is away is not reported: its task may have come to any state. */
  private JobStep away(ObservedService service, ObservedTask task) {
    var node = view.node().apply(task.nodeId()).orElseThrow();
    var message = "node " + node.hostname() + " is " + node.state();
    // After a change of leader every node is "unknown" until it calls in.
    return node.givenUp()
        ? lost(service, task, Reason.NODE_LOST, message)
        : unknown(Reason.NODE_LOST, message);
  }

  private JobStep running(ObservedService service, Tally tally, Optional<Reason> stopping) {
    if (stopping.isPresent()) return stopping(stopping.get());
    var since = since(tally.task());
    var stop = stops.why(Optional.of(service.createdAt()), Optional.of(since));
    if (stop.isPresent()) return stopAttempt(service, stop.get());
    var host = view.node().apply(tally.task().nodeId()).map(n -> "on " + n.hostname());
    var message = tally.all() > 1 ? tally.progress() : host.orElse("");
    var step = JobStep.at(JobPhase.RUNNING, Reason.RUNNING, message).lively();
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

  private JobStep lost(ObservedService service, ObservedTask task) {
    return switch (task.state()) {
      case ORPHANED -> lost(service, task, Reason.NODE_LOST, words(task));
      case SHUTDOWN ->
        lost(service, task, Reason.INTERRUPTED, "the engine stopped its task: " + words(task));
      default -> lost(service, task, Reason.INTERRUPTED, words(task));
    };
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
    var step = JobStep.at(JobPhase.RUNNING, end.reason(), end.message()).lively();
    // First closed: a node that comes when its end is on record would do all of the work again.
    if (service.filter(AttemptSpec::takesMore).isPresent()) {
      return step.with(new Action.StopAttempt(view.job(), service.get(), Reason.COMPLETED));
    }
    return step.with(
        new Action.RecordAttempt(view.job(), service, end, view.policy().keep().logTail()));
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
