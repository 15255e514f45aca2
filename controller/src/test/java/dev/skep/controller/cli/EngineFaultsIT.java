package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.controller.cli.SkepProgram.Ended;
import dev.skep.lab.SwarmLab;
import dev.skep.proxy.StubEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines that cannot be used: exit code 5, one message with the mend, and soon. */
@Tag("alone")
class EngineFaultsIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  /** What changes the user; part of util-linux, so on nearly every Linux machine. */
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  private static SwarmLab lab;

  @TempDir
  Path folder;

  private Path file;

  /** Node 1 is a worker; node 0, the only manager, has left, so it is in no Swarm. */
  @BeforeAll
  static void nodesThatAreNoManagers() {
    lab = SwarmLab.start(2);
    lab.exec(0, "docker", "node", "demote", "node-1");
    await().atMost(SOON).until(() -> role(1).equals("active false"));
    lab.exec(0, "docker", "swarm", "leave", "--force");
  }

  @AfterAll
  static void close() {
    if (lab != null) lab.close();
  }

  private static String role(int node) {
    return lab.exec(
        node,
        "docker",
        "info",
        "--format",
        "{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}");
  }

  @BeforeEach
  void stack() throws IOException {
    file = Files.writeString(
        folder.resolve("web.stack.yml"), "services: {web: {image: \"skep-lab/busybox:1\"}}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply", "get", "describe"})
  void noEngine(String command) {
    var host = "unix://" + folder.resolve("none.sock");
    told(run(host, command), "skep: no engine at " + host + ": start it or give --host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply", "get", "describe"})
  void noPermission(String command) throws IOException {
    assumeTrue(canRunAs(AS_NOBODY), "only root can become another user that can run bin/skep");
    var socket = folder.resolve("e.sock");
    try (var engine = StubEngine.unix(socket, request -> StubEngine.complaint(500, "asked"))) {
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      try (var program = SkepProgram.start(AS_NOBODY, engine.host(), arguments(command))) {
        told(
            program.end(SOON),
            "skep: no permission to use " + engine.host()
                + ": add your user to the group docker (and log in again) or use sudo");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply", "get", "describe"})
  void noSwarm(String command) {
    told(
        run(lab.host(0), command),
        "skep: the engine at " + lab.host(0)
            + " is not part of a Swarm: run 'docker swarm init' there, or give --host of a"
            + " manager");
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply", "get", "describe"})
  void worker(String command) {
    told(
        run(lab.host(1), command),
        "skep: the engine at " + lab.host(1)
            + " is a Swarm worker: give --host of a manager, or promote it with 'docker node"
            + " promote'");
  }

  @Test
  void aControllerKeepsTryingSaysSoOnceAndEndsWhenTold() {
    var host = "unix://" + folder.resolve("none.sock");
    var status = folder.resolve("status").toString();
    try (var controller =
        SkepProgram.start(host, "controller", "--source", folder.toString(), "--status", status)) {
      await().atMost(SOON).until(() -> controller.err().contains("no engine at " + host));
      // Longer than it waits between two tries.
      await().during(Duration.ofSeconds(7)).atMost(SOON).until(controller::alive);

      var took = controller.terminate();

      var ended = controller.end(SOON);
      assertThat(ended.exit()).isEqualTo(Exit.DONE);
      assertThat(took).isLessThan(Duration.ofSeconds(2));
      assertThat(ended.errors().stream().filter(line -> line.contains("no engine at")))
          .hasSize(1);
    }
  }

  private Ended run(String host, String command) {
    return SkepProgram.run(host, arguments(command));
  }

  private String[] arguments(String command) {
    return switch (command) {
      case "apply" -> new String[] {"apply", "-f", file.toString()};
      case "get" -> new String[] {"get", "stacks"};
      default -> new String[] {"describe", "stack", "web"};
    };
  }

  private static void told(Ended ended, String message) {
    assertThat(ended.errors()).containsExactly(message);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.exit()).isEqualTo(Exit.ENGINE);
    assertThat(ended.took()).isLessThan(SOON);
  }

  private static boolean canRunAs(List<String> user) {
    try (var program = SkepProgram.start(user, "unix:///none", "--version")) {
      return program.end(SOON).exit() == 0;
    } catch (RuntimeException e) {
      return false;
    }
  }
}
