package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobOrders;
import dev.skep.model.JobRecord;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An engine that knows one job, made for speed: its orchestrator, scheduler and nodes each act when
 * they are told to, so that anything may happen between any two of their steps. Of services it
 * knows what the job machine relies on, as seen on real engines (docs/design/jobs.md).
 */
final class OneJobSwarm {
  /** All that can be read at one moment. */
  record Glance(
      Optional<Held<JobRecord>> record,
      JobOrders orders,
      List<AttemptRecord> attempts,
      List<ObservedService> services,
      List<ObservedTask> tasks,
      Map<String, ObservedNode> nodes) {}

  private static final int[] CODES = {0, 0, 0, 1, 1, 2, 3, 75};

  Optional<Held<JobRecord>> record = Optional.empty();
  JobOrders orders = JobOrders.none("shop", "migrate");
  final List<AttemptRecord> attempts = new ArrayList<>();
  final Map<String, ObservedService> services = new LinkedHashMap<>();
  final List<OneJobTask> tasks = new ArrayList<>();

  /** Also those that the engine has forgotten. */
  final List<OneJobTask> all = new ArrayList<>();

  /** Of every container that ever ran, the attempt's service; also of those that are removed. */
  final Map<OneJobTask, ObservedService> containers = new LinkedHashMap<>();

  private final Map<String, ObservedNode> nodes = new TreeMap<>();
  private final Map<String, Duration> clocks = new TreeMap<>();
  private final Random random;
  private final Consumer<OneJobTask> onStart;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private long version = 1;

  /** From some time on what begins comes to a good end. */
  boolean kind;

  private int made;

  /**
   * @param onStart told of each container just before it starts
   */
  OneJobSwarm(Random random, Consumer<OneJobTask> onStart) {
    this.random = random;
    this.onStart = onStart;
    join();
    join();
  }

  Instant now() {
    return now;
  }

  Glance glance() {
    return new Glance(
        record,
        orders,
        List.copyOf(attempts),
        List.copyOf(services.values()),
        tasks.stream().map(OneJobTask::seen).toList(),
        Map.copyOf(nodes));
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  private void join() {
    var id = "n" + ++made;
    nodes.put(id, new ObservedNode(id, id, "ready", "active", now));
    clocks.put(id, Duration.ofSeconds(random.nextInt(5) == 0 ? random.nextInt(7200) - 3600 : 0));
  }

  // Writes, as the engine takes them.

  boolean save(Optional<Held<JobRecord>> before, JobRecord after) {
    var there = record.map(Held::version);
    if (!there.equals(before.map(Held::version))) return false;
    record = Optional.of(new Held<>(after, "job", ++version));
    return true;
  }

  boolean end(AttemptRecord attempt) {
    if (attempts.stream()
        .anyMatch(a -> a.run().equals(attempt.run()) && a.number() == attempt.number())) {
      return false;
    }
    attempts.add(attempt);
    return true;
  }

  boolean create(Tree.Obj spec) {
    var name = spec.text("Name").orElseThrow();
    if (services.values().stream().anyMatch(s -> s.name().equals(name))) return false;
    var id = "s" + ++made;
    services.put(id, service(id, spec, now));
    return true;
  }

  boolean update(ObservedService before, Tree.Obj spec) {
    var there = services.get(before.id());
    if (there == null || there.version() != before.version()) return false;
    services.put(before.id(), service(before.id(), spec, there.createdAt()));
    return true;
  }

  boolean remove(String id) {
    tasks.removeIf(t -> t.serviceId.equals(id));
    return services.remove(id) != null;
  }

  private ObservedService service(String id, Tree.Obj spec, Instant created) {
    return new ObservedService(
        id, ++version, created, now, spec, Optional.empty(), Optional.empty(), 0, 1, 0);
  }

  // What happens by itself, one thing at a time.

  void orchestrate() {
    for (var service : services.values()) {
      if (!AttemptSpec.begun(service)) continue;
      boolean impossible = AttemptSpec.impossible(service.spec().object("TaskTemplate"));
      if (service.replicas().isEmpty()) onEveryNode(service, impossible);
      for (long slot = 1; slot <= service.replicas().orElse(0L); slot++) {
        var mine = tasksOf(service, slot);
        if (!mine.isEmpty() && (!impossible || mine.getLast().impossible)) continue;
        mine.forEach(t -> t.wanted = false);
        make(service, slot, "", impossible);
      }
    }
    // A task that was never placed and is given up is over.
    tasks.stream()
        .filter(t -> !t.placed() && !t.wanted && !t.state.terminal() && t.bound.isEmpty())
        .forEach(t -> t.enter(TaskState.SHUTDOWN, now));
    tasks.stream().filter(t -> is(t, "down")).forEach(t -> t.wanted = false);
  }

  private void onEveryNode(ObservedService service, boolean impossible) {
    if (impossible) tasksOf(service, 0).forEach(t -> t.wanted = false);
    for (var node : nodes.values()) {
      if (impossible || node.down()) continue;
      if (tasksOf(service, 0).stream().anyMatch(t -> t.bound.equals(node.id()))) continue;
      make(service, 0, node.id(), false);
    }
  }

  private void make(ObservedService service, long slot, String bound, boolean impossible) {
    var task = new OneJobTask("t" + ++made, service.id(), slot, bound, impossible, now);
    tasks.add(task);
    all.add(task);
  }

  private List<OneJobTask> tasksOf(ObservedService service, long slot) {
    return tasks.stream()
        .filter(t -> t.serviceId.equals(service.id()) && t.slot == slot)
        .toList();
  }

  void schedule() {
    var ready =
        nodes.values().stream().filter(n -> !n.down()).map(ObservedNode::id).toList();
    if (ready.isEmpty()) return;
    for (var task : tasks) {
      if (task.placed() || !task.wanted || task.impossible || task.state.terminal()) continue;
      if (!task.bound.isEmpty() && !ready.contains(task.bound)) continue;
      task.node = task.bound.isEmpty() ? ready.get(random.nextInt(ready.size())) : task.bound;
      task.enter(TaskState.ASSIGNED, now);
    }
  }

  /** The nodes take their tasks further, and tell of it. */
  void work(int steps) {
    for (int i = 0; i < steps; i++) work();
  }

  private void work() {
    for (var task : tasks) {
      if (!task.placed() || task.state.terminal() || !at(task, "ready")) continue;
      if (!task.wanted) stop(task);
      else if (task.state == TaskState.ASSIGNED) task.enter(TaskState.PREPARING, clock(task));
      else if (task.state == TaskState.PREPARING) prepare(task);
      else if (task.container == null) start(task);
      else if (task.container.live) task.enter(TaskState.RUNNING, clock(task));
      else task.report(clock(task));
    }
  }

  private void prepare(OneJobTask task) {
    if (kind || random.nextInt(8) > 0) task.enter(TaskState.STARTING, clock(task));
    else task.end(TaskState.REJECTED, 0, "No such image", clock(task));
  }

  private void start(OneJobTask task) {
    onStart.accept(task);
    task.container = new OneJobTask.Container();
    containers.put(task, services.get(task.serviceId));
  }

  private void stop(OneJobTask task) {
    if (task.container == null) {
      task.end(TaskState.SHUTDOWN, 0, "", clock(task));
    } else if (!task.container.live) {
      task.report(clock(task));
    } else if (random.nextBoolean()) {
      task.container.live = false;
      task.end(TaskState.SHUTDOWN, 137, "", clock(task));
    }
  }

  /** A container ends by itself, seen or unseen. */
  void containerEnds() {
    var live = containers.keySet().stream().filter(t -> t.container.live).toList();
    if (live.isEmpty()) return;
    if (kind) {
      live.forEach(t -> {
        t.container.live = false;
        t.container.code = 0;
      });
      return;
    }
    var container = live.get(random.nextInt(live.size())).container;
    container.live = false;
    container.code = CODES[random.nextInt(CODES.length)];
  }

  /** The engine of a node is killed and comes back without its containers. */
  void daemonRestarts() {
    for (var task : tasks) {
      if (task.container == null || task.state.terminal() || !at(task, "ready")) continue;
      task.container.live = false;
      switch (random.nextInt(3)) {
        case 0 -> task.end(TaskState.SHUTDOWN, 0, "", clock(task));
        case 1 -> task.end(TaskState.FAILED, 0, "No such container: x", clock(task));
        default -> task.end(TaskState.FAILED, 128, "container x already exists", clock(task));
      }
    }
  }

  void nodeChanges() {
    var ids = List.copyOf(nodes.keySet());
    var id = ids.get(random.nextInt(ids.size()));
    var state = nodes.get(id).state();
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> nodeTurns(id, state.equals("ready") ? "down" : "ready");
      case 3 -> nodeTurns(id, "unknown");
      case 4 -> crash(id);
      case 5 -> forget(id);
      default -> nodeTurns(id, "ready");
    }
  }

  void allNodesReady() {
    for (var id : List.copyOf(nodes.keySet())) nodeTurns(id, "ready");
  }

  private void nodeTurns(String id, String state) {
    nodes.put(id, new ObservedNode(id, id, state, "active", now));
  }

  private void crash(String id) {
    nodeTurns(id, "down");
    for (var task : containers.keySet()) {
      if (!task.node.equals(id) || !task.container.live) continue;
      task.container.live = false;
      task.container.code = 137;
    }
  }

  /** As {@code docker node rm --force}; its containers run on. */
  private void forget(String id) {
    nodes.remove(id);
    join();
    containers.keySet().stream()
        .filter(t -> t.bound.equals(id))
        .forEach(t -> t.container.forgotten = true);
    tasks.removeIf(t -> t.bound.equals(id));
    tasks.stream()
        .filter(t -> t.node.equals(id) && !t.state.terminal())
        .forEach(t -> t.end(TaskState.ORPHANED, 0, "", now));
  }

  /** The engine itself writes to services too. */
  void versionMoves() {
    services.replaceAll((id, s) -> service(id, s.spec(), s.createdAt()));
  }

  /** Somebody removes an attempt's service. */
  void handRemoves() {
    services.keySet().stream().findFirst().ifPresent(this::remove);
  }

  /** The same of a task that is only meant for the node. */
  private boolean is(OneJobTask task, String state) {
    var node = nodes.get(task.placed() ? task.node : task.bound);
    return node != null && node.state().equals(state);
  }

  private boolean at(OneJobTask task, String state) {
    var node = nodes.get(task.node);
    return node != null && node.state().equals(state);
  }

  private Instant clock(OneJobTask task) {
    return now.plus(clocks.getOrDefault(task.node, Duration.ZERO));
  }
}
