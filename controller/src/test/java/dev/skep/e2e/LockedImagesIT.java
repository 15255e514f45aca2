package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.LabRegistry;
import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which image runs, with a real registry whose names move and which goes away. */
class LockedImagesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String STACK = "e2e-locked";

  private static final String FILE = """
      services:
        migrate:
          image: %1$s
          command: ["true"]
          deploy:
            labels: {com.replicated.ephemeral: "true"}
            restart_policy: {condition: on-failure, max_attempts: 1, delay: 1s}
          x-skep: {job: {ttlAfterSuccess: 10m}}
        app:
          image: %1$s
          command: ["sleep", "3600"]
          environment: {VERSION: "%2$s"}
          stop_grace_period: 0s
          deploy: {update_config: {monitor: 100ms}}
          depends_on: [migrate]
      """;

  private static final Cleaner CLEANER = new Cleaner();
  private static LabRegistry registry;

  @TempDir
  private Path folder;

  private TestStack stack;
  private String name;

  @BeforeAll
  static void start() {
    var lab = SwarmLab.single();
    registry = LabRegistry.open(lab, 5002);
  }

  @AfterAll
  static void stop() {
    if (registry != null) registry.close();
    CLEANER.close();
  }

  @BeforeEach
  void name() throws IOException {
    stack = TestStack.of(SwarmLab.single(), STACK, Files.createDirectories(folder.resolve(STACK)));
    name = registry.address() + "/shop";
  }

  @AfterEach
  void remove() {
    CLEANER.remove(stack);
  }

  private SkepProcess apply(String image, String version) {
    var skep = stack.apply(stack.write("compose.yaml", FILE.formatted(image, version)));
    assertThat(skep.exitCode(PATIENCE)).as(skep.toString()).isZero();
    return skep;
  }

  /** The lab's nodes run what they have; others would pull it. */
  private String push(String image, String label) {
    var digest = registry.push(image, label);
    stack.engine().line("docker pull --quiet " + name + "@" + digest);
    return digest;
  }

  private String runs(String service) {
    return stack
        .engine()
        .inspect(stack.service(service), "{{.Spec.TaskTemplate.ContainerSpec.Image}}");
  }

  private String platforms(String service) {
    return stack
        .engine()
        .inspect(stack.service(service), "{{json .Spec.TaskTemplate.Placement.Platforms}}");
  }

  @Test
  void whatRunsIsWhatTheNameStoodForWhenItWasNew() {
    var one = push(name + ":1", "one");
    apply(name + ":1", "1");
    assertThat(runs("app")).isEqualTo(name + ":1@" + one);
    assertThat(platforms("app")).startsWith("[{\"Architecture\":").contains("\"OS\":\"linux\"");

    var moved = push(name + ":1", "moved");
    assertThat(moved).isNotEqualTo(one);
    apply(name + ":1", "2");
    assertThat(runs("app")).isEqualTo(name + ":1@" + one);

    stack.engine().line("docker service rm " + stack.service("app"));
    registry.stop();
    try {
      apply(name + ":1", "2");
      assertThat(runs("app")).isEqualTo(name + ":1@" + one);

      stack.engine().line("docker tag skep-lab/busybox:1 " + name + ":2");
      var skep = apply(name + ":2", "2");
      assertThat(runs("app")).isEqualTo(name + ":2");
      assertThat(skep.err())
          .contains("image " + name + ":2: used by its name alone: registry " + registry.address()
              + " cannot be asked");
    } finally {
      registry.start();
    }
  }
}
