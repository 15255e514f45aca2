package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.SwarmLab;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with {@code docker} to stacks that a controller keeps. */
@Tag("alone")
class DriftIT {
  private static final Duration SEEN = Duration.ofSeconds(3);
  private static final WitnessedJob QUICK = WitnessedJob.succeeding();

  /** A second service, and a network of the stack's own. */
  private static final String WORKER = """
      services:
        worker:
          image: skep-lab/busybox:1
          command: ["sleep", "3600"]
          environment: {LEVEL: "%s"}
          stop_grace_period: 0s
          deploy: {replicas: 1, update_config: {order: start-first, monitor: 100ms}}
      """;

  private static final String DOCUMENT = """
      apiVersion: skep.dev/v1
      kind: Stack
      metadata: {name: %s}
      spec:
        compose: [compose.yaml, worker.yaml]
        ignore: [%s]
      """;

  @TempDir
  private static Path folder;

  /** Its own: an engine is removed sooner than what is on it. */
  private static final SwarmLab LAB = SwarmLab.start(1);

  private static final Engine ENGINE = new Engine(LAB);

  private static WitnessDatabase database;
  private static KeptStacks stacks;
  private static KeptStack kept;
  private static KeptStack left;
  private static KeptStack fought;

  @BeforeAll
  static void deploy() {
    database = WitnessDatabase.on(ENGINE, "drift");
    stacks = new KeptStacks(LAB, "drift", folder);
    kept = put("kept", "");
    left = put("left", "{service: worker, fields: [replicas]}");
    fought = put("fought", "");
  }

  private static KeptStack put(String name, String ignore) {
    var stack = stacks.named(name, database);
    stack.on().write("worker.yaml", WORKER.formatted("info"));
    stack.on().write("stack.yaml", DOCUMENT.formatted(stack.on().name(), ignore));
    return stack.put(QUICK);
  }

  @AfterAll
  static void clean() {
    stacks.stop();
    LAB.close();
  }

  @Nested
  class WhatIsPutBack {
    private final String worker = kept.on().service("worker");
    private final String app = kept.on().service("app");

    @Test
    void scaling() {
      putBack("service scale --detach " + worker + "=3", () -> replicas(kept).equals("1"));
    }

    @Test
    void anUpdate() {
      putBack(
          "service update --detach --env-add LEVEL=debug --env-add MORE=1 " + app,
          () -> kept.environment().equals("[LEVEL=info RUN=first]"));
    }

    @Test
    void theRemovalOfAService() {
      kept.awaitPhase("Ready");
      var before = ENGINE.inspect(worker, "{{.ID}}");
      putBack("service rm " + worker, () -> !ENGINE.inspect(worker, "{{.ID}}").equals(before));
    }

    @Test
    void theRemovalOfAllServices() {
      // The finished attempt uses a config, of which the command complains.
      putBack(
          "stack rm " + kept.on().name() + " 2>&1 || true",
          () -> ENGINE.tasks(worker).size() + ENGINE.tasks(app).size() == 2);
    }

    private void putBack(String command, Callable<Boolean> whole) {
      kept.awaitPhase("Ready");
      var begun = Instant.now();
      ENGINE.line("docker " + command);
      var done = Instant.now();

      kept.waiting("put back").pollInterval(Duration.ofMillis(50)).until(whole);
      var back = Instant.now();
      kept.waiting("told").until(() -> !since(kept, begun).isEmpty());
      var seen = since(kept, begun).getFirst().time();
      kept.awaitPhase("Ready");

      System.out.printf(
          "docker %s: seen after %d ms, put back after %d ms, ready after %d ms%n",
          command, millis(done, seen), millis(done, back), millis(done, Instant.now()));
      assertThat(Duration.between(done, seen)).isLessThan(SEEN);
      kept.witness().sawEachOnce("first");
      assertThat(kept.attempts()).hasSize(1);
    }
  }

  /** That it is drift, and what is done about it. */
  private static List<Happening> since(KeptStack stack, Instant begun) {
    return stacks.status().happenings(stack.on().name()).stream()
        .filter(h -> h.drifted() || h.did("UpdateService") || h.did("CreateService"))
        .filter(h -> h.time().isAfter(begun))
        .toList();
  }

  private static long millis(Instant from, Instant to) {
    return Duration.between(from, to).toMillis();
  }

  private static String replicas(KeptStack stack) {
    return ENGINE.inspect(stack.on().service("worker"), "{{.Spec.Mode.Replicated.Replicas}}");
  }

  @Test
  void whatTheManifestLeavesToOthersIsLeftToThemByLaterRevisionsToo() {
    left.awaitPhase("Ready");
    ENGINE.line("docker service scale --detach " + left.on().service("worker") + "=2");

    left.on().write("worker.yaml", WORKER.formatted("debug"));
    left.put(QUICK.level("debug"));

    left.awaitLevel("debug");
    left.awaitPhase("Ready");
    assertThat(
            ENGINE.inspect(left.on().service("worker"), "{{.Spec.TaskTemplate.ContainerSpec.Env}}"))
        .isEqualTo("[LEVEL=debug]");
    assertThat(replicas(left)).isEqualTo("2");
    assertThat(stacks.status().happenings(left.on().name())).noneMatch(Happening::drifted);
  }

  @Test
  void whoeverKeepsUndoingItIsGivenWayToForAWhileAndToldOf() {
    fought.awaitPhase("Ready");
    var begun = Instant.now();

    try (var fighter = new Fighter(fought.on().service("app"))) {
      fought.waiting("contested").until(() -> contested(fought));
      assertThat(fighter.alive()).isTrue();
    }

    fought.awaitPhase("Ready");
    var repairs =
        since(fought, begun).stream().filter(h -> h.did("UpdateService")).toList();
    assertThat(repairs).hasSize(4);
    assertThat(Duration.between(repairs.get(2).time(), repairs.get(3).time()))
        .isGreaterThan(Duration.ofSeconds(4));
    assertThat(fought.environment()).isEqualTo("[LEVEL=info RUN=first]");
    fought.witness().sawEachOnce("first");
  }

  private static boolean contested(KeptStack stack) {
    var status = stacks.status().text("stacks/" + stack.on().name() + ".yaml");
    return status.contains("reason: Contested");
  }

  /** Changes a service's environment as often as somebody puts it back. */
  private static final class Fighter implements AutoCloseable {
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<Void> fight;

    Fighter(String service) {
      var blow = "docker service inspect --format '{{.Spec.TaskTemplate.ContainerSpec.Env}}' "
          + service + " | grep -q FOUGHT"
          + " || docker service update --detach --env-add FOUGHT=1 " + service + " || true";
      fight = CompletableFuture.runAsync(() -> {
        while (!ended.get()) ENGINE.line(blow);
      });
    }

    boolean alive() {
      return !fight.isDone();
    }

    @Override
    public void close() {
      ended.set(true);
      fight.join();
    }
  }
}
