package dev.skep.e2e;

import static dev.skep.e2e.OneOffs.PATIENCE;
import static dev.skep.e2e.OneOffs.ends;
import static dev.skep.e2e.OneOffs.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code skep run} where a controller looks after what nobody else does. */
class RunBesideControllerIT {
  private static final String OWNER = "run-beside";
  private static final String TTL = "5s";

  @TempDir
  private static Path folder;

  private static TestStack controller;

  private OneOffs jobs;

  @BeforeAll
  static void start() throws IOException {
    controller = TestStack.of(SwarmLab.single(), OWNER, folder);
    var source = Files.createDirectory(folder.resolve("source"));
    controller.skep(
        controller.host(),
        "controller",
        "--source",
        source.toString(),
        "--status",
        folder.resolve("status").toString());
    waiting("lease")
        .until(() -> !controller
            .engine()
            .configs("dev.skep.owner=" + OWNER, "dev.skep.kind=lease")
            .isEmpty());
  }

  @AfterAll
  static void stop() {
    controller.close();
  }

  @BeforeEach
  void look() {
    jobs = new OneOffs(SwarmLab.single());
  }

  @AfterEach
  void nothingIsLeft() {
    jobs.close();
  }

  /** Ids of the configs in which the controller wrote down how the job ended. */
  private List<String> records() {
    return jobs.engine()
        .configs(
            "dev.skep.owner=" + OWNER, "dev.skep.kind=one-shot", "dev.skep.job=" + jobs.name());
  }

  /** The controller has removed the service; its records are told of, and taken away. */
  private String collected() {
    waiting("collection").until(() -> jobs.services().isEmpty());
    var records = String.join(" ", records());
    var told = jobs.engine()
        .line("docker config inspect --format '{{index .Spec.Labels \"dev.skep.result\"}}"
            + " {{index .Spec.Labels \"dev.skep.exit-code\"}}' " + records);
    var described = controller.skep(controller.host(), "describe", "job", jobs.name());
    assertThat(described.exitCode(PATIENCE)).isZero();
    assertThat(described.out()).contains("last words");
    var logs = jobs.engine().configs("dev.skep.owner=" + OWNER, "dev.skep.job=" + jobs.name());
    jobs.engine().lines("docker config rm " + String.join(" ", logs));
    waiting("nothing else").until(() -> jobs.left().isEmpty());
    return told;
  }

  @Test
  void anAttachedJobIsNoneOfItsBusiness() {
    var job = jobs.shell("echo out; exit 3");
    ends(job, 3);
    assertThat(job.out()).isEqualTo("out\n");
    assertThat(records()).isEmpty();
  }

  @Test
  void aDetachedJobIsRecordedAndRemoved() {
    var job = jobs.shell("echo last words; exit 3", "--detach", "--ttl", "2s");
    ends(job, 0);
    assertThat(job.out()).isEqualTo(jobs.name() + "\n");
    assertThat(collected()).isEqualTo("FAILED 3");
  }

  @Test
  void whatAKilledCommandLeftIsRecordedAndRemoved() {
    var job = jobs.shell("echo last words; sleep 3; exit 4", "--ttl", TTL);
    waiting("output").until(() -> job.out().equals("last words\n"));
    job.kill();
    assertThat(jobs.services()).hasSize(1);
    assertThat(collected()).isEqualTo("FAILED 4");
  }

  /** More than a pipe holds: the command waits for whoever reads, for longer than the controller. */
  @Test
  void whatACommandStillReadsIsLeftAlone() throws IOException {
    var process = new ProcessBuilder(
            SkepProcess.path().toString(),
            "run",
            "--name",
            jobs.name(),
            "--ttl",
            TTL,
            OneOffs.IMAGE,
            "--",
            "seq",
            "1",
            "100000")
        .redirectError(folder.resolve("err").toFile());
    process.environment().put("DOCKER_HOST", controller.host());
    process.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var job = process.start();
    try {
      waiting("its end")
          .until(
              () -> !jobs.containers("--all").isEmpty() && jobs.containers("").isEmpty());
      var ended = Instant.now();
      waiting("four times to live")
          .until(() -> Duration.between(ended, attendedAt()).compareTo(Duration.ofSeconds(20)) > 0);
      assertThat(jobs.services()).hasSize(1);
      assertThat(records()).isEmpty();

      assertThat(job.inputReader().lines()).hasSize(100_000).endsWith("99999", "100000");
      assertThat(job.onExit().join().exitValue()).isZero();
    } finally {
      job.destroyForcibly().onExit().join();
    }
  }

  private Instant attendedAt() {
    var told =
        jobs.engine().inspect(jobs.name(), "{{index .Spec.Labels \"dev.skep.attended-at\"}}");
    return told.isEmpty() ? Instant.EPOCH : Instant.parse(told);
  }
}
