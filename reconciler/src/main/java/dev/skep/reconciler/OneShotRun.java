package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.Hash;
import dev.skep.model.JobPhase;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the tasks of a one-shot say that somebody else made. The engine may try again by itself: it
 * replaces a task in the transaction that gives it up, so what has no live task is over. All but
 * its job modes, which may run a failed task again at any look of theirs.
 */
final class OneShotRun {
  /** How long a job mode is given to begin a failed task anew. */
  static final Duration JOB_SETTLES = Duration.ofSeconds(15);

  /** Where it stands. */
  sealed interface Standing {}

  /**
   * @param live it may run now, so ask the engine often
   * @param lookAt when time alone will tell more
   */
  record Going(
      JobPhase phase, Reason reason, String message, boolean live, Optional<Instant> lookAt)
      implements Standing {}

  record Over(AttemptRecord end) implements Standing {}

  private final ObservedService service;
  private final List<ObservedTask> tasks;
  private final List<ObservedTask> last;
  private final Function<Optional<String>, Optional<ObservedNode>> node;
  private final Instant now;

  /**
   * @param tasks all that the engine remembers of the service
   */
  OneShotRun(
      ObservedService service,
      List<ObservedTask> tasks,
      Function<Optional<String>, Optional<ObservedNode>> node,
      Instant now) {
    this.service = service;
    // Of one that is told to end, the engine keeps a replacement that no node will ever have.
    this.tasks = tasks.stream().filter(t -> !AttemptSpec.impossible(t.spec())).toList();
    this.last = newestOfEachSlot(service, this.tasks);
    this.node = node;
    this.now = now;
  }

  private static List<ObservedTask> newestOfEachSlot(
      ObservedService service, List<ObservedTask> tasks) {
    BinaryOperator<ObservedTask> newer =
        BinaryOperator.maxBy(Comparator.comparing(ObservedTask::createdAt));
    boolean nodes = mode(service, "Global") || mode(service, "GlobalJob");
    Map<String, ObservedTask> bySlot = ofIteration(service, tasks)
        .collect(Collectors.toMap(
            t -> nodes ? t.nodeId().orElse("") : Long.toString(t.slot()), t -> t, newer));
    return List.copyOf(bySlot.values());
  }

  private static Stream<ObservedTask> ofIteration(
      ObservedService service, List<ObservedTask> tasks) {
    return tasks.stream().filter(t -> t.iteration() == service.iteration());
  }

  Standing standing() {
    if (service.replicas().equals(Optional.of(0L))) {
      return new Going(
          JobPhase.PENDING, Reason.NOT_STARTED, "it has no replicas", false, Optional.empty());
    }
    if (last.size() < service.replicas().orElse(1L)) return starting(Reason.STARTING, "");
    var live = tasks.stream().filter(t -> !ForeignRun.over(t)).toList();
    if (!live.isEmpty()) return going(live);
    var completed =
        counted().stream().filter(t -> t.state() == TaskState.COMPLETE).toList();
    if (completed.size() >= completions()) return over(newest(completed));
    var failed = last.stream().filter(t -> t.state() != TaskState.COMPLETE).toList();
    if (failed.isEmpty()) return starting(Reason.STARTING, "the engine begins the next");
    var again = job() ? Backoffs.remaining(JOB_SETTLES, endedAt(), now) : Duration.ZERO;
    if (again.isZero()) return over(newest(failed));
    return backingOff(newest(failed), false, Optional.of(now.plus(again)));
  }

  /** Nothing of it can be running, wherever: its service may go. */
  boolean atRest() {
    return tasks.stream()
        .filter(t -> !t.state().terminal() || t.state() == TaskState.ORPHANED)
        .noneMatch(t -> node.apply(t.nodeId()).filter(ObservedNode::down).isPresent());
  }

  /** Its tasks were made from what the service says now: no update waits to be carried out. */
  boolean current() {
    var wanted = comparable(service.spec().object("TaskTemplate"));
    return last.stream().allMatch(t -> comparable(t.spec()).equals(wanted));
  }

  /** The engine does not tell a task's runtime, and a change of placement alone restarts nothing. */
  private static Tree.Obj comparable(Tree.Obj template) {
    return template.without("Runtime").without("Placement");
  }

  private boolean job() {
    return mode(service, "ReplicatedJob") || mode(service, "GlobalJob");
  }

  private static boolean mode(ObservedService service, String name) {
    return service.spec().at("Mode", name).isPresent();
  }

  /** A replicated job makes as many tasks as it takes; all others have one for each place. */
  private List<ObservedTask> counted() {
    return mode(service, "ReplicatedJob") ? ofIteration(service, tasks).toList() : last;
  }

  private long completions() {
    return service
        .spec()
        .number("Mode", "ReplicatedJob", "TotalCompletions")
        .orElse(mode(service, "ReplicatedJob") ? 1 : last.size());
  }

  private static ObservedTask newest(List<ObservedTask> among) {
    return among.stream().max(Comparator.comparing(ObservedTask::createdAt)).orElseThrow();
  }

  private Going going(List<ObservedTask> live) {
    for (var task : live) {
      var lost = node.apply(task.nodeId()).filter(ObservedNode::down);
      if (lost.isPresent()) {
        var message = "node " + lost.get().hostname() + " is " + lost.get().state();
        return new Going(JobPhase.UNKNOWN, Reason.NODE_LOST, message, true, Optional.empty());
      }
    }
    var running = live.stream().filter(t -> t.state() == TaskState.RUNNING).findFirst();
    if (running.isPresent()) {
      var on = host(running.get()).map(h -> "on " + h).orElse("");
      return new Going(JobPhase.RUNNING, Reason.RUNNING, on, true, Optional.empty());
    }
    var next = newest(live);
    var before = tasks.stream()
        .filter(t -> t.state() == TaskState.FAILED || t.state() == TaskState.REJECTED)
        .filter(t -> t.slot() == next.slot() && t.iteration() == next.iteration())
        .max(Comparator.comparing(ObservedTask::createdAt));
    if (before.isPresent()) return backingOff(before.get(), true, Optional.empty());
    return starting(Verdicts.startReason(next), next.error().orElse(""));
  }

  private static Going starting(Reason reason, String message) {
    return new Going(JobPhase.STARTING, reason, message, true, Optional.empty());
  }

  private static Going backingOff(ObservedTask failed, boolean live, Optional<Instant> lookAt) {
    var message = failed.error().orElse(failed.message()) + "; the engine may try again";
    return new Going(JobPhase.BACKING_OFF, Reason.BACKING_OFF, message, live, lookAt);
  }

  /** Other tasks are another end: after an update, a new scale, or a job mode that ran again. */
  private String id() {
    var ids = last.stream().map(ObservedTask::id).sorted().collect(Collectors.joining(","));
    return Hash.base32(service.id() + "/" + service.iteration() + "/" + ids, 26);
  }

  private Instant endedAt() {
    return last.stream().map(ObservedTask::since).max(Instant::compareTo).orElse(now);
  }

  private Over over(ObservedTask task) {
    // The node's clock, as far as ours bears it out.
    var ended = endedAt().isAfter(now) ? now : endedAt();
    return new Over(OneShotEnd.of(service, id(), task, host(task), ended));
  }

  private Optional<String> host(ObservedTask task) {
    return node.apply(task.nodeId()).map(ObservedNode::hostname);
  }
}
