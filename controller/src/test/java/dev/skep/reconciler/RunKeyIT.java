package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.docker.EngineAddress;
import dev.skep.lab.SwarmLab;
import dev.skep.manifests.LoadRequest;
import dev.skep.manifests.Manifests;
import dev.skep.model.DesiredStack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Upgrades of Skep to versions that count something else into a run's key, over a real engine. In
 * this package, because no user can choose the algorithm.
 */
class RunKeyIT {
  private static final String NAME = "runkey";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final RunKeys.Algorithm OLD = RunKey::v1;
  private static final RunKeys.Algorithm NEW =
      (stack, job, parts) -> RunKey.v1(stack, job, parts).replace("v1-", "v2-another");

  private static final String FILE = """
      services:
        migrate:
          image: skep-lab/busybox:1
          command: ["echo", "%s"]
          deploy: {labels: {com.replicated.ephemeral: "true"}}
        app:
          image: skep-lab/busybox:1
          command: ["sleep", "3600"]
          stop_grace_period: 0s
          depends_on: [migrate]
      """;

  @TempDir
  private Path folder;

  private final SwarmLab lab = SwarmLab.single();
  private DockerSwarm swarm;

  @BeforeEach
  void connect() {
    swarm = DockerSwarm.connect(new EngineAddress(URI.create(lab.host(0)), "the lab"))
        .get();
  }

  @AfterEach
  void clean() {
    swarm.close();
    for (var kind : List.of("service", "config", "network")) {
      sh("for try in $(seq 100); do docker %s ls --quiet --filter label=dev.skep.owner=%s"
              .formatted(kind, NAME)
          + " | xargs -r docker %s rm >/dev/null 2>&1 && break; sleep 0.1; done".formatted(kind));
    }
  }

  @Test
  void anotherAlgorithmRunsNothingThatHasRun() throws IOException {
    settle("first", OLD);
    assertThat(containers()).isEqualTo(1);

    settle("first", NEW, OLD);
    assertThat(containers()).isEqualTo(1);

    // While both were known, the success was remembered under the new key too.
    settle("first", NEW);
    assertThat(containers()).isEqualTo(1);

    settle("second", NEW);
    assertThat(containers()).isEqualTo(2);
  }

  /** One version of Skep, until everything is in place and it has nothing left to write. */
  private void settle(String word, RunKeys.Algorithm... algorithms) throws IOException {
    var stack = stack(word);
    try (var threads = new SameThread()) {
      var reconciler = new Reconciler(
          swarm,
          Lease.unguarded(swarm, NAME, "the test", Clock.SYSTEM),
          NAME,
          swarm.about().get().clusterId(),
          Clock.SYSTEM,
          () -> UUID.randomUUID().toString(),
          threads,
          () -> List.of(stack),
          new Planner(List.of(algorithms)));
      await().atMost(PATIENCE).until(() -> {
        var pass = reconciler.reconcile(stack).get();
        return pass.idle() && pass.status().ready();
      });
    }
  }

  private DesiredStack stack(String word) throws IOException {
    var file = Files.writeString(folder.resolve("compose.yaml"), FILE.formatted(word));
    var request = new LoadRequest(List.of(file), Optional.of(NAME), Map.of(), true, folder);
    return new Manifests().load(request).get().stack();
  }

  private int containers() {
    return Integer.parseInt(
        sh("docker ps --all --quiet --filter name=^%s_migrate | wc -l".formatted(NAME)));
  }

  private String sh(String script) {
    return lab.exec(0, "sh", "-c", script);
  }
}
