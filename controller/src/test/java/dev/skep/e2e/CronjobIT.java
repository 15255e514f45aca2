package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Files that swarm-cronjob runs, kept by Skep without a change. */
class CronjobIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Twice what is between slots of its examples, but for those that are told to run now. */
  private static final Duration TWO_MINUTES = Duration.ofSeconds(135);

  private static final String OWNER = "cronjobs";

  private static final String FILE = """
      version: "3.8"
      services:
        test:
          image: skep-lab/busybox:1
          command: %s
          deploy:
            %s
            labels:
              - "swarm.cronjob.enable=true"
              - "swarm.cronjob.schedule=*/4 * * * * *"
              - "swarm.cronjob.skip-running=true"
              %s
            restart_policy:
              condition: none
      """;

  @TempDir
  private Path folder;

  private final List<TestStack> stacks = new ArrayList<>();

  private TestStack stack(SwarmLab lab, String name) throws IOException {
    var all = TestStack.of(lab, OWNER, Files.createDirectories(folder.resolve("source")));
    var stack = all.named(name, Files.createDirectories(folder.resolve("source").resolve(name)));
    stacks.add(stack);
    return stack;
  }

  private TestStack stack(SwarmLab lab, String name, String command, String mode, String more)
      throws IOException {
    var stack = stack(lab, name);
    stack.write("docker-stack.yml", FILE.formatted(command, mode, more));
    return stack;
  }

  private SkepProcess controller(TestStack any) {
    return any.skep(
        any.host(),
        "controller",
        "--source",
        folder.resolve("source").toString(),
        "--status",
        folder.resolve("status").toString());
  }

  private StatusFolder status() {
    return new StatusFolder(folder.resolve("status"));
  }

  private static ConditionFactory waiting(String what) {
    return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).ignoreExceptions();
  }

  @Test
  void waitForSwarmCronjobToGoAndThenRunAtTheirSlots() throws IOException {
    var lab = SwarmLab.single();
    var once = stack(lab, "cron-once", "date", "replicas: 0", "");
    var many = stack(lab, "cron-many", "date", "replicas: 0", "- \"swarm.cronjob.replicas=3\"");
    var each = stack(lab, "cron-each", "date", "mode: global", "");
    var fails = stack(lab, "cron-fails", "\"false\"", "mode: replicated", "");
    var engine = new Engine(lab);
    engine.lines("docker tag skep-lab/busybox:1 skep-lab/swarm-cronjob:1\n"
        + "docker service create --detach --name cron_app skep-lab/swarm-cronjob:1 sleep 600");
    try {
      controller(once);
      for (var stack : stacks) {
        waiting(stack.name())
            .until(
                () -> status().field("jobs/" + stack.service("test"), "reason"),
                "OtherScheduler"::equals);
      }
      assertThat(stacks).allSatisfy(s -> assertThat(Attempt.of(s)).isEmpty());
      engine.lines("docker service rm cron_app");
      for (var stack : stacks) {
        waiting(stack.name()).until(() -> Attempt.of(stack).size() >= 2);
      }
      for (var stack : List.of(once, many, each)) {
        assertThat(Attempt.of(stack)).extracting(Attempt::end).containsOnly("SUCCEEDED/Completed");
      }
      assertThat(Attempt.of(fails))
          .extracting(Attempt::end)
          .containsOnly("FAILED/BackoffLimitExceeded");
      var containers = many.attemptContainers("test");
      assertThat(containers.stream().filter(containers.getFirst()::equals)).hasSize(3);
    } finally {
      engine.lines("docker service rm cron_app >/dev/null 2>&1 || true");
      close();
    }
    assertThat(engine.services("dev.skep.owner=" + OWNER)).isEmpty();
    assertThat(engine.configs("dev.skep.owner=" + OWNER)).isEmpty();
  }

  /** One folder for each file of {@code -Dskep.cronjob.examples}, with what it refers to. */
  @Test
  @EnabledIfSystemProperty(named = "skep.cronjob.examples", matches = ".+")
  void examplesOfSwarmCronjobRunAsTheyAre() throws IOException {
    try (var lab = SwarmLab.start(2)) {
      for (int node = 0; node < 2; node++) {
        new Engine(lab, node).lines(TestStack.resource("cronjob-images.sh"));
      }
      new Engine(lab).lines("printf secret | docker secret create api-token-v1 -");
      var examples = Path.of(System.getProperty("skep.cronjob.examples"));
      try (var names = Files.list(examples)) {
        for (var example : names.sorted().toList()) {
          var to = stack(lab, example.getFileName().toString());
          copy(example, folder.resolve("source").resolve(to.name()));
        }
      }
      controller(stacks.getFirst());
      for (var stack : stacks) waiting(stack.name()).until(() -> !jobs(stack).isEmpty());
      var lines = new ArrayList<String>();
      // One of the rare ones removes containers of the others, and with them their logs.
      var rare = stacks.stream().filter(this::rare).toList();
      var often = stacks.stream().filter(s -> !rare.contains(s)).toList();
      for (var stack : often) lines.addAll(ran(stack));
      for (var stack : rare) {
        for (var job : jobs(stack)) {
          var now = stack.skep(stack.host(), "rerun", "job", job, "--now");
          assertThat(now.exitCode(PATIENCE)).as(now.toString()).isZero();
        }
        lines.addAll(ran(stack));
      }
      System.out.println(String.join("\n", lines));
    }
  }

  /** Waits until a run of each job has ended, and tells how. */
  private List<String> ran(TestStack stack) {
    waiting(stack.name()).atMost(TWO_MINUTES).until(() -> !Attempt.of(stack).isEmpty());
    return jobs(stack).stream()
        .map(job -> {
          var log = stack.skep(stack.host(), "logs", "job", job);
          log.exitCode(PATIENCE);
          return "%-24s %-28s %s"
              .formatted(
                  stack.name(),
                  Attempt.of(stack).getLast().end(),
                  log.out().replaceAll("\\s+", " ").strip());
        })
        .toList();
  }

  /** As people name them: those that have a status file. */
  private List<String> jobs(TestStack stack) {
    try (var files = Files.list(status().path().resolve("jobs"))) {
      return files
          .map(f -> f.getFileName().toString().replace(".yaml", ""))
          .filter(f -> f.startsWith(stack.name() + "_"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean rare(TestStack stack) {
    return jobs(stack).stream()
        .map(job -> status().text("jobs/" + job + ".yaml"))
        .anyMatch(text -> text.contains("*/30 * * * *") || text.contains("0 */5 * * * *"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private void close() {
    var first = stacks.getFirst();
    stacks.forEach(TestStack::stop);
    first.closeWith(stacks.subList(1, stacks.size()));
    first
        .engine()
        .lines("docker config ls -q --filter label=dev.skep.owner=" + OWNER
            + " | xargs -r docker config rm");
  }
}
