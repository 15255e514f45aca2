package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.lab.SwarmLab;
import dev.skep.proxy.Exchange;
import dev.skep.proxy.Fault;
import dev.skep.proxy.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a stack when its file changes. */
class StackIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String JOB_AND_APP = """
      services:
        migrate:
          image: skep-lab/busybox:1
          command: ["sh", "-c", "%s"]
          deploy:
            labels: {com.replicated.ephemeral: "true"%s}
            restart_policy: {condition: on-failure, max_attempts: 1, delay: 1s}
          x-skep: {job: {ttlAfterSuccess: 2s}}
        app:
          image: skep-lab/busybox:1
          command: ["sleep", "3600"]
          environment: {VERSION: "%s"}
          stop_grace_period: 0s
          deploy: {update_config: {order: start-first, monitor: 100ms}}
          depends_on:
            migrate: {condition: service_completed_successfully}
      """;

  private static final Cleaner CLEANER = new Cleaner();

  @TempDir
  private Path folder;

  private TestStack stack;

  @BeforeEach
  void name(TestInfo test) throws IOException {
    var name = "e2e-" + Integer.toHexString(test.getDisplayName().hashCode());
    stack = TestStack.of(SwarmLab.single(), name, Files.createDirectories(folder.resolve(name)));
  }

  @AfterEach
  void remove() {
    CLEANER.remove(stack);
  }

  @AfterAll
  static void clean() {
    CLEANER.close();
  }

  private int apply(String file) {
    var skep = stack.apply(stack.write("compose.yaml", file));
    return skep.exitCode(PATIENCE);
  }

  private List<String> tasks(String service) {
    return stack.engine().tasks(stack.service(service));
  }

  @Test
  void aMigrationThatFailsForGoodLeavesTheApplicationAsItWas() {
    assertThat(apply(JOB_AND_APP.formatted("true", "", "1"))).isZero();
    var before = tasks("app");

    var broken = JOB_AND_APP.formatted("echo relation orders is locked; exit 7", "", "2");
    var skep = stack.apply(stack.write("compose.yaml", broken));

    assertThat(skep.exitCode(PATIENCE)).as(skep.toString()).isEqualTo(1);
    assertThat(tasks("app")).isEqualTo(before);
    assertThat(skep.err())
        .contains("job migrate", "attempts", "exit 7", "relation orders is locked", "next: ");
  }

  @Test
  void aFinishedAttemptIsCollectedAndItsEvidenceStays() {
    stack.write("compose.yaml", JOB_AND_APP.formatted("echo all tables are new", "", "1"));
    var status = folder.resolve("status").toString();
    stack.skep(stack.host(), "controller", "--source", folder.toString(), "--status", status);
    await().atMost(PATIENCE).until(() -> stack.records("attempt").size() == 1);
    await().atMost(PATIENCE).until(() -> stack.attempts().isEmpty());
    await().atMost(PATIENCE).until(() -> stackRecord("applied").equals(stackRecord("wanted")));

    for (var label : List.of(", team: blue", "")) {
      var revision = stackRecord("applied");
      stack.write("compose.yaml", JOB_AND_APP.formatted("echo all tables are new", label, "1"));
      await().atMost(PATIENCE).until(() -> !stackRecord("applied").equals(revision));
      assertThat(stackRecord("applied")).isEqualTo(stackRecord("wanted"));
    }
    assertThat(stack.records("attempt")).hasSize(1);
    assertThat(stack.attempts()).isEmpty();
    var describe = stack.skep(stack.host(), "describe", "job", stack.service("migrate"));
    assertThat(describe.exitCode(PATIENCE)).isZero();
    assertThat(describe.out()).contains("Succeeded", "all tables are new");
  }

  private String stackRecord(String label) {
    return stack
        .engine()
        .line("docker config inspect --format '{{index .Spec.Labels \"dev.skep." + label + "\"}}' "
            + stack.records("stack").getFirst());
  }

  @Test
  void aChangedConfigRollsItsUsersOnly() {
    var file = """
        services:
          reader:
            image: skep-lab/busybox:1
            command: ["sleep", "3600"]
            stop_grace_period: 0s
            deploy: {update_config: {order: start-first, monitor: 100ms}}
            configs: [{source: words, target: /words}]
          other:
            image: skep-lab/busybox:1
            command: ["sleep", "3600"]
            stop_grace_period: 0s
        configs:
          words: {file: ./words}
        """;
    stack.write("words", "one");
    assertThat(apply(file)).isZero();
    var reader = tasks("reader");
    var other = tasks("other");

    stack.write("words", "two");
    assertThat(apply(file)).isZero();

    assertThat(tasks("reader")).hasSize(1).doesNotContainAnyElementsOf(reader);
    assertThat(tasks("other")).isEqualTo(other);
    var container = "docker ps --quiet --filter label=com.docker.swarm.task.id=";
    assertThat(stack
            .engine()
            .line("docker exec $(" + container + tasks("reader").getFirst() + ") cat /words"))
        .isEqualTo("two");
  }

  @Test
  void whatLeftTheFileIsPrunedWhenTheRestIsHealthy() {
    assertThat(apply(services("1", "a", "b", "c", "d"))).isZero();
    var before = tasks("a");
    var atTheRemoval = new AtomicReference<List<String>>();
    try (var proxy = FaultProxy.before(stack.host(), folder.resolve("proxy"))) {
      proxy.once(
          request -> request.method().equals("DELETE"),
          new Fault.Before(() -> atTheRemoval.set(stack.engine().history(stack.service("a")))));
      var file = stack.write("compose.yaml", services("2", "a", "b", "c"));
      var skep = stack.applyAt(proxy.host(), file);

      assertThat(skep.exitCode(PATIENCE)).as(skep.toString()).isZero();
      assertThat(proxy.log()).extracting(Exchange::method).containsOnlyOnce("DELETE");
    }
    assertThat(tasks("a")).doesNotContainAnyElementsOf(before);
    assertThat(atTheRemoval.get().getFirst()).startsWith("Running Running");
    assertThat(atTheRemoval.get().getLast()).startsWith("Shutdown");
    assertThat(names()).containsExactly("a", "b", "c");
  }

  @Test
  void aChangeThatWouldRemoveMoreThanHalfOfTheStackIsHeld() {
    assertThat(apply(services("1", "a", "b", "c"))).isZero();

    var skep = stack.apply(stack.write("compose.yaml", services("1", "a")));

    assertThat(skep.exitCode(PATIENCE)).as(skep.toString()).isEqualTo(3);
    assertThat(skep.err()).contains(stack.service("b"), stack.service("c"));
    assertThat(names()).containsExactly("a", "b", "c");
  }

  private List<String> names() {
    return stack.engine().services("com.docker.stack.namespace=" + stack.name()).stream()
        .map(name -> name.substring(stack.name().length() + 1))
        .toList();
  }

  private static String services(String version, String... names) {
    var out = new StringBuilder("services:\n");
    for (var name : names) {
      out.append("  ").append(name).append("""
              :
                  image: skep-lab/busybox:1
                  command: ["sleep", "3600"]
                  environment: {VERSION: "%s"}
                  stop_grace_period: 0s
                  deploy: {update_config: {order: start-first, monitor: 100ms}}
              """.formatted(version));
    }
    return out.toString();
  }
}
