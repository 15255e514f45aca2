package dev.skep.reconciler;

import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.reconciler.Difference.Line;
import dev.skep.reconciler.Difference.Verb;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells what the controller would do to a stack, all of it and not only what it would do first: as
 * if whatever has to be made were there and nothing had to wait.
 */
public final class Preview {
  private final Snapshot snapshot;
  private final Map<String, ServiceStanding> standings;
  private final References references;
  private final JobPlanner jobs;
  private final Gates gates;
  private final List<Line> lines = new ArrayList<>();
  private int unchanged;

  private Preview(Snapshot snapshot, List<RunKeys.Algorithm> algorithms) {
    this.snapshot = snapshot;
    this.references = References.foreseen(snapshot);
    this.standings = Planner.standings(snapshot, references);
    this.jobs = new JobPlanner(snapshot, references, algorithms);
    this.gates = Planner.gates(snapshot, standings, jobs);
  }

  /** One look at the Swarm, and what would change of each stack. */
  public static Either<SwarmFault, List<Difference>> of(
      Swarm swarm, String owner, String clusterId, Clock clock, Collection<DesiredStack> stacks) {
    var revisions =
        stacks.stream().collect(Collectors.toMap(DesiredStack::name, DesiredStack::revision));
    return new Observer(swarm, new Records(swarm, owner), owner, clock)
        .observe(stacks, Map.of())
        .map(seen -> stacks.stream()
            .map(stack -> of(
                new Snapshot(
                    clusterId,
                    owner,
                    stack,
                    seen.ledgerOf(stack.name()).pin(stack.revision()),
                    revisions,
                    seen,
                    seen.ledgerOf(stack.name()),
                    "",
                    -1,
                    Snapshot.Memory.EMPTY,
                    clock.now()),
                RunKeys.ALGORITHMS))
            .toList());
  }

  /** Pure. */
  static Difference of(Snapshot snapshot, List<RunKeys.Algorithm> algorithms) {
    if (snapshot.ledger().stack().isPresent()) {
      return new Preview(snapshot, algorithms).difference();
    }
    var asked = new JobPlanner(snapshot, References.foreseen(snapshot), algorithms).asked();
    var first = new Held<>(Planner.first(snapshot, asked), "", 0);
    return new Preview(snapshot.with(snapshot.ledger().with(first)), algorithms).difference();
  }

  private Difference difference() {
    snapshot
        .pin()
        .ifPresent(pin -> lines.add(new Line(
            Verb.HELD, "stack", "pinned to revision " + pin.revision() + ": " + pin.why())));
    if (snapshot.reportOnly()) {
      lines.add(new Line(Verb.HELD, "stack", "adopted; what differs is left until skep approve"));
    }
    references.missing().forEach(m -> lines.add(new Line(Verb.HELD, "stack", m)));
    for (var action : references.actions()) {
      lines.add(new Line(Verb.CREATE, action.target(), action.reason()));
    }
    var steps = jobs.steps(gates);
    for (var service : snapshot.desired().services().values()) {
      if (service.job().isPresent()) job(service, steps.get(service.name()));
    }
    standings.values().forEach(this::service);
    var prune = new Prune(snapshot, standings, steps);
    for (var name : prune.names()) {
      var what = "service " + name.substring(snapshot.desired().name().length() + 1);
      lines.add(
          prune.held()
              ? new Line(Verb.HELD, what, prune.why())
              : new Line(Verb.REMOVE, what, "no longer in the manifest"));
    }
    return new Difference(snapshot.desired().name(), lines, unchanged);
  }

  private void job(DesiredService job, JobStep step) {
    var what = "job " + job.name();
    if (step.phase().settled()) {
      unchanged++;
    } else if (needsPerson(step)) {
      lines.add(new Line(Verb.HELD, what, step.reason().text() + ": " + step.message()));
    } else {
      var because = jobs.runOf(job.name()).because();
      lines.add(new Line(Verb.RUN, what, List.of(because), 0, waitsFor(job)));
    }
  }

  /** A job that waits for its gate only will run. */
  private static boolean needsPerson(JobStep step) {
    return step.stalled()
        && switch (step.phase()) {
          case FAILED, UNKNOWN, SUSPENDED, BLOCKED -> true;
          case PENDING,
              STARTING,
              RUNNING,
              BACKING_OFF,
              STOPPING,
              SUCCEEDED,
              SCHEDULED,
              SUPERSEDED -> false;
        };
  }

  private void service(ServiceStanding standing) {
    var what = "service " + standing.desired().name();
    var waits = waitsFor(standing.desired());
    if (standing.foreign()) {
      lines.add(new Line(Verb.HELD, what, whose(standing)));
    } else if (standing.target().isEmpty()) {
      lines.add(new Line(Verb.HELD, what, "what it refers to does not exist"));
    } else if (standing.absent()) {
      lines.add(new Line(Verb.CREATE, what, List.of("not there yet"), 0, waits));
    } else if (standing.rolledBack()) {
      lines.add(new Line(Verb.HELD, what, "the engine has rolled just this back; change it"));
    } else if (!standing.inPlace()) {
      int restarts = restarts(standing) ? standing.wanted() : 0;
      lines.add(new Line(Verb.UPDATE, what, details(standing), restarts, waits));
    } else {
      unchanged++;
    }
  }

  private String whose(ServiceStanding standing) {
    var owner = standing.observed().flatMap(s -> s.label(Labels.OWNER));
    return owner
        .map(other -> "a service of that name exists, of owner " + other)
        .orElse("a service of that name exists and is not ours; to take it over: skep adopt stack "
            + snapshot.desired().name());
  }

  private static List<String> details(ServiceStanding standing) {
    if (standing.onlyMarks()) return List.of("our mark");
    var fields = Statuses.told(standing);
    return fields.isEmpty() ? List.of("fields taken out of the manifest") : fields;
  }

  /**
   * A task is replaced when its own spec changes, but for the placement as long as its node still
   * suits. A field that is only taken out of the file shows as a changed hash; what it was, nobody
   * knows here, so it counts as one of the task.
   */
  private static boolean restarts(ServiceStanding standing) {
    var told = Statuses.told(standing);
    if (standing.onlyMarks()) return false;
    return told.isEmpty()
        || standing.changes().stream()
            .map(SpecDiff.Field::path)
            .anyMatch(
                p -> p.startsWith("TaskTemplate.") && !p.startsWith("TaskTemplate.Placement"));
  }

  private Optional<String> waitsFor(DesiredService service) {
    return gates.of(service).map(Gate::waitsFor);
  }
}
