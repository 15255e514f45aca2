package dev.skep.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.controller.cli.SkepProgram;
import dev.skep.controller.git.PushedRepository;
import dev.skep.lab.SwarmLab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Skep on three managers, by its stack file and image as a team installs them. */
@TestMethodOrder(OrderAnnotation.class)
class InstallIT {
  private static final Path DEPLOY = Path.of("../manifests/deploy");
  private static final int NODES = 3;

  /** The lab has no Git server that its nodes reach: each has the repository beside it. */
  private static final String LAB_ONLY = """
      version: "3.8"
      services:
        controller:
          volumes: ["/srv:/srv:ro"]
          environment: {SKEP_POLL: 5s, SKEP_RESOLVE_IMAGE: never}
      """;

  @TempDir
  private static Path folder;

  private static SwarmLab lab;
  private static PushedRepository repository;

  @BeforeAll
  static void begin() throws Exception {
    assertThat(Images.IMAGE).as("make image makes it").exists();
    repository = new PushedRepository(folder);
    lab = SwarmLab.start(NODES);
    nodes().forEach(node -> lab.load(node, Images.IMAGE));
    push("1");
  }

  @AfterAll
  static void end() {
    repository.close();
    lab.close();
  }

  private static List<Integer> nodes() {
    return IntStream.range(0, NODES).boxed().toList();
  }

  private static void push(String level) throws Exception {
    var file = repository.file("shop/compose.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, """
        services:
          migrate:
            image: skep-lab/busybox:1
            command: ["true"]
            environment: {LEVEL: "%s"}
            deploy: {labels: {dev.skep.job: "true"}}
          web:
            image: skep-lab/busybox:1
            command: [sleep, "3600"]
            environment: {LEVEL: "%s"}
            depends_on: [migrate]
        """.formatted(level, level));
    repository.push("shop at level " + level);
    for (int node : nodes()) lab.copy(node, folder.resolve("infra.git"), "/srv/infra.git");
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(250));
  }

  private static boolean applied(String level) {
    var found = lab.exec(
        0,
        "sh",
        "-c",
        "docker service inspect --format '{{json .Spec.TaskTemplate.ContainerSpec.Env}}' shop_web"
            + " 2>/dev/null || true");
    return found.equals("[\"LEVEL=" + level + "\"]");
  }

  @Test
  @Order(1)
  void theStackFileInstallsItAndTheRepositoryRuns() throws Exception {
    lab.copy(0, DEPLOY, "/root/deploy");
    lab.copy(0, Files.writeString(folder.resolve("lab.yml"), LAB_ONLY), "/root/deploy/lab.yml");
    lab.exec(0, "sh", "-ec", """
        cd /root/deploy
        docker network create --driver overlay monitoring
        export SKEP_SOURCE=file:///srv/infra.git#main
        docker stack deploy --resolve-image never -c skep-stack.yml -c metrics.yml -c lab.yml skep
        """);

    patiently().until(() -> applied("1"));
    patiently().until(() -> shop().contains("Ready"));
    assertThat(shop()).contains("1/1");
  }

  @Test
  @Order(2)
  void bothReplicasTellOfTheSame() {
    patiently().until(() -> working().size() == 2);
    for (int node : working())
      patiently().until(() -> status(node, "stacks/shop.yaml").contains("phase: Ready"));
    patiently().until(() -> leader().isPresent());
    assertThat(working()).contains(leader().orElseThrow());
    for (int node : working()) patiently().until(() -> health(node).equals("healthy"));
  }

  /** What the engine's own check says. */
  private static String health(int node) {
    var id = lab.exec(node, "docker", "ps", "-q", "-f", "name=skep_controller");
    return lab.exec(node, "docker", "inspect", "--format", "{{.State.Health.Status}}", id);
  }

  @Test
  @Order(3)
  void anotherTakesOverWhenTheOneThatLeadsIsKilled() throws Exception {
    int led = leader().orElseThrow();
    lab.exec(led, "sh", "-c", "docker kill $(docker ps -q -f name=skep_controller)");

    push("2");

    patiently().until(() -> applied("2"));
    patiently().until(() -> shop().contains("Ready"));
    var attempts =
        SkepProgram.run(lab.host(0), "history", "job", "shop_migrate").out();
    assertThat(attempts.lines().filter(line -> line.contains("Succeeded"))).hasSize(2);
  }

  private static String shop() {
    return SkepProgram.run(lab.host(0), "get", "stacks").out();
  }

  /** Managers with a controller. */
  private static List<Integer> working() {
    return nodes().stream()
        .filter(node ->
            !lab.exec(node, "docker", "ps", "-q", "-f", "name=skep_controller").isEmpty())
        .toList();
  }

  /** The one that says of itself, now, that it leads. */
  private static Optional<Integer> leader() {
    return working().stream()
        .filter(node -> status(node, "controller.yaml").contains("role: leader"))
        .findFirst();
  }

  private static String status(int node, String file) {
    var path = "/var/lib/docker/volumes/skep_state/_data/status/" + file;
    return lab.exec(node, "sh", "-c", "cat " + path + " 2>/dev/null || true");
  }
}
