package dev.skep.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.VolumesFrom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.MountableFile;

/**
 * A Swarm of {@code n} managers with the example images on each, for the length of a test:
 *
 * <pre>{@code try (var lab = SwarmLab.start(3)) { ... lab.host(0) ... }}</pre>
 *
 * Suites that need one node and do not break it share {@link #single()}.
 */
public final class SwarmLab implements AutoCloseable {

  private static final Duration ENGINE_STARTS = Duration.ofSeconds(60);

  private final String name = "junit-" + UUID.randomUUID().toString().substring(0, 8);
  private final DockerClient docker = DockerClientFactory.lazyClient();
  private final Leftovers leftovers = new Leftovers(docker);
  private final Thread closer = new Thread(this::remove, "close " + name);
  private final LabNetwork network;
  private final List<LabNode> nodes;

  private SwarmLab(int size) {
    var images = LabImages.ensure();
    leftovers.reapDeadOwners();
    Runtime.getRuntime().addShutdownHook(closer);
    var labels = Map.of(Leftovers.LAB, name, Leftovers.OWNER, Owner.self().label());
    network = LabNetwork.create(docker, "skep-lab-" + name, labels);
    nodes = IntStream.range(0, size)
        .mapToObj(i -> new LabNode(images, network, i, labels))
        .toList();
  }

  public static SwarmLab start(int nodes) {
    var lab = new SwarmLab(nodes);
    try {
      Startables.deepStart(lab.nodes).join();
      lab.form();
      return lab;
    } catch (RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  /** One node for all suites of this JVM, which keep apart by their stacks' names. Never closed. */
  public static SwarmLab single() {
    return Single.LAB;
  }

  public String name() {
    return name;
  }

  public int size() {
    return nodes.size();
  }

  /** Stays the same when the node is stopped and started. */
  public String host(int node) {
    return nodes.get(node).engine();
  }

  /** What the command prints on the node; at most a minute; an exit code other than 0 throws. */
  public String exec(int node, String... command) {
    var bounded = Stream.concat(Stream.of("timeout", "60"), Stream.of(command));
    try {
      var result = nodes.get(node).execInContainer(bounded.toArray(String[]::new));
      if (result.getExitCode() != 0) {
        throw new IllegalStateException(
            String.join(" ", command) + ": " + result.getExitCode() + ": " + result.getStderr());
      }
      return result.getStdout().strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Puts a file or a folder of ours on the node. */
  public void copy(int node, Path from, String to) {
    nodes.get(node).copyFileToContainer(MountableFile.forHostPath(from), to);
  }

  /** Has the node's engine know an image that {@code docker save} wrote; returns its name. */
  public String load(int node, Path image) {
    copy(node, image, "/tmp/image.tar");
    var said = exec(node, "sh", "-c", "docker load -qi /tmp/image.tar && rm /tmp/image.tar");
    return said.substring(said.indexOf(": ") + 2);
  }

  /** Runs a script of the shell on the disk of a node that is stopped. */
  public void onDisk(int node, String script) {
    var helper = docker
        .createContainerCmd(LabImages.ensure().nodeImage())
        .withEntrypoint("sh", "-ec", script)
        .withHostConfig(
            new HostConfig().withVolumesFrom(new VolumesFrom(id(node))).withNetworkMode("none"))
        .withLabels(Map.of(Leftovers.LAB, name, Leftovers.OWNER, Owner.self().label()))
        .exec()
        .getId();
    try {
      docker.startContainerCmd(helper).exec();
      int code = docker.waitContainerCmd(helper).start().awaitStatusCode(1, TimeUnit.MINUTES);
      if (code != 0) throw new IllegalStateException(script + ": " + code);
    } finally {
      docker.removeContainerCmd(helper).withForce(true).exec();
    }
  }

  /** Where the other nodes reach this one. */
  public String address(int node) {
    return nodes.get(node).address();
  }

  /** The engine and its tasks end as on a machine that is shut down. */
  public void stopNode(int node) {
    docker.stopContainerCmd(id(node)).withTimeout(30).exec();
  }

  /** As if the power failed. */
  public void killNode(int node) {
    docker.killContainerCmd(id(node)).exec();
  }

  public void startNode(int node) {
    docker.startContainerCmd(id(node)).exec();
    Awaitility.await("engine of node " + node)
        .atMost(ENGINE_STARTS)
        .ignoreExceptions()
        .until(() -> exec(node, "docker", "version") != null);
  }

  /** Nothing on the node moves until it is resumed, and then it does not know that time passed. */
  public void freezeNode(int node) {
    docker.pauseContainerCmd(id(node)).exec();
  }

  public void resumeNode(int node) {
    docker.unpauseContainerCmd(id(node)).exec();
  }

  /** Cuts the node off from the others; its engine still answers us. */
  public void isolateNode(int node) {
    rules(node, "-I");
  }

  public void rejoinNode(int node) {
    rules(node, "-D");
  }

  /** We come by way of the gateway, the other nodes do not; a node talks to itself on lo. */
  private void rules(int node, String verb) {
    for (var peer : List.of("INPUT -i eth0 ! -s ", "OUTPUT -o eth0 ! -d ")) {
      exec(node, "sh", "-c", "iptables " + verb + " " + peer + network.gateway() + " -j DROP");
    }
  }

  private String id(int node) {
    return nodes.get(node).getContainerId();
  }

  private void form() {
    exec(0, "docker", "swarm", "init", "--advertise-addr", address(0));
    if (size() > 1) {
      var token = exec(0, "docker", "swarm", "join-token", "--quiet", "manager");
      for (int node = 1; node < size(); node++) {
        exec(node, "docker", "swarm", "join", "--token", token, address(0) + ":2377");
      }
    }
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(closer);
    } catch (IllegalStateException e) {
      // The machine is going down already: the hook does it, and twice does no harm.
    }
  }

  private void remove() {
    leftovers.removeLab(name);
  }

  private static final class Single {
    static final SwarmLab LAB = start(1);
  }
}
