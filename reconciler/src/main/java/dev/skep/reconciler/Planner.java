package dev.skep.reconciler;

import dev.skep.model.DesiredService;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.Receipt;
import dev.skep.model.StackRecord;
import dev.skep.model.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides what to do for one stack. Pure: the same snapshot gives the same plan; reads no clock,
 * does no I/O, does not log.
 */
public final class Planner {
  private static final Duration WHILE_TASKS_START = Duration.ofSeconds(1);

  private final List<RunKeys.Algorithm> algorithms;

  public Planner() {
    this(RunKeys.ALGORITHMS);
  }

  /** Of another version of Skep, say. */
  Planner(List<RunKeys.Algorithm> algorithms) {
    this.algorithms = algorithms;
  }

  public Plan plan(Snapshot snapshot) {
    var references = new References(snapshot);
    var standings = standings(snapshot, references);
    var jobPlanner = new JobPlanner(snapshot, references, algorithms);
    var gates = gates(snapshot, standings, jobPlanner);
    var jobs = jobPlanner.steps(gates);
    var doomed = new Prune(snapshot, standings, jobs);

    var actions = new ArrayList<Action>();
    boolean held = held(snapshot).isPresent();
    if (!held && takenUp(snapshot)) {
      actions.addAll(references.actions());
      standings.values().forEach(s -> change(snapshot, s, gates).ifPresent(actions::add));
      if (!snapshot.reportOnly()) actions.addAll(doomed.actions());
    }
    jobs.values().forEach(step -> actions.addAll(step.actions()));

    var statuses = new Statuses(snapshot, standings, jobs, jobPlanner, gates, references, doomed);
    var status = statuses.status(actions);
    var announce = toAnnounce(snapshot, standings, gates);
    if (held) announce = Map.of();
    boolean wholly = status.whole() && statuses.converged(actions) && actions.isEmpty();
    remember(snapshot, jobPlanner, announce, standings, references, wholly).ifPresent(actions::add);
    var rejected = snapshot.memory().rejected().keySet();
    var withheld = actions.stream().filter(a -> rejected.contains(a.key())).toList();
    actions.removeAll(withheld);
    return new Plan(
        actions,
        withheld,
        after(snapshot, jobs, standings),
        jobs.values().stream().anyMatch(JobStep::live),
        status,
        outside(standings),
        Unwell.all(snapshot, standings),
        healthy(standings));
  }

  /**
   * The stack's record names the revision, and its receipt says what it changes: both come before
   * the first change, and services of ours without a record are a sign of its loss.
   */
  private static boolean takenUp(Snapshot snapshot) {
    return snapshot
        .ledger()
        .stack()
        .filter(s -> s.value().wanted().equals(snapshot.desired().revision()))
        .isPresent();
  }

  private static Optional<Gate> held(Snapshot snapshot) {
    return snapshot
        .suspended()
        .map(Gate::suspended)
        .or(() -> snapshot.lostPin().map(Gate::lostPin))
        .or(() -> snapshot
            .waitsFor()
            .map(stack -> Gate.waiting("stack/" + stack, "waits for stack " + stack)));
  }

  static Gates gates(
      Snapshot snapshot, Map<String, ServiceStanding> standings, JobPlanner jobPlanner) {
    var reported = Optional.of(Gate.reportOnly()).filter(g -> snapshot.reportOnly());
    return new Gates(held(snapshot).or(() -> reported), standings, jobStates(snapshot, jobPlanner));
  }

  static Map<String, ServiceStanding> standings(Snapshot snapshot, References references) {
    var out = new LinkedHashMap<String, ServiceStanding>();
    for (var service : snapshot.desired().services().values()) {
      if (service.job().isEmpty()) {
        out.put(service.name(), ServiceStanding.of(snapshot, service, references));
      }
    }
    return out;
  }

  private static Map<String, Gates.JobState> jobStates(Snapshot snapshot, JobPlanner planner) {
    var out = new LinkedHashMap<String, Gates.JobState>();
    for (DesiredService service : snapshot.desired().services().values()) {
      if (service.job().isPresent()) out.put(service.name(), planner.state(service));
    }
    return out;
  }

  private static Optional<Action> change(Snapshot snapshot, ServiceStanding standing, Gates gates) {
    if (!mayChange(snapshot, standing, gates)) return Optional.empty();
    var name = standing.desired().name();
    var target = standing.target().get();
    if (standing.absent()) {
      return Optional.of(new Action.CreateService(name, target, "not there yet"));
    }
    var live = standing.observed().get();
    if (standing.rolledBack() || unannounced(snapshot, standing)) return Optional.empty();
    var spec = standing.onlyMarks()
        ? marked(live.spec(), target)
        : keepingWhatIsNotOurs(standing.leavingOthers(snapshot, target), live);
    return Optional.of(new Action.UpdateService(name, live, spec, Statuses.changes(standing)));
  }

  /** As it is, so that nothing restarts. */
  private static Tree.Obj marked(Tree.Obj live, Tree.Obj target) {
    var out = live;
    for (var mark : List.of(Labels.OWNER, Labels.SPEC)) {
      out = out.with(List.of("Labels", mark), target.at("Labels", mark).orElseThrow());
    }
    return out;
  }

  /** It differs from what is wanted, is ours or nobody's, and nothing holds it back. */
  private static boolean mayChange(Snapshot snapshot, ServiceStanding standing, Gates gates) {
    boolean left = standing.changedOutside() && !snapshot.desired().policy().selfHeal();
    return !standing.foreign()
        && !left
        && standing.contest().isEmpty()
        && standing.target().isPresent()
        && !standing.inPlace()
        && (snapshot.reportOnly()
            ? standing.onlyMarks()
            : gates.of(standing.desired()).isEmpty());
  }

  /** It may be rolled back, and the stack's record does not say yet what is being pushed. */
  private static boolean unannounced(Snapshot snapshot, ServiceStanding standing) {
    var target = standing.target().orElseThrow();
    if (!target.text("UpdateConfig", "FailureAction").equals(Optional.of("rollback"))) return false;
    var pushed = snapshot.ledger().stack().map(s -> s.value().pushed()).orElse(Map.of());
    var push = Optional.ofNullable(pushed.get(standing.desired().name()));
    return !target.text("Labels", Labels.SPEC).equals(push.map(StackRecord.Push::hash));
  }

  /** What the stack's record must say before these services are updated. */
  private static Map<String, StackRecord.Push> toAnnounce(
      Snapshot snapshot, Map<String, ServiceStanding> standings, Gates gates) {
    var out = new TreeMap<String, StackRecord.Push>();
    for (var standing : standings.values()) {
      boolean update = !standing.absent() && mayChange(snapshot, standing, gates);
      if (update && unannounced(snapshot, standing)) {
        var hash = standing.target().get().text("Labels", Labels.SPEC).orElseThrow();
        var before = standing.observed().get().updateStartedAt();
        out.put(standing.desired().name(), new StackRecord.Push(hash, before));
      }
    }
    return out;
  }

  /**
   * Replicas are ours only if the file sets them; ForceUpdate is a count of the engine's users; and
   * who takes out of a task's spec what says nothing restarts the task.
   */
  private static Tree.Obj keepingWhatIsNotOurs(Tree.Obj target, ObservedService live) {
    var replicas = List.of("Mode", "Replicated", "Replicas");
    var task = target.object("TaskTemplate").withBlanksOf(live.spec().object("TaskTemplate"));
    var out = target.with("TaskTemplate", task);
    if (target.at("Mode", "Global").isEmpty()
        && target.at("Mode", "Replicated", "Replicas").isEmpty()
        && live.replicas().isPresent()) {
      out = out.with(replicas, Tree.of(live.replicas().get()));
    }
    var force = live.spec().number("TaskTemplate", "ForceUpdate").orElse(0);
    return force == 0 ? out : out.with(List.of("TaskTemplate", "ForceUpdate"), Tree.of(force));
  }

  /** The stack's record: made before any job begins, and told what is wanted and what is there. */
  private Optional<Action> remember(
      Snapshot snapshot,
      JobPlanner jobPlanner,
      Map<String, StackRecord.Push> announce,
      Map<String, ServiceStanding> standings,
      References references,
      boolean wholly) {
    var before = snapshot.ledger().stack();
    // To take up what the source says would end the pin.
    if (snapshot.lostPin().isPresent()) return Optional.empty();
    if (snapshot.desired().gone()) {
      return before
          .filter(b -> b.value().left().isEmpty())
          .map(b -> new Action.SaveStack(
              before, b.value().leaving(snapshot.now()), "no longer in its source"));
    }
    var revision = snapshot.desired().revision();
    boolean suspend = snapshot.desired().policy().suspend();
    var asked = jobPlanner.asked();
    if (before.isEmpty()) {
      var first = first(snapshot, asked).pushing(announce);
      return Optional.of(new Action.SaveStack(
          before,
          first,
          Optional.of(receipt(snapshot, first)),
          ImageLock.open(snapshot),
          "not there yet"));
    }
    var record = before.get().value();
    if (!record.wanted().equals(revision)
        || record.suspended() != suspend
        || record.left().isPresent()
        || !runKeys(record.jobs()).equals(runKeys(asked))
        || !announce.isEmpty()) {
      var after = record.wanting(revision, suspend, asked).pushing(announce);
      var why = "begin revision " + revision;
      if (after.number() == record.number()) {
        return Optional.of(new Action.SaveStack(before, after, why));
      }
      return Optional.of(new Action.SaveStack(
          before,
          after.locking(ImageLock.begin(snapshot)),
          Optional.of(receipt(snapshot, after)),
          ImageLock.open(snapshot),
          why));
    }
    if (!wholly) return Optional.empty();
    var inventory = inventory(snapshot, standings, references, record.inventory());
    boolean known = record.applied().filter(a -> a.revision().equals(revision)).isPresent();
    if (known && inventory.equals(record.inventory())) return Optional.empty();
    return Optional.of(new Action.SaveStack(
        before,
        record.locking(ImageLock.complete(snapshot)).applied(inventory, snapshot.now()),
        "revision " + revision + " is in place"));
  }

  private Receipt receipt(Snapshot snapshot, StackRecord taking) {
    var pinned = snapshot.pin().stream().map(pin -> "rolled back: " + pin.why());
    var changes = Preview.of(snapshot, algorithms).lines().stream().map(Difference.Line::text);
    var what = Stream.concat(pinned, changes).toList();
    var revision = Optional.of(taking.wanted());
    return Receipt.of(taking.stack(), taking.number(), revision, snapshot.now(), what)
        .from(snapshot.desired().origin());
  }

  /** Of jobs of a stack that runs already nobody knows whether they have run. */
  static StackRecord first(Snapshot snapshot, Map<String, StackRecord.Job> asked) {
    var name = snapshot.desired().name();
    return new StackRecord(
        name,
        JobPlanner.incarnation(snapshot),
        snapshot.observation().servicesOf(name).isEmpty() ? Set.of() : asked.keySet(),
        1,
        snapshot.desired().revision(),
        snapshot.desired().policy().suspend(),
        asked,
        Map.of(),
        Map.of(),
        StackRecord.Inventory.EMPTY,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Map<String, String> runKeys(Map<String, StackRecord.Job> jobs) {
    return jobs.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().runKey()));
  }

  private static StackRecord.Inventory inventory(
      Snapshot snapshot,
      Map<String, ServiceStanding> standings,
      References references,
      StackRecord.Inventory before) {
    var services = new TreeMap<String, String>();
    standings.forEach(
        (name, standing) -> standing.observed().ifPresent(seen -> services.put(name, seen.id())));
    var jobs = new TreeSet<>(before.jobs());
    jobs.addAll(snapshot.ledger().jobs().keySet());
    return new StackRecord.Inventory(services, jobs, references.ours());
  }

  private static Set<String> outside(Map<String, ServiceStanding> standings) {
    return standings.values().stream()
        .filter(ServiceStanding::changedOutside)
        .map(s -> s.desired().name())
        .collect(Collectors.toSet());
  }

  private static Map<String, Long> healthy(Map<String, ServiceStanding> standings) {
    return standings.values().stream()
        .filter(ServiceStanding::healthy)
        .map(s -> s.observed().orElseThrow())
        .collect(Collectors.toMap(ObservedService::id, ObservedService::version));
  }

  private static Optional<Duration> after(
      Snapshot snapshot, Map<String, JobStep> jobs, Map<String, ServiceStanding> standings) {
    var repairs =
        standings.values().stream().flatMap(s -> s.contest().stream()).map(Repairs.Contest::until);
    var wake = Stream.concat(jobs.values().stream().flatMap(j -> j.wakeAt().stream()), repairs)
        .map(at -> Duration.between(snapshot.now(), at))
        .min(Duration::compareTo);
    boolean starting =
        standings.values().stream().anyMatch(s -> s.observed().isPresent() && !s.healthy());
    if (!starting) return wake;
    return wake.filter(w -> w.compareTo(WHILE_TASKS_START) < 0)
        .or(() -> Optional.of(WHILE_TASKS_START));
  }
}
