package dev.skep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.image.Images;
import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long whoever starts a job waits for its first line, with the program of the tarball. See
 * docs/bench.md.
 */
@Tag("alone")
@EnabledIfSystemProperty(named = "skep.bench", matches = "true")
class RunBenchIT {
  private static final int WARM = 2;
  private static final int ROUNDS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String IMAGE = "skep-lab/busybox:1";

  /** The restart that a service has unless told otherwise would run it again. */
  private static final String BY_HAND = """
      docker service create --detach --quiet --no-resolve-image --restart-condition none \
        --name %1$s skep-lab/busybox:1 echo on >/dev/null
      exec docker service logs --follow --raw %1$s
      """;

  @TempDir
  private Path folder;

  private String host;

  @Test
  void fromTheCommandToTheFirstLineAndToItsEnd() throws Exception {
    var skep = unpacked();
    try (var lab = SwarmLab.start(1)) {
      host = lab.host(0);
      new Paired(ROUNDS)
          .with("docker run", round -> firstLine("docker", "run", "--rm", IMAGE, "echo", "on"))
          .with("docker service create and logs", round -> byHand(lab, "bench-" + round))
          .with("skep run", round -> firstLine(skep, "run", IMAGE, "--", "echo", "on"))
          .measured(WARM)
          .print("until a job's first line");
      new Paired(ROUNDS)
          .with("docker run", round -> whole("docker", "run", "--rm", IMAGE, "echo", "on"))
          .with("skep run", round -> whole(skep, "run", IMAGE, "--", "echo", "on"))
          .measured(WARM)
          .print("until the command ends");
    }
  }

  private String unpacked() throws IOException, InterruptedException {
    var tar =
        new ProcessBuilder("tar", "xzf", Images.tarball().toString(), "-C", folder.toString());
    assertThat(tar.inheritIO().start().waitFor()).isZero();
    try (var inside = Files.newDirectoryStream(folder)) {
      return inside.iterator().next().resolve("bin/skep").toString();
    }
  }

  private Measure byHand(SwarmLab lab, String name) throws Exception {
    var measure = firstLine("sh", "-c", BY_HAND.formatted(name));
    lab.exec(0, "docker", "service", "rm", name);
    return measure;
  }

  /** Who follows the log of a service never ends by himself. */
  private Measure firstLine(String... command) throws Exception {
    var process = new ArrayList<Process>();
    var measure = Measure.of(() -> {
      process.add(start(command));
      return assertThat(process.getFirst().inputReader().readLine()).isEqualTo("on");
    });
    if (!List.of(command).contains("sh")) ended(process.getFirst());
    process.getFirst().destroyForcibly().onExit().join();
    return measure;
  }

  private Measure whole(String... command) {
    return Measure.of(() -> ended(start(command)));
  }

  private static Process ended(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return process;
  }

  private Process start(String... command) throws IOException {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("DOCKER_HOST", host);
    return builder.start();
  }
}
