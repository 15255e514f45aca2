package dev.skep.reconciler;

import static dev.skep.reconciler.JobSamples.KEY;
import static dev.skep.reconciler.JobSamples.RUN;

import dev.skep.model.JobPolicy;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the engine says of the attempts of a job. */
abstract class EngineFixture<T extends EngineFixture<T>> {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  final List<ObservedService> services = new ArrayList<>();
  final List<ObservedTask> tasks = new ArrayList<>();
  final List<ObservedNode> nodes =
      new ArrayList<>(List.of(new ObservedNode("n1", "worker-1", "ready", "active", NOW)));
  Instant now = NOW;
  JobPolicy policy = JobPolicy.DEFAULT;
  Tree.Obj template = JobSamples.SPEC;

  abstract T self();

  /** The service of an attempt, labelled as ours. */
  T service(String id, int number, int replicas) {
    var named = AttemptSpec.named(template, JobSamples.OWNER, ofAttempt(number), policy);
    services.add(observed(id, replicas == 0 ? named : JobSamples.withReplicas(named, replicas)));
    return self();
  }

  /** On several tasks, or with {@link Width#EVERY_NODE} on as many as suit. */
  T wide(Width width) {
    template = JobSamples.spec(width);
    return self();
  }

  /** The service of a started attempt, as wide as was said before. */
  T started(String id, int number) {
    var named = AttemptSpec.named(template, JobSamples.OWNER, ofAttempt(number), policy);
    services.add(observed(id, AttemptSpec.started(observed(id, named))));
    return self();
  }

  /** The last service as it is when it is told to end. */
  T stopping(Reason why) {
    var service = services.removeLast();
    services.add(observed(service.id(), AttemptSpec.stopped(service, why)));
    return self();
  }

  T stoppedService(String id, int number, int replicas, Reason why) {
    service(id, number, replicas);
    var service = services.removeLast();
    services.add(observed(id, AttemptSpec.stopped(service, why)));
    return self();
  }

  /** A service that can run nowhere, without a word of why. */
  T fencedService(String id, int number) {
    stoppedService(id, number, 1, Reason.CANCELLED);
    var spec = services.removeLast().spec();
    services.add(observed(id, spec.with("Labels", spec.object("Labels").without(Labels.STOPPED))));
    return self();
  }

  /** A service that has the attempt's name but not our labels. */
  T foreignService(int number) {
    var named = AttemptSpec.named(template, "somebody-else", ofAttempt(number), policy);
    services.add(observed("foreign", named));
    return self();
  }

  T task(String serviceId, TaskState state, int exitCode, String error) {
    return task(serviceId, state, exitCode, error, "c1");
  }

  T task(String serviceId, TaskState state, int exitCode, String error, String containerId) {
    return task(
        serviceId, state, state.terminal() ? "shutdown" : "running", exitCode, error, containerId);
  }

  /** A task that the engine has given up. */
  T doomedTask(String serviceId, TaskState state) {
    return task(serviceId, state, "shutdown", 0, "", null);
  }

  /** The task that the engine makes for a service that is told to run nowhere. */
  T replacement(String serviceId) {
    task(serviceId, TaskState.PENDING, 0, "no suitable node", null);
    tasks.add(JobSamples.impossible(tasks.removeLast()));
    return self();
  }

  private T task(
      String serviceId,
      TaskState state,
      String desiredState,
      int exitCode,
      String error,
      String containerId) {
    tasks.add(JobSamples.task(
        "t" + tasks.size(),
        serviceId,
        state,
        desiredState,
        exitCode,
        error,
        containerId,
        now.minusSeconds(5).plusSeconds(tasks.size()),
        now.minusSeconds(1)));
    return self();
  }

  /** When the last task was made, and when it came into its state by its node's clock. */
  T times(Duration madeAgo, Duration sinceAgo) {
    tasks.add(JobSamples.timed(tasks.removeLast(), now.minus(madeAgo), now.minus(sinceAgo)));
    return self();
  }

  /** The last task is of this slot; 0 where nodes take their place. */
  T at(long slot, String node) {
    var task = tasks.removeLast();
    boolean placed = slot == 0 || task.nodeId().isPresent();
    tasks.add(JobSamples.at(task, slot, placed ? Optional.of(node) : Optional.empty()));
    return self();
  }

  /** Another node. */
  T also(String id, String state) {
    nodes.add(new ObservedNode(id, "host-" + id, state, "active", now.minusSeconds(20)));
    return self();
  }

  T nodeDown() {
    return node("down");
  }

  T node(String state) {
    nodes.clear();
    nodes.add(new ObservedNode("n1", "worker-1", state, "active", now.minusSeconds(20)));
    return self();
  }

  T nodeGone() {
    nodes.clear();
    return self();
  }

  T later(Duration by) {
    now = now.plus(by);
    return self();
  }

  private static JobRecord ofAttempt(int number) {
    return JobSamples.record(JobSamples.run(RUN, KEY), number, null);
  }

  private ObservedService observed(String id, Tree.Obj spec) {
    return JobSamples.service(id, spec, now.minusSeconds(9), now.minusSeconds(6));
  }
}
