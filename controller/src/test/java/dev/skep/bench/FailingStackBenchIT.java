package dev.skep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.run.Operator;
import dev.skep.lab.SwarmLab;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.Tree;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Lease;
import dev.skep.reconciler.Reconciler.Pass;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one stack that fails for ever costs all others. See docs/bench.md. */
@Tag("alone")
@EnabledIfSystemProperty(named = "skep.bench", matches = "true")
class FailingStackBenchIT {
  private static final String OWNER = "bench";
  private static final int OTHERS = 49;
  private static final int WARM = 1;

  /** Of the others, when they change one by one. */
  private static final int SOME = 20;

  /** A job that fails for ever, and an image that cannot be had. */
  private enum Trouble {
    /** As stack files have it: the job is retried later and later. */
    USUAL("restart_policy: {condition: on-failure, delay: 3s}", "{}", "{}"),
    /** As bad as can be: both are tried again every second. */
    EVERY_SECOND(
        "restart_policy: {condition: on-failure, delay: 1s}",
        "{job: {backoff: {first: 1s, factor: 1}}}",
        "{restart_policy: {delay: 1s}}");

    private final String manifest;
    private final long delay;

    Trouble(String policy, String job, String app) {
      this.delay = job.equals("{}") ? 5_000_000_000L : 1_000_000_000L;
      this.manifest = """
          services:
            migrate:
              image: skep-lab/busybox:1
              command: ["false"]
              deploy:
                labels: {com.replicated.ephemeral: "true"}
                %s
              x-skep: %s
            app:
              image: skep-lab/no-such-image:1
              deploy: %s
          """.formatted(policy, job, app);
    }
  }

  @TempDir
  private Path folder;

  private volatile Map<String, DesiredStack> desired = Map.of();
  private int commits;
  private final Map<String, String> inPlace = new ConcurrentHashMap<>();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  @BeforeAll
  static void quietly() {
    BenchIT.quietly();
  }

  /** How the commits come that change the others. */
  private enum Commits {
    AT_ONCE,
    ONE_BY_ONE
  }

  private Commits how;
  private Trouble trouble;

  static Stream<Arguments> cases() {
    return Stream.of(Trouble.values())
        .flatMap(t -> Stream.of(Commits.values()).map(c -> arguments(t, c)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void othersBesideAStackThatFailsForEverAndWithoutIt(Trouble fails, Commits commitsCome) {
    trouble = fails;
    how = commitsCome;
    try (var lab = SwarmLab.start(1);
        var swarm = BenchIT.connect(lab.host(0));
        var direct = BenchIT.connect(lab.host(0))) {
      var lease = new Lease(swarm, OWNER, "the bench", Lease.DURATION, Clock.SYSTEM);
      var cluster = swarm.about().get().clusterId();
      try (var operator = new Operator(swarm, lease, OWNER, cluster, () -> desired, this::passed)) {
        operator.start();
        new Paired()
            .with("all in place", round -> turns(operator, swarm, Map.of()))
            .with(
                "beside the same containers, kept by nobody",
                round -> besideContainers(operator, swarm, direct, "failing-" + round))
            .with(
                "beside one that fails for ever",
                round -> besideOneThatFails(operator, swarm, direct, "failing-" + round))
            .measured(WARM)
            .print(title());
      }
    }
  }

  private String title() {
    return (how == Commits.AT_ONCE
            ? "49 stacks of 2 services, all changed at once; "
            : "of 49 stacks of 2 services 20 changed, one by one; ")
        + trouble;
  }

  private Measure besideOneThatFails(
      Operator operator, DockerSwarm swarm, DockerSwarm direct, String name) {
    fail(operator, direct, name);
    var measured = turns(operator, swarm, Map.of(name, desired.get(name)));
    assertThat(inPlace).doesNotContainKey(name);
    remove(direct, name);
    return measured;
  }

  private Measure besideContainers(
      Operator operator, DockerSwarm swarm, DockerSwarm direct, String name) {
    containersAlone(direct, name);
    var measured = turns(operator, swarm, Map.of());
    remove(direct, name);
    return measured;
  }

  /** The same trouble for the engine, and none of it Skep's: what fails is kept by nobody. */
  private void containersAlone(DockerSwarm direct, String name) {
    var images = Map.of("job", "skep-lab/busybox:1", "app", "skep-lab/no-such-image:1");
    images.forEach((service, image) -> {
      var spec = new Tree.Obj(Map.of("Name", Tree.of(name + "_" + service)))
          .with("Labels", Tree.strings(Map.of(Labels.NAMESPACE, name)))
          .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of(image))
          .with(List.of("TaskTemplate", "ContainerSpec", "Command"), Tree.strings(List.of("false")))
          .with(List.of("TaskTemplate", "RestartPolicy", "Delay"), Tree.of(trouble.delay));
      assertThat(direct.createService(spec).isRight()).isTrue();
    });
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> direct.tasks(Map.of()).get().stream()
                .filter(t -> t.state().terminal())
                .count()
            > 2);
  }

  private void passed(DesiredStack stack, Either<SwarmFault, Pass> pass) {
    if (pass.isLeft()) return;
    var status = pass.get().status();
    status.applied().ifPresent(a -> inPlace.put(stack.name(), a.revision()));
    if (status.jobs().stream().anyMatch(j -> j.made() >= 2)) failing.add(stack.name());
  }

  /** From a commit that changes a service of all others until it is in place. */
  private Measure turns(Operator operator, DockerSwarm swarm, Map<String, DesiredStack> beside) {
    return Measure.median(() -> {
      var next = others(++commits);
      return Measure.of(() -> turns(operator, next, beside), swarm::calls, swarm::writes);
    });
  }

  private Void turns(
      Operator operator, Map<String, DesiredStack> next, Map<String, DesiredStack> beside) {
    var all = new HashMap<>(how == Commits.AT_ONCE ? next : desired);
    all.putAll(beside);
    if (how == Commits.AT_ONCE || !all.keySet().containsAll(next.keySet())) {
      all.putAll(next);
      return turn(operator, all, next.values());
    }
    next.values().stream()
        .sorted(Comparator.comparing(DesiredStack::name))
        .limit(SOME)
        .forEach(s -> {
          all.put(s.name(), s);
          turn(operator, all, List.of(s));
        });
    return null;
  }

  private Void turn(
      Operator operator, Map<String, DesiredStack> all, Collection<DesiredStack> awaited) {
    desired = Map.copyOf(all);
    operator.manifestsChanged();
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> awaited.stream().allMatch(s -> s.revision().equals(inPlace.get(s.name()))));
    return null;
  }

  private Map<String, DesiredStack> others(int number) {
    return IntStream.range(0, OTHERS)
        .mapToObj(i -> new BenchStack("other" + i, 2, Integer.toString(number)).desired(folder))
        .collect(Collectors.toMap(DesiredStack::name, Function.identity()));
  }

  /** Until its job has failed twice. */
  private void fail(Operator operator, DockerSwarm direct, String name) {
    var all = new HashMap<>(desired);
    all.put(name, JobStack.desired(name, trouble.manifest, folder));
    desired = Map.copyOf(all);
    operator.manifestsChanged();
    await().atMost(Duration.ofMinutes(1)).until(() -> failing.contains(name));
    assertThat(direct.services(Map.of(Labels.STACK, name)).get()).isNotEmpty();
  }

  private void remove(DockerSwarm direct, String name) {
    var all = new HashMap<>(desired);
    all.remove(name);
    desired = Map.copyOf(all);
    await().atMost(Duration.ofMinutes(1)).until(() -> {
      for (var label : List.of(Labels.STACK, Labels.NAMESPACE)) {
        direct.services(Map.of(label, name)).get().forEach(s -> direct.removeService(s.id()));
      }
      return direct.tasks(Map.of()).get().isEmpty();
    });
  }
}
