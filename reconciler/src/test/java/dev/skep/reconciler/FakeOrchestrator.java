package dev.skep.reconciler;

import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Swarm's replicated and global orchestrators with restarts and updates, as far as Skep relies on
 * them: which slots a service has, and when the task in one is replaced (swarmkit {@code
 * orchestrator/replicated}, {@code restart}, {@code task.go}). Knows no time but what it is given.
 */
final class FakeOrchestrator {
  private static final int HISTORY = 5;

  private final FakeState state;
  private final Instant now;
  private boolean changed;

  FakeOrchestrator(FakeState state, Instant now) {
    this.state = state;
    this.now = now;
  }

  /** True when something was changed, and another look may change more. */
  boolean reconcile() {
    for (var service : state.services.values()) {
      var tasks = state.tasksOf(service.id());
      if (tasks.isEmpty() && service.replicas() == 0) continue;
      reconcile(service, tasks);
      new FakeUpdater(state, now).follow(service.id()).ifPresent(s -> changed = true);
    }
    return changed;
  }

  private void reconcile(FakeService service, List<FakeTask> tasks) {
    var slots = new TreeMap<String, List<FakeTask>>();
    for (var task : tasks)
      slots.computeIfAbsent(task.slot(), s -> new ArrayList<>()).add(task);
    var wanted = slots(service);
    for (var slot : wanted) fill(service, slot, slots.getOrDefault(slot, List.of()));
    slots.forEach((slot, old) -> {
      if (!wanted.contains(slot) && !service.job()) old.forEach(t -> giveUp(service, t));
    });
  }

  private Set<String> slots(FakeService service) {
    var slots = new LinkedHashSet<String>();
    if (service.global()) {
      for (var node : FakePlacement.eligible(service.spec().object("TaskTemplate"), state))
        slots.add("node:" + node.seen().id());
    } else {
      var prefix = service.job() ? service.iteration() + "/" : "";
      LongStream.rangeClosed(1, service.replicas()).forEach(n -> slots.add(prefix + n));
    }
    return slots;
  }

  private void fill(FakeService service, String slot, List<FakeTask> tasks) {
    if (tasks.isEmpty()) {
      make(service, slot, now);
      return;
    }
    var newest = tasks.getLast();
    if (service.job()) return;
    if (dirty(service, newest)) {
      for (var task : tasks) if (task.wanted()) put(task.wanting("shutdown"));
      announce(service.id());
      make(service, slot, now);
      prune(tasks);
    } else if (newest.state().terminal() && newest.wanted()) {
      put(newest.wanting("shutdown"));
    } else if (newest.desired().equals("shutdown") && runsAgain(service, newest, tasks)) {
      make(service, slot, now.plus(delay(service, newest)));
      prune(tasks);
    }
  }

  /** A change of the placement alone leaves a task alone while its node still matches. */
  private boolean dirty(FakeService service, FakeTask task) {
    var spec = service.spec();
    if (!Objects.equals(blankAsAbsent(spec), blankAsAbsent(task.service()))) return true;
    var wanted = spec.object("TaskTemplate");
    if (wanted.without("Placement").equals(task.spec().without("Placement"))) {
      if (wanted.object("Placement").equals(task.spec().object("Placement"))) return false;
      return state.node(task.node()).map(n -> !FakePlacement.matches(wanted, n)).orElse(true);
    }
    return true;
  }

  private static String blankAsAbsent(Tree.Obj spec) {
    var endpoint = spec.object("EndpointSpec");
    return endpoint.blank() ? "" : endpoint.canonical();
  }

  /** The state of an update counts as a change of the service, as every write does. */
  private void announce(String serviceId) {
    var service = state.services.get(serviceId).get();
    if (service.updateState().isEmpty()) state.put(service.in("updating", ++state.index, now));
  }

  private boolean runsAgain(FakeService service, FakeTask task, List<FakeTask> slot) {
    var policy = service.spec().object("TaskTemplate", "RestartPolicy");
    var condition = policy.text("Condition").orElse("any");
    if (condition.equals("none")) return false;
    if (condition.equals("on-failure") && task.state() == TaskState.COMPLETE) return false;
    long most = policy.number("MaxAttempts").orElse(0);
    long runs = slot.stream().filter(t -> t.spec().equals(task.spec())).count();
    return most == 0 || runs <= most;
  }

  private static Duration delay(FakeService service, FakeTask task) {
    if (!task.state().terminal()) return Duration.ZERO;
    var delay = service.spec().number("TaskTemplate", "RestartPolicy", "Delay");
    return delay.isPresent() ? Duration.ofNanos(delay.getAsLong()) : Duration.ofSeconds(5);
  }

  /** A slot that is no longer wanted: its records go, a running container after its stop. */
  private void giveUp(FakeService service, FakeTask task) {
    var end = service.global() ? "shutdown" : "remove";
    if (!task.desired().equals(end) && !task.desired().equals("remove")) put(task.wanting(end));
  }

  private void make(FakeService service, String slot, Instant notBefore) {
    put(FakeTask.made(state.newId("task"), service, slot, now, notBefore));
  }

  private void prune(List<FakeTask> slot) {
    var ended = slot.stream().filter(t -> t.state().terminal()).toList();
    for (int i = 0; i < ended.size() - HISTORY; i++) state.remove(ended.get(i));
  }

  private void put(FakeTask task) {
    state.put(task);
    changed = true;
  }

  /** Instants at which a reconcile may have something to do although no task changes. */
  static Map<String, Instant> deadlines(FakeState state) {
    var out = new TreeMap<String, Instant>();
    for (var service : state.services.values())
      if (service.updateState().filter(FakeUpdater::going).isPresent())
        for (var task : state.tasksOf(service.id()))
          if (task.state() == TaskState.RUNNING)
            out.put(task.id(), task.since().plus(service.monitor()));
    return out;
  }
}
