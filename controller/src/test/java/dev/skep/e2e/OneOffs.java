package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.lab.SwarmLab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;

/** Runs of {@code skep run} by one test, and whether anything is left of them. */
final class OneOffs implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(1);
  static final String IMAGE = "skep-lab/busybox:1";

  /** Says bye when it is asked to end, as good programs do. */
  static final String POLITE = "trap 'echo bye; exit 0' TERM; echo on; while :; do sleep 0.1; done";

  private final SwarmLab lab;
  private final Engine engine;
  private final Inventory before;
  private final String name = "run-it-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<SkepProcess> processes = new ArrayList<>();

  /** What is there now is not theirs. */
  OneOffs(SwarmLab lab) {
    this.lab = lab;
    this.engine = new Engine(lab);
    this.before = Inventory.of(engine);
  }

  /** Of the services, unless a flag says otherwise. */
  String name() {
    return name;
  }

  Engine engine() {
    return engine;
  }

  SkepProcess start(List<String> flags, String... command) {
    return startAt(lab.host(0), flags, command);
  }

  /** Through a proxy, say. */
  SkepProcess startAt(String host, List<String> flags, String... command) {
    var all = new ArrayList<>(List.of("run", "--name", name, IMAGE));
    all.addAll(flags);
    all.add("--");
    all.addAll(List.of(command));
    return started(SkepProcess.interruptible(host, all));
  }

  /** Another image, with variables of the program's own. */
  SkepProcess of(String image, List<String> flags, String... variables) {
    var all = new ArrayList<>(List.of("run", "--name", name, image));
    all.addAll(flags);
    return started(SkepProcess.interruptible(lab.host(0), all, variables));
  }

  SkepProcess shell(String script, String... flags) {
    return start(List.of(flags), "sh", "-c", script);
  }

  private SkepProcess started(SkepProcess process) {
    processes.add(process);
    return process;
  }

  static void ends(SkepProcess process, int code) {
    assertThat(process.exitCode(PATIENCE)).as(process.toString()).isEqualTo(code);
  }

  static ConditionFactory waiting(String what) {
    return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
  }

  List<String> services() {
    return engine.lines("docker service ls -q --filter name=" + name);
  }

  /** On the first node: those that run, or with {@code --all} ended ones too. */
  List<String> containers(String status) {
    return engine.lines(
        "docker ps -q " + status + " --filter label=com.docker.swarm.service.name=" + name);
  }

  void awaitRunning() {
    waiting("it runs").until(() -> !containers("").isEmpty());
  }

  /** As the last words of what was left on purpose. */
  void removeService() {
    engine.lines("docker service rm " + name);
    waiting("removal").until(() -> containers("--all").isEmpty());
  }

  /** What is there that was not there before. */
  Set<String> left() {
    return Inventory.of(engine).since(before);
  }

  /** Nothing is left; what is goes, so that the next test has not to answer for it. */
  @Override
  public void close() {
    processes.forEach(SkepProcess::close);
    var left = left();
    engine.lines("docker service ls -q --filter name=" + name + " | xargs -r docker service rm");
    assertThat(left).as("what is left").isEmpty();
  }
}
