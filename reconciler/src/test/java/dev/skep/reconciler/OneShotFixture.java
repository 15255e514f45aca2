package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobPhase;
import dev.skep.model.Labels;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.OneShotStatus;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** One service of an application, its tasks and what is recorded of it. */
final class OneShotFixture {
  static final String OWNER = "team";
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final Tree.Obj TEMPLATE = Tree.Obj.EMPTY
      .with(List.of("ContainerSpec", "Image"), Tree.of("busybox"))
      .with("Runtime", Tree.of("container"))
      .with("ForceUpdate", Tree.of(0));

  private final Map<String, String> labels = new TreeMap<>(Map.of(Labels.EPHEMERAL, "true"));
  private final List<ObservedTask> tasks = new ArrayList<>();
  private final List<AttemptRecord> recorded = new ArrayList<>();
  private Tree.Obj mode = mode("Replicated", "Replicas", 1);
  private Tree.Obj template = TEMPLATE;
  private long iteration;
  private Instant updatedAt = NOW.minusSeconds(60);
  private Instant now = NOW;
  private boolean nodeDown;
  private boolean gone;

  OneShotFixture label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  OneShotFixture without(String label) {
    labels.remove(label);
    return this;
  }

  OneShotFixture replicas(int count) {
    mode = mode("Replicated", "Replicas", count);
    return this;
  }

  OneShotFixture job(int completions) {
    mode = mode("ReplicatedJob", "TotalCompletions", completions);
    return this;
  }

  /** With another template; the engine has not acted on it yet. */
  OneShotFixture updated() {
    template = template.with("ForceUpdate", Tree.of(iteration + 1));
    updatedAt = now;
    if (mode.at("ReplicatedJob").isPresent()) iteration++;
    return this;
  }

  /** Told to run nowhere: the engine ends its task and keeps a replacement that finds no node. */
  OneShotFixture fenced() {
    template = template.with(
        List.of("Placement", "Constraints"), Tree.strings(List.of(AttemptSpec.IMPOSSIBLE)));
    return touched();
  }

  /** Somebody changed a label, and runs nothing by that. */
  OneShotFixture touched() {
    updatedAt = now;
    return this;
  }

  OneShotFixture task(TaskState state, String desired, int exitCode) {
    return task(1, state, desired, exitCode, Optional.of("container"));
  }

  OneShotFixture taskOfSlot(int slot, TaskState state, String desired, int exitCode) {
    return task(slot, state, desired, exitCode, Optional.of("container"));
  }

  OneShotFixture taskWithoutContainer(TaskState state, String error) {
    task(1, state, "shutdown", 0, Optional.empty());
    var task = tasks.removeLast();
    tasks.add(new ObservedTask(
        task.id(),
        task.serviceId(),
        task.nodeId(),
        state,
        task.desiredState(),
        task.message(),
        Optional.of(error),
        OptionalInt.empty(),
        Optional.empty(),
        task.createdAt(),
        task.since(),
        task.spec(),
        task.slot(),
        task.iteration()));
    return this;
  }

  private OneShotFixture task(
      int slot, TaskState state, String desired, int exitCode, Optional<String> container) {
    int number = tasks.size();
    var created = now.minusSeconds(30).plusSeconds(number);
    tasks.add(new ObservedTask(
        "t" + number,
        "s1",
        state == TaskState.PENDING ? Optional.empty() : Optional.of("n1"),
        state,
        desired,
        state.text(),
        exitCode == 0 ? Optional.empty() : Optional.of("task: non-zero exit (" + exitCode + ")"),
        state.terminal() ? OptionalInt.of(exitCode) : OptionalInt.empty(),
        container,
        created,
        created.plusSeconds(9),
        template.without("Runtime"),
        slot,
        iteration));
    return this;
  }

  OneShotFixture nodeDown() {
    nodeDown = true;
    return this;
  }

  OneShotFixture later(Duration by) {
    now = now.plus(by);
    return this;
  }

  /** Writes down what is to be recorded now. */
  OneShotFixture recorded() {
    for (var action : decide().actions()) {
      if (action instanceof OneShotAction.RecordOneShot) recorded.add(action.end());
    }
    return this;
  }

  OneShotFixture alsoRecorded(AttemptRecord end) {
    recorded.addFirst(end);
    return this;
  }

  OneShotFixture gone() {
    gone = true;
    return this;
  }

  /** An older end of another service, which is gone; the higher its number the older. */
  static AttemptRecord gone(AttemptRecord like, int number) {
    return new AttemptRecord(
        "",
        "old-" + number,
        "run-" + number,
        "",
        1,
        1,
        like.result(),
        like.verdict(),
        like.reason(),
        "",
        like.exitCode(),
        like.node(),
        Optional.of("gone-" + number),
        like.startedAt(),
        like.endedAt().minusSeconds(number + 1));
  }

  OneShots.Decision decide() {
    var services = gone || !OneShots.isOneShot(service(), OWNER)
        ? List.<ObservedService>of()
        : List.of(service());
    return OneShots.decide(
        new OneShots.Sight(
            services, id -> tasks, id -> id.map(n -> node()), List.copyOf(recorded), now),
        Duration.ofHours(1));
  }

  OneShotStatus status() {
    return decide().statuses().getFirst();
  }

  JobPhase phase() {
    return status().row().phase();
  }

  List<OneShotAction> actions() {
    return decide().actions();
  }

  /** How it is to be recorded. */
  AttemptRecord end() {
    return actions().stream()
        .filter(OneShotAction.RecordOneShot.class::isInstance)
        .map(OneShotAction::end)
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing to record: " + decide()));
  }

  private ObservedService service() {
    var spec = Tree.Obj.EMPTY
        .with("Name", Tree.of("cleanup"))
        .with("Labels", Tree.strings(labels))
        .with("TaskTemplate", template)
        .with("Mode", mode);
    return new ObservedService(
        "s1",
        12,
        NOW.minusSeconds(60),
        updatedAt,
        spec,
        Optional.empty(),
        Optional.empty(),
        0,
        1,
        iteration);
  }

  private ObservedNode node() {
    return new ObservedNode("n1", "worker-1", nodeDown ? "down" : "ready", "active", NOW);
  }

  private static Tree.Obj mode(String name, String field, int count) {
    return Tree.Obj.EMPTY.with(List.of(name, field), Tree.of(count));
  }
}
