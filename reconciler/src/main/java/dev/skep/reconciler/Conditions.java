package dev.skep.reconciler;

import dev.skep.model.Condition;
import dev.skep.model.Condition.Status;
import dev.skep.model.Condition.Type;
import dev.skep.model.JobPhase;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.Phase;
import dev.skep.model.StackStatus.ServiceRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The conditions of a stack, in the order in which people look for them. */
final class Conditions {
  private final Snapshot snapshot;
  private final Collection<ServiceStanding> standings;
  private final List<ServiceRow> services;
  private final List<JobRow> jobs;
  private final Blockers blockers;

  Conditions(
      Snapshot snapshot,
      Collection<ServiceStanding> standings,
      List<ServiceRow> services,
      List<JobRow> jobs,
      Blockers blockers) {
    this.snapshot = snapshot;
    this.standings = standings;
    this.services = services;
    this.jobs = jobs;
    this.blockers = blockers;
  }

  List<Condition> all(Phase phase) {
    var all =
        new ArrayList<>(List.of(ready(phase), reconciling(phase), stalled(), healthy(), drifted()));
    suspended().ifPresent(all::add);
    return all;
  }

  private Condition ready(Phase phase) {
    if (phase == Phase.READY) return condition(Type.READY, Status.TRUE, Reason.IN_SYNC, "");
    return condition(Type.READY, Status.FALSE, reason(), blockers.first().orElse(waiting()));
  }

  private Condition reconciling(Phase phase) {
    boolean working = phase == Phase.PROGRESSING;
    return condition(
        Type.RECONCILING,
        working ? Status.TRUE : Status.FALSE,
        phase == Phase.READY ? Reason.IN_SYNC : reason(),
        "");
  }

  private Condition stalled() {
    boolean stillFailing = jobs.stream().anyMatch(JobRow::stalled);
    boolean stalled = stillFailing || blockers.blocked() || blockers.degraded();
    return condition(
        Type.STALLED,
        stalled ? Status.TRUE : Status.FALSE,
        stalled ? reason() : Reason.IN_SYNC,
        stalled ? blockers.first().orElse("still failing, and still retried") : "");
  }

  private Condition healthy() {
    var unwell = services.stream()
        .filter(s -> s.running() < s.desired())
        .map(s -> s.name() + " " + s.running() + "/" + s.desired())
        .collect(Collectors.joining(", "));
    if (!blockers.unwell().isEmpty()) {
      var late = String.join("; ", blockers.unwell());
      return condition(Type.HEALTHY, Status.FALSE, Reason.PROGRESS_DEADLINE_EXCEEDED, late);
    }
    return unwell.isEmpty()
        ? condition(Type.HEALTHY, Status.TRUE, Reason.ALL_TASKS_RUNNING, "")
        : condition(Type.HEALTHY, Status.FALSE, Reason.TASKS_MISSING, unwell);
  }

  private Condition drifted() {
    var drift = standings.stream()
        .filter(ServiceStanding::changedOutside)
        .map(s -> s.desired().name() + ": " + Statuses.changedOutside(s))
        .collect(Collectors.joining("; "));
    return drift.isEmpty()
        ? condition(Type.DRIFTED, Status.FALSE, Reason.IN_SYNC, "")
        : condition(
            Type.DRIFTED, Status.TRUE, contested() ? Reason.CONTESTED : Reason.APPLYING, drift);
  }

  private boolean contested() {
    return standings.stream().anyMatch(s -> s.contest().isPresent());
  }

  /** Only while something is: the others are what everybody asks for. */
  private Optional<Condition> suspended() {
    if (snapshot.suspended().isPresent()) {
      var why = snapshot.suspended().get();
      return Optional.of(condition(Type.SUSPENDED, Status.TRUE, Reason.SUSPENDED, why));
    }
    var held = jobs.stream()
        .filter(j -> j.phase() == JobPhase.SUSPENDED)
        .map(j -> "job " + j.name() + ": " + j.message())
        .collect(Collectors.joining("; "));
    return held.isEmpty()
        ? Optional.empty()
        : Optional.of(condition(Type.SUSPENDED, Status.TRUE, Reason.SUSPENDED, held));
  }

  private Reason reason() {
    if (snapshot.desired().gone()) return Reason.ORPHANED;
    if (snapshot.suspended().isPresent()) return Reason.SUSPENDED;
    if (snapshot.lostPin().isPresent()) return Reason.PINNED;
    if (jobs.stream().anyMatch(j -> j.phase() == JobPhase.FAILED)) return Reason.JOB_FAILED;
    var stuck = jobs.stream().filter(JobRow::stalled).findFirst();
    if (stuck.isPresent()) return stuck.get().reason();
    if (standings.stream().anyMatch(ServiceStanding::foreign)) return Reason.NOT_OURS;
    if (contested()) return Reason.CONTESTED;
    if (!blockers.unwell().isEmpty()) return Reason.PROGRESS_DEADLINE_EXCEEDED;
    if (blockers.degraded()) return Reason.REJECTED_BY_ENGINE;
    boolean outside = standings.stream().anyMatch(ServiceStanding::changedOutside);
    if (blockers.blocked()) return outside ? Reason.CHANGED_OUTSIDE : Reason.PRUNE_HELD;
    if (jobs.stream().anyMatch(j -> !j.phase().settled())) return Reason.JOB_RUNNING;
    if (snapshot.reportOnly()) return Reason.REPORT_ONLY;
    if (services.stream().anyMatch(s -> s.waitsFor().isPresent())) {
      return Reason.WAITING_FOR_DEPENDENCY;
    }
    if (!services.stream().allMatch(ServiceRow::healthy)) return Reason.WAITING_FOR_TASKS;
    return snapshot.pin().isPresent() ? Reason.PINNED : Reason.APPLYING;
  }

  private String waiting() {
    return services.stream()
        .filter(s -> s.waitsFor().isPresent())
        .map(s -> s.name() + " waits for " + s.waitsFor().get())
        .collect(Collectors.joining("; "));
  }

  private static Condition condition(Type type, Status status, Reason reason, String message) {
    return new Condition(type, status, reason, message);
  }
}
