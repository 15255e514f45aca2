package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.lab.SwarmLab;
import dev.skep.proxy.Fault;
import dev.skep.proxy.FaultProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code skep get … -w}, which tells of changes within a second and else leaves the engine alone. */
@Tag("alone")
class WatchIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(1);

  @TempDir
  private static Path folder;

  private static TestStack stack;
  private static FaultProxy proxy;

  @BeforeAll
  static void deploy() {
    stack = TestStack.of(SwarmLab.single(), "watched", folder);
    proxy = FaultProxy.before(stack.host(), folder.resolve("engine.sock"));
    assertThat(apply(stack, "one").exitCode(PATIENCE)).isZero();
  }

  @AfterEach
  void stop() {
    stack.stop();
    proxy.behave();
  }

  @AfterAll
  static void clean() {
    if (stack != null) stack.close();
    if (proxy != null) proxy.close();
  }

  private static SkepProcess apply(TestStack what, String word) {
    return what.apply(
        what.write(what.name() + ".yaml", """
        services:
          app:
            image: skep-lab/busybox:1
            command: [sleep, "100000"]
            environment: {WORD: %s}
            stop_grace_period: 1s
        """.formatted(word)), "--resolve-image", "never");
  }

  private static ConditionFactory waiting(SkepProcess process, Duration most) {
    return await(process.toString()).pollInterval(Duration.ofMillis(20)).atMost(most);
  }

  private static SkepProcess watching(String... command) {
    var process = stack.skep(proxy.host(), command);
    waiting(process, PATIENCE).until(() -> process.out().contains("watched"));
    return process;
  }

  private static void scale(int replicas) {
    stack.engine().line("docker service scale --detach " + stack.service("app") + "=" + replicas);
  }

  @Test
  void aChangeIsToldWithinASecondAndNothingIsToldTwice() {
    var process = watching("get", "services", "watched", "--watch");
    for (int replicas = 2; replicas < 5; replicas++) {
      scale(replicas);
      int wanted = replicas;
      waiting(process, SOON).until(() -> process.out().contains("/" + wanted + " "));
      stack
          .engine()
          .line("until [ $(docker service ls --filter name=" + stack.service("app")
              + " --format '{{.Replicas}}') = " + wanted + "/" + wanted + " ]; do :; done");
      waiting(process, SOON).until(() -> process.out().contains(wanted + "/" + wanted + " "));
    }
    scale(1);
    waiting(process, PATIENCE)
        .until(() -> process.out().stripTrailing().endsWith("none")
            && process.out().lines().toList().getLast().contains(" 1/1 "));
    process.terminate();
    assertThat(process.exitCode(PATIENCE)).isZero();
    assertThat(process.out().lines().skip(1).map(line -> line.split(" +")[2]))
        .containsSubsequence("1/1", "1/2", "2/2", "2/3", "3/3", "3/4", "4/4", "4/1", "1/1");
    var lines = process.out().lines().toList();
    for (int i = 1; i < lines.size(); i++) assertThat(lines.get(i)).isNotEqualTo(lines.get(i - 1));
  }

  @Test
  void aStackThatIsRemovedIsGone() {
    var other = stack.named("watched-too");
    assertThat(apply(other, "one").exitCode(PATIENCE)).isZero();
    var table = watching("get", "stacks", "-w");
    var documents = watching("get", "stacks", "-w", "-o", "json");
    waiting(documents, PATIENCE).until(() -> documents.out().contains("watched-too"));

    var delete = stack.skep(stack.host(), "delete", "stack", "watched-too");
    assertThat(delete.exitCode(PATIENCE)).as(delete.toString()).isZero();

    waiting(table, SOON)
        .until(() -> table.out().lines().anyMatch(line -> line.matches("watched-too .* gone")));
    waiting(documents, SOON).until(() -> documents.out().contains("\"status\":{\"gone\":true}"));
    assertThat(documents.out().lines()).allMatch(line -> line.startsWith("{\"apiVersion\""));
  }

  @Test
  void anEngineThatGoesAwayAndComesBackIsToldOfOnce() {
    var process = watching("get", "stacks", "-w");
    proxy.always(request -> true, new Fault.DropBefore());
    proxy.dropConnections();
    waiting(process, PATIENCE).until(() -> process.err().contains("(trying on)"));
    int asked = proxy.requests();
    waiting(process, PATIENCE).until(() -> proxy.requests() > asked + 3);

    proxy.behave();
    waiting(process, PATIENCE).until(() -> process.err().contains("the engine answers again"));

    assertThat(process.err().lines()).hasSize(2);
    assertThat(process.alive()).isTrue();
    assertThat(process.out().lines()).hasSize(2);
  }

  @Test
  void whileNothingHappensTheEngineIsLeftInPeace() {
    var process = watching("get", "services", "-w", "-o", "yaml");
    var before = new AtomicInteger();
    await("quiet")
        .pollInterval(Duration.ofMillis(100))
        .during(Duration.ofSeconds(6))
        .atMost(PATIENCE)
        .until(() -> before.getAndSet(proxy.requests()) == proxy.requests());
    assertThat(process.alive()).isTrue();
  }

  @Test
  void aStackThatIsNotThereIsAMistake() {
    var process = stack.skep(proxy.host(), "get", "stacks", "nowhere", "-w");
    assertThat(process.exitCode(PATIENCE)).isEqualTo(1);
    assertThat(process.err()).isEqualTo("skep: no stack nowhere of owner watched\n");
  }
}
