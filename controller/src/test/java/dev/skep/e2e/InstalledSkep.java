package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.controller.git.PushedRepository;
import dev.skep.image.Images;
import dev.skep.lab.SwarmLab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;

/**
 * Skep on three managers, by its stack file and image as a team installs them, and a worker beside
 * them that does the work. The stack {@code shop} has a job that is its own witness.
 */
final class InstalledSkep implements AutoCloseable {
  static final int MANAGERS = 3;
  static final int WORKER = 3;
  static final String STACK = "shop";

  private static final String SOURCE = "file:///srv/infra.git#main";
  private static final Path DEPLOY = Path.of("../manifests/deploy");

  /** The lab has no Git server that its nodes reach: each has the repository beside it. */
  private static final String LAB_ONLY = """
      version: "3.8"
      services:
        controller:
          volumes: ["/srv:/srv:ro"]
          environment: {SKEP_POLL: 5s, SKEP_RESOLVE_IMAGE: never}
      """;

  private final SwarmLab lab;
  private final PushedRepository repository;
  private final Path folder;
  private final WitnessDatabase database;
  private final Set<Integer> dead = new TreeSet<>();

  /**
   * The Swarm and its repository; Skep is not there yet.
   *
   * @param folder for files of its own
   */
  InstalledSkep(Path folder) throws Exception {
    assertThat(Images.IMAGE).as("make image makes it").exists();
    this.folder = folder;
    this.repository = new PushedRepository(folder);
    this.lab = SwarmLab.start(MANAGERS + 1);
    try {
      managers().forEach(node -> lab.load(node, Images.IMAGE));
      new Engine(lab)
          .lines("docker node demote node-" + WORKER
              + " && docker node update --label-add works=yes node-" + WORKER);
      this.database = WitnessDatabase.on(new Engine(lab, WORKER), "beside");
    } catch (RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  static ConditionFactory patiently(String what) {
    return await(what)
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(250))
        .ignoreExceptions();
  }

  SwarmLab lab() {
    return lab;
  }

  static List<Integer> managers() {
    return IntStream.range(0, MANAGERS).boxed().toList();
  }

  List<Integer> live() {
    return managers().stream().filter(node -> !dead.contains(node)).toList();
  }

  /** Of a manager that lives. */
  Engine engine() {
    return new Engine(lab, live().getFirst());
  }

  Witness witness() {
    return database.of(STACK);
  }

  /** As docs/install.md has it; {@code variables} such as {@code SKEP_IMAGE=skep/controller:2}. */
  void deploy(String... variables) throws Exception {
    int node = live().getFirst();
    lab.copy(node, DEPLOY, "/root/deploy");
    lab.copy(node, Files.writeString(folder.resolve("lab.yml"), LAB_ONLY), "/root/deploy/lab.yml");
    lab.exec(node, "sh", "-ec", """
        cd /root/deploy
        docker network inspect monitoring >/dev/null 2>&1 || docker network create -d overlay monitoring
        export SKEP_SOURCE=%s %s
        docker stack deploy --resolve-image never \
          -c skep-stack.yml -c metrics.yml -c lab.yml skep
        """.formatted(SOURCE, String.join(" ", variables)));
  }

  /** That the service is to run. */
  String image() {
    return engine().inspect("skep_controller", "{{.Spec.TaskTemplate.ContainerSpec.Image}}");
  }

  /**
   * All managers have an image of this name: that of {@code -Dskep.other=FILE}, where another
   * version's is given, else the same once more.
   */
  void have(String now, String name) {
    var other = System.getProperty("skep.other");
    for (int node : managers()) {
      var id = lab.exec(node, "docker", "image", "inspect", "--format", "{{.Id}}", now);
      var from = other == null ? now : lab.load(node, Path.of(other));
      lab.exec(node, "docker", "tag", from, name);
      // Another version may have had the same name.
      lab.exec(node, "docker", "tag", id, now);
    }
  }

  /** All managers have what was pushed; those that are dead get it when they come back. */
  void push(WitnessedJob job) throws Exception {
    var place = Files.createDirectories(repository.file(STACK));
    Files.writeString(place.resolve("witness.py"), TestStack.resource("witness.py"));
    Files.writeString(
        place.resolve("compose.yaml"),
        job.onlyWhere("node.labels.works == yes").compose(STACK, database.name()));
    repository.push("another revision");
    for (int node : live()) serve(node);
  }

  /** To be pushed with the next revision: the stack of Skep itself, which looks so often. */
  void pushItself(String poll) throws Exception {
    var place = Files.createDirectories(repository.file("skep"));
    Files.copy(
        DEPLOY.resolve("skep-stack.yml"),
        place.resolve("skep-stack.yml"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        DEPLOY.resolve("metrics.yml"),
        place.resolve("metrics.yml"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(place.resolve("lab.yml"), LAB_ONLY.replace("5s", poll));
    Files.writeString(place.resolve("values.yaml"), "SKEP_SOURCE: " + SOURCE + "\n");
    Files.writeString(place.resolve("stack.yaml"), """
        apiVersion: skep.dev/v1
        kind: Stack
        metadata: {name: skep}
        spec: {compose: [skep-stack.yml, metrics.yml, lab.yml], values: [values.yaml]}
        """);
    repository.push("skep itself");
    for (int node : live()) serve(node);
  }

  /** Of the service that Skep is. */
  String environment() {
    return engine().inspect("skep_controller", "{{json .Spec.TaskTemplate.ContainerSpec.Env}}");
  }

  private void serve(int node) {
    lab.copy(node, folder.resolve("infra.git"), "/srv/infra.git");
  }

  void awaitApplied(String level) {
    patiently("level " + level)
        .until(() -> engine()
            .inspect("shop_app", "{{json .Spec.TaskTemplate.ContainerSpec.Env}}")
            .contains("\"LEVEL=" + level + "\""));
  }

  /** Ends of all attempts that are recorded, such as {@code SUCCEEDED/Completed}. */
  List<String> attempts() {
    return engine()
        .lines("docker config inspect --format '{{index .Spec.Labels"
            + " \"dev.skep.result\"}}/{{index .Spec.Labels \"dev.skep.reason\"}}' $(docker config ls -q"
            + " --filter label=dev.skep.kind=attempt --filter label=dev.skep.stack=shop)");
  }

  /**
   * Of all services and configs but the lease, which is written all the time, and attempts that are
   * over, which are collected one day.
   */
  List<String> versions() {
    return engine()
        .lines("docker config ls -q --filter label=dev.skep.owner | xargs docker config"
            + " inspect --format '{{.Spec.Name}} {{.Version.Index}}' | grep -v ^skep-lease | sort;"
            + " docker service ls -q --filter label=dev.skep.owner | xargs docker service inspect"
            + " --format '{{.Spec.Name}} {{.Version.Index}}' | grep -v ^shop_migrate- | sort");
  }

  /** Managers with a controller that runs. */
  List<Integer> working() {
    return live().stream().filter(node -> !container(node).isEmpty()).toList();
  }

  /** Of the controller on that node; empty without one. */
  String container(int node) {
    return lab.exec(node, "docker", "ps", "-q", "-f", "name=skep_controller");
  }

  /** Tells the controller of that node by {@code docker}, such as {@code kill}. */
  void tell(int node, String command) {
    lab.exec(node, "sh", "-c", "docker " + command + " " + container(node));
  }

  /** What the engine's own check says of it. */
  String health(int node) {
    return lab.exec(
        node, "docker", "inspect", "--format", "{{.State.Health.Status}}", container(node));
  }

  /** A status file; empty while it is not there. */
  String status(int node, String file) {
    var path = "/var/lib/docker/volumes/skep_state/_data/status/" + file;
    return lab.exec(node, "sh", "-c", "cat " + path + " 2>/dev/null || true");
  }

  void kill(int node) {
    lab.killNode(node);
    dead.add(node);
  }

  void start(int node) {
    lab.startNode(node);
    dead.remove(node);
    serve(node);
  }

  /** As when the machine is shut down. */
  void stop(int node) {
    lab.stopNode(node);
    dead.add(node);
  }

  /** The manager that leads the Swarm's own store. */
  int raftLeader() {
    var name = engine()
        .line("docker node ls --format '{{.Hostname}} {{.ManagerStatus}}'"
            + " | awk '$2 == \"Leader\" { print $1 }'");
    return Integer.parseInt(name.substring("node-".length()));
  }

  /** All nodes live, two controllers run, and one of them has the lease. */
  void awaitWhole() {
    List.copyOf(dead).forEach(this::start);
    // Engines that have lost each other take their time to find each other well again.
    patiently("all managers").atMost(Duration.ofMinutes(5)).untilAsserted(() -> {
      var states = engine().lines("docker node ls --format '{{.Status}} {{.ManagerStatus}}'");
      assertThat(states).allMatch(s -> s.startsWith("Ready"));
      assertThat(states.stream().filter(s -> s.matches("Ready (Leader|Reachable)")))
          .hasSize(MANAGERS);
    });
    patiently("two controllers")
        .until(() -> working().size() == 2 && leads(lease().node()));
    for (int node : working()) patiently("health").until(() -> health(node).equals("healthy"));
  }

  private boolean leads(int node) {
    return working().contains(node) && status(node, "controller.yaml").contains("role: leader");
  }

  LeaseSeen lease() {
    return LeaseSeen.at(live().stream().map(lab::host).toList());
  }

  @Override
  public void close() {
    repository.close();
    lab.close();
  }
}
