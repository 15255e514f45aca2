package dev.skep.reconciler;

import dev.skep.model.DesiredService;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a service that is no job stands against what is asked for.
 *
 * @param target the spec to have; empty while something it refers to does not exist
 * @param foreign a service of that name exists that is not ours
 * @param changes the fields that differ
 * @param rolledBack the engine has taken back just this spec
 * @param removed it was in place, and somebody has removed it
 * @param contest somebody undoes again and again what we put right, and we wait
 * @param running tasks that run by the service's present spec
 * @param complaint what the engine says of tasks that do not run
 */
record ServiceStanding(
    DesiredService desired,
    Optional<Tree.Obj> target,
    Optional<ObservedService> observed,
    boolean foreign,
    List<SpecDiff.Field> changes,
    boolean drifted,
    boolean rolledBack,
    boolean removed,
    Optional<Repairs.Contest> contest,
    int running,
    int wanted,
    String complaint) {

  static ServiceStanding of(Snapshot snapshot, DesiredService desired, References references) {
    var observation = snapshot.observation();
    var found = observation.serviceNamed(desired.fullName());
    boolean foreign = found.isPresent() && !ours(snapshot, desired, found.get());
    var target = references
        .resolve(desired.spec())
        .map(s -> marked(s, snapshot))
        .map(s -> ImageLock.apply(snapshot, s))
        .map(s -> found.map(f -> ImageDigest.keep(s, f.spec())).orElse(s));
    if (found.isEmpty() || foreign || target.isEmpty()) {
      boolean removed = found.isEmpty() && made(snapshot, desired).isPresent();
      return new ServiceStanding(
          desired,
          target,
          found,
          foreign,
          List.of(),
          false,
          false,
          removed,
          contest(snapshot, desired, removed),
          found.map(ObservedService::runningTasks).orElse(0),
          found.map(ObservedService::desiredTasks).orElse(0),
          "");
    }
    var service = found.get();
    var tolerated = snapshot.memory().tolerated().getOrDefault(service.id(), Set.of());
    boolean sameHash = service.label(Labels.SPEC).equals(target.get().text("Labels", Labels.SPEC));
    var changes = SpecDiff.of(target.get(), service.spec()).stream()
        .filter(f -> !(sameHash && tolerated.contains(f.path())))
        .filter(f -> !LeftToOthers.is(snapshot.desired().policy(), desired.name(), f.path()))
        .toList();
    boolean drifted = sameHash && !changes.isEmpty();
    int running = observation.hasTasksOf(service.id())
        ? current(service, snapshot.tasksOf(service.id()))
        : service.runningTasks();
    return new ServiceStanding(
        desired,
        target,
        found,
        false,
        changes,
        drifted,
        !sameHash && tookBack(snapshot, desired, service, target.get()),
        false,
        contest(snapshot, desired, drifted),
        running,
        service.desiredTasks(),
        complaint(snapshot.tasksOf(service.id())));
  }

  /** By its mark; or it is the very one we made, and somebody has overwritten its labels. */
  private static boolean ours(Snapshot snapshot, DesiredService desired, ObservedService found) {
    var owner = found.label(Labels.OWNER);
    if (owner.isPresent()) return owner.get().equals(snapshot.owner());
    return made(snapshot, desired).equals(Optional.of(found.id()))
        || snapshot.ledger().adopted()
            && found
                .label(Labels.NAMESPACE)
                .equals(Optional.of(snapshot.desired().name()));
  }

  /** The id that it had when a revision was last wholly in place. */
  private static Optional<String> made(Snapshot snapshot, DesiredService desired) {
    return snapshot.ledger().stack().map(s -> s.value().inventory().services().get(desired.name()));
  }

  private static Optional<Repairs.Contest> contest(
      Snapshot snapshot, DesiredService desired, boolean changedByOthers) {
    return changedByOthers
        ? Optional.ofNullable(snapshot.memory().contests().get(desired.name()))
        : Optional.empty();
  }

  /** A roll-back that began after this very spec was pushed. */
  private static boolean tookBack(
      Snapshot snapshot, DesiredService desired, ObservedService service, Tree.Obj target) {
    var push = snapshot.ledger().stack().map(s -> s.value().pushed().get(desired.name()));
    return service.rolledBack()
        && push.isPresent()
        && target.text("Labels", Labels.SPEC).equals(Optional.of(push.get().hash()))
        && !push.get().before().equals(service.updateStartedAt());
  }

  /** Our mark, and the hash that tells when a field was taken out of the file. */
  private static Tree.Obj marked(Tree.Obj spec, Snapshot snapshot) {
    var hash = snapshot.memory().hash().apply(spec);
    return spec.with(List.of("Labels", Labels.OWNER), Tree.of(snapshot.owner()))
        .with(List.of("Labels", Labels.SPEC), Tree.of(hash));
  }

  private static int current(ObservedService service, List<ObservedTask> tasks) {
    var now = comparable(service.spec().object("TaskTemplate"));
    return (int) tasks.stream()
        .filter(t -> t.state() == TaskState.RUNNING && t.desiredState().equals("running"))
        .filter(t -> SpecDiff.same(comparable(t.spec()), now))
        .count();
  }

  /** A task keeps its place when only the placement changes, and does not tell its runtime. */
  private static Tree.Obj comparable(Tree.Obj taskSpec) {
    return taskSpec.without("Placement").without("Runtime");
  }

  private static String complaint(List<ObservedTask> tasks) {
    return tasks.stream()
        .filter(t -> t.error().isPresent())
        .max(Comparator.comparing(ObservedTask::since))
        .flatMap(ObservedTask::error)
        .orElse("");
  }

  /** The spec with what the manifest leaves to others as it is. */
  Tree.Obj leavingOthers(Snapshot snapshot, Tree.Obj spec) {
    return LeftToOthers.keep(
        snapshot.desired().policy(),
        desired.name(),
        spec,
        observed.orElseThrow().spec());
  }

  /** Somebody else has changed or removed what was in place. */
  boolean changedOutside() {
    return drifted || removed;
  }

  /**
   * What an update would change of the service that others have made, but for our marks; also what
   * it would take away because the manifest does not set it.
   */
  List<SpecDiff.Field> beyondMarks() {
    var all = new ArrayList<>(changes.stream().filter(f -> !mark(f.path())).toList());
    if (observed.isPresent() && target.isPresent()) {
      SpecDiff.of(set(observed.get().spec()), set(target.get())).stream()
          .filter(f -> all.stream().noneMatch(known -> known.path().equals(f.path())))
          .forEach(f -> all.add(new SpecDiff.Field(f.path(), f.desired(), f.observed())));
    }
    return all;
  }

  /** Made by others and as it shall be, but for our marks. */
  boolean onlyMarks() {
    return !inPlace()
        && observed.filter(s -> s.label(Labels.OWNER).isEmpty()).isPresent()
        && target.isPresent()
        && beyondMarks().isEmpty();
  }

  private static boolean mark(String path) {
    return path.startsWith("Labels." + Labels.of("")) || path.equals("Labels." + Labels.IMAGE);
  }

  /** What of a spec somebody has set: the engine fills in the rest, or it restarts no task. */
  private static Tree.Obj set(Tree.Obj spec) {
    var task = comparable(spec.object("TaskTemplate")).without("ForceUpdate");
    return new Tree.Obj(Map.of(
        "TaskTemplate", task.without(List.of("ContainerSpec", "Isolation")),
        "EndpointSpec", spec.object("EndpointSpec").without("Mode")));
  }

  boolean absent() {
    return observed.isEmpty();
  }

  /** The spec is in place, whatever the tasks do. */
  boolean inPlace() {
    return observed.isPresent() && !foreign && target.isPresent() && changes.isEmpty();
  }

  boolean updating() {
    return observed
        .flatMap(ObservedService::updateState)
        .filter(s -> s.equals("updating") || s.equals("rollback_started"))
        .isPresent();
  }

  /** In place, all tasks of the present spec running, no update under way. */
  boolean healthy() {
    return inPlace() && !updating() && running >= wanted;
  }

  boolean started() {
    return inPlace() && (wanted == 0 || running > 0);
  }
}
