package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import io.vavr.control.Either;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;

/** What the claims of {@link SwarmContract} stand on: objects of one test, found by its label. */
public abstract class ContractFixture {
  protected static final String IMAGE = "skep-lab/busybox:1";
  protected static final String TEST = "skep.test";

  /** Programs that the fake knows too. */
  protected static final String[] ENDS_WELL = {"true"};

  protected static final String[] RUNS = {"sleep", "600"};
  protected static final String[] FAILS = {"sh", "-c", "echo one; echo two; echo three; exit 3"};

  protected final String mine = "t" + UUID.randomUUID().toString().substring(0, 8);
  protected final Map<String, String> label = Map.of(TEST, mine);

  protected abstract Swarm swarm();

  /** Lets time pass until it holds; fails when that takes too long. */
  protected abstract void await(Callable<Boolean> condition);

  @AfterEach
  void removeWhatTheTestMade() {
    got(swarm().services(label)).forEach(s -> got(swarm().removeService(s.id())));
    // Engines before 23.0.2 never forget the tasks of a removed job mode.
    await(() -> got(swarm().tasks(label)).stream()
        .allMatch(t -> t.desiredState().equals("complete") && t.state().terminal()));
    for (var kind : Kind.values())
      got(swarm().payloads(kind, label)).forEach(p -> got(swarm().removePayload(kind, p.id())));
    for (var network : got(swarm().networks()))
      if (mine.equals(network.labels().get(TEST)))
        await(() -> swarm().removeNetwork(network.id()).isRight());
  }

  protected static <T> T got(Either<SwarmFault, T> result) {
    assertThat(result.isRight()).as("%s", result).isTrue();
    return result.get();
  }

  protected static void refused(Class<? extends SwarmFault> fault, Either<SwarmFault, ?> result) {
    assertThat(result.isLeft()).as("%s", result).isTrue();
    assertThat(result.getLeft()).isInstanceOf(fault);
    assertThat(result.getLeft().message()).isNotBlank();
  }

  protected String name(String suffix) {
    return mine + "-" + suffix;
  }

  protected Map<String, String> labels(String key, String value) {
    var all = new HashMap<>(label);
    all.put(key, value);
    return all;
  }

  /** As the job machine makes them: plain, restarted never. */
  protected Tree.Obj oneShot(String suffix, int replicas, String... program) {
    var container = Tree.Obj.EMPTY
        .with("Image", Tree.of(IMAGE))
        .with("Args", Tree.strings(List.of(program)))
        .with("StopGracePeriod", Tree.of(1_000_000_000L));
    var template = Tree.Obj.EMPTY
        .with("ContainerSpec", container)
        .with("RestartPolicy", Tree.Obj.EMPTY.with("Condition", Tree.of("none")));
    return Tree.Obj.EMPTY
        .with("Name", Tree.of(name(suffix)))
        .with("Labels", Tree.strings(label))
        .with("TaskTemplate", template)
        .with(List.of("Mode", "Replicated", "Replicas"), Tree.of(replicas))
        .with(List.of("UpdateConfig", "FailureAction"), Tree.of("continue"));
  }

  protected static Tree.Obj replicas(Tree.Obj spec, int replicas) {
    return spec.with(List.of("Mode", "Replicated", "Replicas"), Tree.of(replicas));
  }

  protected static Tree.Obj constrained(Tree.Obj spec, String constraint) {
    return spec.with(
        List.of("TaskTemplate", "Placement", "Constraints"), Tree.strings(List.of(constraint)));
  }

  protected ObservedService service(String id) {
    return got(swarm().services(label)).stream()
        .filter(s -> s.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no service " + id));
  }

  protected List<ObservedTask> tasksOf(String serviceId) {
    return got(swarm().tasks(label)).stream()
        .filter(t -> t.serviceId().equals(serviceId))
        .toList();
  }

  protected ObservedTask awaitTask(String serviceId, TaskState state) {
    await(() -> tasksOf(serviceId).stream().anyMatch(t -> t.state() == state));
    return tasksOf(serviceId).stream()
        .filter(t -> t.state() == state)
        .findFirst()
        .orElseThrow();
  }

  /** Long enough for the engine to have done wrong: another one-shot has come and gone. */
  protected void meanwhile() {
    var suffix = "c" + UUID.randomUUID().toString().substring(0, 8);
    var id = got(swarm().createService(oneShot(suffix, 1, ENDS_WELL)));
    awaitTask(id, TaskState.COMPLETE);
  }
}
