package dev.skep.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.testcontainers.DockerClientFactory;

@Tag("alone")
class SwarmLabIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String BUSYBOX = "skep-lab/busybox:1";

  private final DockerClient docker = DockerClientFactory.lazyClient();
  private final Leftovers leftovers = new Leftovers(docker);

  @Test
  void oneNodeIsASwarmThatHasTheExampleImages() {
    var lab = SwarmLab.single();

    assertThat(lab.exec(0, "docker", "node", "ls", "--format", "{{.ManagerStatus}}"))
        .isEqualTo("Leader");
    assertThat(lab.exec(0, "docker", "images", "--format", "{{.Repository}}:{{.Tag}}")
            .lines())
        .contains(BUSYBOX, "postgres:15")
        .contains("skep-example/pythonapp:1.4.2", "skep-example/pythonapp:1.5.0");
  }

  @Test
  void runsAServiceToItsEnd() {
    var lab = SwarmLab.single();
    create(lab, 0, "greets", "--restart-condition", "none", BUSYBOX, "echo", "hello");

    await().atMost(SOON).until(() -> states(lab, 0, "greets").startsWith("Complete"));

    lab.exec(0, "docker", "service", "rm", "greets");
  }

  @Test
  @LongRun
  void survivesTheLossOfItsLeader() {
    try (var lab = SwarmLab.start(3)) {
      int leader = leader(lab, 0);
      int other = (leader + 1) % lab.size();

      lab.stopNode(leader);

      await().atMost(SOON).ignoreExceptions().until(() -> leader(lab, other) != leader);
      create(lab, other, "sleeps", BUSYBOX, "sleep", "600");
      await().atMost(SOON).until(() -> states(lab, other, "sleeps").startsWith("Running"));
    }
  }

  @Test
  @LongRun
  void aKilledNodeComesBackToItsSwarm() {
    try (var lab = SwarmLab.start(3)) {
      var host = lab.host(2);

      lab.killNode(2);
      awaitStatus(lab, "down");
      lab.startNode(2);

      awaitStatus(lab, "ready");
      assertThat(lab.host(2)).isEqualTo(host);
      assertThat(lab.exec(2, "docker", "images", "--quiet")).isNotEmpty();
    }
  }

  @Test
  @LongRun
  void anIsolatedNodeStillAnswersUs() {
    try (var lab = SwarmLab.start(3)) {
      lab.isolateNode(2);
      awaitStatus(lab, "down");
      assertThat(lab.exec(2, "docker", "version")).isNotEmpty();

      lab.rejoinNode(2);

      awaitStatus(lab, "ready");
    }
  }

  @Test
  void leavesNothingBehind() {
    var lab = SwarmLab.start(1);
    var volume = volumeOf(lab.name());

    lab.close();

    assertThat(leftovers.anyOf(lab.name())).isFalse();
    assertThat(volumeExists(volume)).isFalse();
  }

  @Test
  void reapsWhatAKilledOwnerLeft() throws IOException {
    var victim = startVictim();
    String lab;
    try (var lines = victim.inputReader()) {
      lab = lines.readLine();
    } finally {
      victim.destroyForcibly().onExit().join();
    }
    assertThat(leftovers.anyOf(lab)).isTrue();
    var volume = volumeOf(lab);

    leftovers.reapDeadOwners();

    assertThat(leftovers.anyOf(lab)).isFalse();
    assertThat(volumeExists(volume)).isFalse();
  }

  /** Another process with a lab of its own; the main method is below. */
  private static Process startVictim() throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    // Surefire's own jar stands for the class path; this is what it stands for.
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var builder = new ProcessBuilder(java, Victim.class.getName());
    builder.environment().put("CLASSPATH", classes);
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  static final class Victim {
    public static void main(String[] arguments) throws InterruptedException {
      System.out.println(SwarmLab.start(1).name());
      Thread.currentThread().join(); // for ever: it is there to be killed
    }
  }

  private static void create(SwarmLab lab, int node, String name, String... rest) {
    var command = new ArrayList<String>();
    command.addAll(List.of("docker", "service", "create", "--detach", "--name", name));
    command.addAll(List.of(rest));
    lab.exec(node, command.toArray(String[]::new));
  }

  private static String states(SwarmLab lab, int node, String service) {
    return lab.exec(node, "docker", "service", "ps", service, "--format", "{{.CurrentState}}");
  }

  private static int leader(SwarmLab lab, int asked) {
    return IntStream.range(0, lab.size())
        .filter(node -> inspect(lab, asked, node, "{{.ManagerStatus.Leader}}").equals("true"))
        .findFirst()
        .orElseThrow();
  }

  /** Managers that have just lost one of them may refuse an answer for a while. */
  private static void awaitStatus(SwarmLab lab, String wanted) {
    await().ignoreExceptions().atMost(SOON).until(() -> status(lab, 2).equals(wanted));
  }

  private static String status(SwarmLab lab, int node) {
    return inspect(lab, 0, node, "{{.Status.State}}");
  }

  private static String inspect(SwarmLab lab, int asked, int node, String format) {
    return lab.exec(asked, "docker", "node", "inspect", "node-" + node, "--format", format);
  }

  private String volumeOf(String lab) {
    var containers = docker
        .listContainersCmd()
        .withLabelFilter(List.of(Leftovers.LAB + "=" + lab))
        .exec();
    return containers.getFirst().getMounts().stream()
        .filter(mount -> "/var/lib/docker".equals(mount.getDestination()))
        .map(mount -> mount.getName())
        .findFirst()
        .orElseThrow();
  }

  private boolean volumeExists(String volume) {
    return docker.listVolumesCmd().exec().getVolumes().stream()
        .anyMatch(other -> other.getName().equals(volume));
  }

  /** Other tests lose nodes of a lab too, and would tell; for who changes the lab itself. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @EnabledIfSystemProperty(named = "skep.crash", matches = "all")
  private @interface LongRun {}
}
