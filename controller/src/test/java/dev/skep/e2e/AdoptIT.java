package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.lab.SwarmLab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack that {@code docker stack deploy} made is given to Skep while it runs. */
class AdoptIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final List<String> SERVICES = List.of("reader", "other");

  private static final String COMPOSE = """
      version: "3.8"
      services:
        reader:
          image: skep-lab/busybox:1
          command: ["sleep", "3600"]
          stop_grace_period: 0s
          networks: [inner]
          volumes: ["data:/data"]
          configs: [{source: words, target: /words}]
          deploy:
            update_config: {order: start-first, monitor: 100ms, failure_action: rollback}
        other:
          image: skep-lab/busybox:1
          command: ["sleep", "3600"]
          stop_grace_period: 0s
          networks: [inner]
          secrets: [token]
          deploy: {replicas: 2}
      networks: {inner: {}}
      volumes: {data: {}}
      configs: {words: {file: ./words}}
      secrets: {token: {file: ./token}}
      """;

  @TempDir
  private Path folder;

  private TestStack stack;
  private Path file;

  @BeforeEach
  void deployByHand() {
    stack = TestStack.of(SwarmLab.single(), "e2e-adopt", folder);
    var files = Map.of("compose.yaml", COMPOSE, "words", "one\n", "token", "hidden\n");
    files.forEach(stack::write);
    file = folder.resolve("compose.yaml");
    stack.engine().stack("deploy --resolve-image never -c compose.yaml " + stack.name(), files);
    await()
        .atMost(PATIENCE)
        .until(() -> containers().values().stream().mapToInt(List::size).sum() == 3);
  }

  @AfterEach
  void remove() {
    stack.close();
  }

  /** By service, those that run. */
  private Map<String, List<String>> containers() {
    var out = new TreeMap<String, List<String>>();
    for (var service : SERVICES) {
      var named = " --filter label=com.docker.swarm.service.name=" + stack.service(service);
      out.put(service, stack.engine().lines("docker ps --no-trunc --quiet" + named));
    }
    return out;
  }

  private void apply() {
    assertExit(0, stack.apply(file));
  }

  private void tell(String order) {
    assertExit(0, stack.skep(stack.host(), order, "stack", stack.name()));
  }

  private static void assertExit(int code, SkepProcess skep) {
    assertThat(skep.exitCode(PATIENCE)).as(skep.toString()).isEqualTo(code);
  }

  private void takeOver() {
    // An order is for a stack that Skep has heard of, and is done by the next apply.
    stack.apply(file).exitCode(PATIENCE);
    tell("adopt");
    stack.apply(file).exitCode(PATIENCE);
    tell("approve");
    apply();
  }

  private String words() {
    var reader = containers().get("reader");
    // The new one starts before the old one ends.
    return reader.size() == 1
        ? stack.engine().line("docker exec " + reader.getFirst() + " cat /words")
        : "";
  }

  private void awaitWords(String words) {
    await().atMost(PATIENCE).ignoreExceptions().until(this::words, words::equals);
  }

  private String reader(String format) {
    return stack.engine().inspect(stack.service("reader"), format);
  }

  private String owner(String service) {
    return stack
        .engine()
        .inspect(stack.service(service), "{{index .Spec.Labels \"dev.skep.owner\"}}");
  }

  @Test
  void everyContainerRunsOnUntilItsConfigChangesAndTheEnginesRollBackStays() {
    var byHand = containers();

    takeOver();

    assertThat(SERVICES).allSatisfy(s -> assertThat(owner(s)).isEqualTo(stack.name()));
    assertThat(containers()).isEqualTo(byHand);

    stack.write("words", "two\n");
    apply();

    awaitWords("two");
    var changed = containers();
    assertThat(changed.get("reader")).doesNotContainAnyElementsOf(byHand.get("reader"));
    assertThat(changed.get("other")).isEqualTo(byHand.get("other"));

    stack.engine().lines("docker service rollback --detach " + stack.service("reader"));

    awaitWords("one");
    await()
        .atMost(PATIENCE)
        .until(() -> reader("{{.UpdateStatus.State}}").equals("rollback_completed"));
    var rolledBack = containers();
    var skep = stack.apply(file);
    assertExit(1, skep);
    assertThat(skep.err()).contains("service reader was rolled back by the engine");
    assertThat(containers()).isEqualTo(rolledBack).containsEntry("other", byHand.get("other"));
    assertThat(words()).isEqualTo("one");
  }
}
