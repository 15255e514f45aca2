package dev.skep.lab;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.DockerObjectAccessor;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A container with an engine in it that listens on a loopback port which survives restarts. */
final class LabNode extends GenericContainer<LabNode> {

  private static final int ENGINE = 2375;
  private static final List<String> EMPTY = List.of();

  private final String address;
  private final int port;

  LabNode(LabImages images, LabNetwork network, int number, Map<String, String> labels) {
    super(DockerImageName.parse(images.nodeImage()));
    address = network.address(number);
    port = freePort();
    withLabels(labels);
    withNetworkMode(network.name());
    withExposedPorts(ENGINE);
    withPrivilegedMode(images.privileged());
    withCreateContainerCmdModifier(command -> shape(command, images, number));
    waitingFor(Wait.forHttp("/_ping").forPort(ENGINE).withStartupTimeout(Duration.ofSeconds(60)));
  }

  String address() {
    return address;
  }

  String engine() {
    return "tcp://127.0.0.1:" + port;
  }

  private void shape(CreateContainerCmd command, LabImages images, int number) {
    var host = command
        .getHostConfig()
        // The engine is process 1 otherwise, and reaps no orphans of its containers.
        .withInit(true)
        .withBinds(new Bind(images.seedVolume(), new Volume("/lab/seed"), AccessMode.ro))
        .withPortBindings(new PortBinding(
            Ports.Binding.bindIpAndPort("127.0.0.1", port), ExposedPort.tcp(ENGINE)));
    if (!images.privileged()) {
      allowNesting(host);
    }
    // A manager that came back under another address would be lost to its Swarm.
    command.withHostName("node-" + number).withIpv4Address(address);
  }

  /** What --privileged gives, but for the one capability that a machine may itself lack. */
  private static void allowNesting(HostConfig host) {
    host.withCapAdd(Capability.ALL)
        .withCapDrop(Capability.SYS_RESOURCE)
        .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"))
        .withDeviceCgroupRules(List.of("a *:* rwm"));
    // The command's systempaths=unconfined is these two in the API.
    DockerObjectAccessor.overrideRawValue(host, "MaskedPaths", EMPTY);
    DockerObjectAccessor.overrideRawValue(host, "ReadonlyPaths", EMPTY);
  }

  /** The engine would choose a new one at each start of the container, and clients keep the old. */
  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
