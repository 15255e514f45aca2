package dev.skep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.cli.SkepProgram;
import dev.skep.controller.docker.DockerSwarm;
import dev.skep.lab.LabRegistry;
import dev.skep.lab.SwarmLab;
import dev.skep.model.Labels;
import dev.skep.proxy.FaultProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What it costs to lock the image of many services, also when its registry is silent. */
@Tag("alone")
@EnabledIfSystemProperty(named = "skep.bench", matches = "true")
class RegistryBenchIT {
  private static final int SERVICES = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  @TempDir
  private Path folder;

  /** The first row. */
  private Measure yardstick;

  private final Figures table = new Figures(SERVICES + " services of one image");

  @BeforeAll
  static void quietly() {
    BenchIT.quietly();
  }

  @Test
  void deploysBesideDockerStackDeployWhenTheRegistryAnswersAndWhenItIsSilent() {
    try (var lab = SwarmLab.start(1);
        var registry = LabRegistry.open(lab, 5000);
        var direct = BenchIT.connect(lab.host(0));
        var proxy = FaultProxy.before(lab.host(0), folder.resolve("p.sock"))) {
      var image = registry.address() + "/app:1";
      registry.push(image, "one");
      var theirs = BenchStack.of("theirs", SERVICES).of(image);
      var ours = BenchStack.of("ours", SERVICES).of(image);
      // The first run of all keeps its loaded classes.
      skep(lab.host(0), BenchStack.of("warm", 1));

      row(proxy, direct, "docker stack deploy, first", theirs, this::docker);
      row(proxy, direct, "skep apply, first", ours, this::skep);
      row(proxy, direct, "docker stack deploy, nothing changed", theirs, this::docker);
      row(proxy, direct, "skep apply, nothing changed", ours, this::skep);
      registry.freeze();
      row(proxy, direct, "silent: skep apply, nothing changed", ours, this::skep);
      row(proxy, direct, "silent: skep apply, first", ours.named("more"), this::skep);
      row(proxy, direct, "silent: docker stack deploy, first", theirs.named("most"), this::docker);
      table.print();

      assertThat(made(direct, "more")).isEqualTo(SERVICES);
    }
  }

  private interface Program {
    String run(String host, BenchStack stack);
  }

  private void row(
      FaultProxy proxy, DockerSwarm direct, String what, BenchStack stack, Program program) {
    var said = new String[1];
    var measure = Measure.of(
        () -> said[0] = program.run(proxy.host(), stack), proxy::requests, proxy::writes);
    if (yardstick == null) yardstick = measure;
    table.row(what + ": " + made(direct, stack.name()) + " made" + said[0], measure, yardstick);
  }

  private static int made(DockerSwarm direct, String stack) {
    return direct.services(Map.of(Labels.NAMESPACE, stack)).get().size();
  }

  private String skep(String host, BenchStack stack) {
    var ended = SkepProgram.run(host, "apply", "-f", stack.write(folder).toString());
    assertThat(ended.exit()).as(ended.err()).isZero();
    return "";
  }

  private String docker(String host, BenchStack stack) {
    var builder = new ProcessBuilder(
        "docker",
        "stack",
        "deploy",
        "--resolve-image",
        "always",
        "-c",
        stack.write(folder).toString(),
        stack.name());
    builder.environment().put("DOCKER_HOST", host);
    builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("docker.log").toFile());
    try {
      var process = builder.start();
      try {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) return ", stopped";
        assertThat(process.exitValue()).isZero();
        return "";
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
