package dev.skep.reconciler;

import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.Phase;
import dev.skep.model.StackStatus.ServiceRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts what the planner found into the words that operators read. */
final class Statuses {
  private static final int FIELDS = 3;

  private final Snapshot snapshot;
  private final Map<String, ServiceStanding> standings;
  private final Map<String, JobStep> steps;
  private final JobPlanner jobPlanner;
  private final Gates gates;
  private final References references;
  private final Prune prune;

  Statuses(
      Snapshot snapshot,
      Map<String, ServiceStanding> standings,
      Map<String, JobStep> steps,
      JobPlanner jobPlanner,
      Gates gates,
      References references,
      Prune prune) {
    this.snapshot = snapshot;
    this.standings = standings;
    this.steps = steps;
    this.jobPlanner = jobPlanner;
    this.gates = gates;
    this.references = references;
    this.prune = prune;
  }

  StackStatus status(List<Action> actions) {
    var services = snapshot.desired().gone()
        ? snapshot.observation().servicesOf(snapshot.desired().name()).stream()
            .map(s -> Survey.row(snapshot.desired().name(), s))
            .toList()
        : standings.values().stream().map(this::row).toList();
    var jobs = snapshot.desired().services().values().stream()
        .filter(s -> s.job().isPresent())
        .map(s -> row(s.name(), jobPlanner.runOf(s.name()), s.job().get(), steps.get(s.name())))
        .toList();
    var blockers = new Blockers(snapshot, standings, jobs, references, prune);
    var phase = phase(blockers, actions);
    var conditions =
        new Conditions(snapshot, standings.values(), services, jobs, blockers).all(phase);
    var summary = blockers.first().orElseGet(() -> progress(services, jobs));
    return new StackStatus(
        snapshot.desired().name(),
        phase,
        phase == Phase.READY ? "" : summary,
        snapshot.ledger().stack().flatMap(s -> s.value().applied()),
        snapshot.desired().revision(),
        conditions,
        services,
        jobs,
        blockers.unblock());
  }

  private Phase phase(Blockers blockers, List<Action> actions) {
    if (snapshot.desired().gone()) return Phase.ORPHANED;
    if (snapshot.suspended().isPresent()) return Phase.SUSPENDED;
    if (blockers.blocked()) return Phase.BLOCKED;
    if (blockers.degraded()) return Phase.DEGRADED;
    if (snapshot.reportOnly()) return Phase.REPORT_ONLY;
    if (!converged(actions)) return Phase.PROGRESSING;
    return snapshot.pin().isPresent() ? Phase.PINNED : Phase.READY;
  }

  /** Everything is as it shall be, and nothing else is to be done. */
  boolean converged(List<Action> actions) {
    return actions.stream().allMatch(a -> a instanceof Action.CollectAttempt)
        && standings.values().stream().allMatch(ServiceStanding::healthy)
        && snapshot.desired().services().values().stream()
            .filter(s -> s.job().isPresent())
            .allMatch(s -> steps.get(s.name()).phase().settled());
  }

  private String progress(List<ServiceRow> services, List<JobRow> jobs) {
    var parts = new ArrayList<String>();
    jobs.stream()
        .filter(j -> !j.phase().settled() && j.phase() != JobPhase.BLOCKED)
        .forEach(j -> parts.add("job " + j.name() + " " + j.phase().text()));
    services.stream()
        .filter(s -> !s.healthy() && s.waitsFor().isEmpty())
        .forEach(s -> parts.add(s.name() + ": " + s.running() + " of " + s.desired()
            + " tasks running" + deadline(s.name())));
    services.stream()
        .filter(s -> s.waitsFor().isPresent())
        .forEach(s -> parts.add(s.name() + " waits for " + s.waitsFor().get()));
    return parts.isEmpty() ? "applying" : String.join("; ", parts);
  }

  /** Until when it may be so; a time of day, because a file is written when it changes only. */
  private String deadline(String service) {
    return Optional.ofNullable(standings.get(service))
        .flatMap(s -> Unwell.of(snapshot, s))
        .map(unwell -> ", deadline " + seconds(unwell.deadline(snapshot)))
        .orElse("");
  }

  static Instant seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The differing fields in a line, such as {@code image a -> b, env}. */
  static String changes(ServiceStanding standing) {
    if (standing.onlyMarks()) return "our mark";
    var fields = told(standing);
    return fields.isEmpty() ? "fields taken out of the manifest" : brief(fields);
  }

  private static String changes(List<SpecDiff.Field> beyondMarks) {
    return beyondMarks.isEmpty()
        ? "none"
        : brief(beyondMarks.stream().map(SpecDiff.Field::toString).distinct().toList());
  }

  private static String brief(List<String> fields) {
    var more = fields.size() > FIELDS ? " and " + (fields.size() - FIELDS) + " more" : "";
    return fields.stream().limit(FIELDS).collect(Collectors.joining(", ")) + more;
  }

  /** What somebody else has done to a service. */
  static String changedOutside(ServiceStanding standing) {
    return standing.removed() ? "removed" : changes(standing);
  }

  /** The differing fields but for our own bookkeeping, which differs whenever anything does. */
  static List<String> told(ServiceStanding standing) {
    return standing.changes().stream()
        .filter(f -> !f.path().endsWith(Labels.SPEC)
            && !f.path().endsWith(Labels.OWNER)
            && !f.path().endsWith(Labels.IMAGE))
        .map(SpecDiff.Field::toString)
        .distinct()
        .toList();
  }

  private ServiceRow row(ServiceStanding standing) {
    var gate = gates.of(standing.desired());
    String change = "none";
    if (standing.foreign()) change = "none: not ours";
    else if (standing.absent()) change = "create";
    else if (snapshot.reportOnly()) change = changes(standing.beyondMarks());
    else if (!standing.inPlace()) change = changes(standing);
    boolean held = !standing.foreign() && !standing.inPlace() && gate.isPresent();
    var rejected = snapshot.memory().rejected().entrySet().stream()
        .filter(e -> e.getKey().endsWith("Service service " + standing.desired().name()))
        .findFirst();
    return new ServiceRow(
        standing.desired().name(),
        standing.desired().spec().text("TaskTemplate", "ContainerSpec", "Image").orElse(""),
        standing.running(),
        standing.wanted(),
        standing.healthy(),
        held ? "held: " + change : change,
        held ? gate.map(Gate::waitsFor) : Optional.empty(),
        rejected.isPresent()
            ? rejected.get().getValue()
            : standing.running() >= standing.wanted() ? "" : standing.complaint());
  }

  private JobRow row(String name, JobRecord.Run run, JobPolicy policy, JobStep step) {
    var ofRun = snapshot.ledger().attemptsOf(name).stream()
        .filter(a -> a.run().equals(run.id()))
        .toList();
    return step.row(name, run, policy, ofRun);
  }
}
