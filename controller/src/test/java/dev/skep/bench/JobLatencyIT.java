package dev.skep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.run.Operator;
import dev.skep.lab.SwarmLab;
import dev.skep.manifests.LoadRequest;
import dev.skep.manifests.Manifests;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** How long after a job's container has ended things go on. See docs/bench.md. */
@Tag("alone")
@EnabledIfSystemProperty(named = "skep.bench", matches = "true")
class JobLatencyIT {
  private static final String NAME = "latency";
  private static final int WARM = 5;
  private static final int RUNS = 50;

  /** Every revision has another job to do, and another service that waits for it. */
  private static final String FILE = """
      services:
        migrate:
          image: skep-lab/busybox:1
          command: ["sleep", "0.3"]
          environment: {RUN: "%1$d"}
          deploy: {labels: {com.replicated.ephemeral: "true"}}
        app-%1$d:
          image: skep-lab/busybox:1
          deploy: {replicas: 0}
          depends_on: [migrate]
      """;

  @TempDir
  private Path folder;

  private volatile DesiredStack desired;

  /**
   * Times by the clock of the one node there is, all by the engine.
   *
   * @param ended the container
   * @param recorded the attempt's record was made
   * @param released the service that waited was made
   */
  private record Run(Instant ended, Instant recorded, Instant released) {
    Duration toRecord() {
      return Duration.between(ended, recorded);
    }

    Duration toRelease() {
      return Duration.between(ended, released);
    }
  }

  @BeforeAll
  static void quietly() {
    BenchIT.quietly();
  }

  @Test
  void fromTheEndOfAJobToItsRecordAndToWhatWaitsForIt() throws IOException {
    var runs = new ArrayList<Run>();
    try (var lab = SwarmLab.start(1);
        var swarm = BenchIT.connect(lab.host(0));
        var direct = BenchIT.connect(lab.host(0))) {
      desired = stack(0);
      var lease = new Lease(swarm, NAME, "the bench", Lease.DURATION, Clock.SYSTEM);
      var cluster = swarm.about().get().clusterId();
      try (var operator = new Operator(
          swarm, lease, NAME, cluster, () -> Map.of(NAME, desired), (stack, pass) -> {})) {
        operator.start();
        for (int n = 1; n <= WARM + RUNS; n++) {
          desired = stack(n);
          operator.manifestsChanged();
          var run = measure(lab, direct, n);
          if (n > WARM) runs.add(run);
        }
      }
    }
    var table = new Figures("a job's container has ended, " + RUNS + " runs");
    table.percentiles(
        "its attempt is recorded", runs.stream().map(Run::toRecord).toList());
    table.percentiles(
        "the service that waited for it is made",
        runs.stream().map(Run::toRelease).toList());
    table.print();
    assertThat(runs).allMatch(run -> run.toRecord().isPositive());
    assertThat(runs).allMatch(run -> run.released().isAfter(run.recorded()));
  }

  private static Run measure(SwarmLab lab, DockerSwarm direct, int n) {
    until(() -> names(direct).equals(List.of(NAME + "_app-" + n)));
    var released = services(direct, Labels.NAMESPACE).getFirst().createdAt();
    var attempt =
        direct
            .payloads(Kind.CONFIG, Map.of(Labels.OWNER, NAME, Labels.KIND, "attempt"))
            .get()
            .stream()
            .max((a, b) -> a.createdAt().compareTo(b.createdAt()))
            .orElseThrow();
    var service = services(direct, Labels.KIND).stream()
        .filter(s -> s.label(Labels.RUN).equals(Optional.of(attempt.labels().get(Labels.RUN))))
        .findFirst()
        .orElseThrow();
    var ended = lab.exec(
        0,
        "sh",
        "-c",
        "docker inspect --format '{{.State.FinishedAt}}' $(docker ps --all --quiet"
            + " --filter label=com.docker.swarm.service.name=" + service.name() + ")");
    return new Run(Instant.parse(ended), attempt.createdAt(), released);
  }

  /** Of the stack, but for attempts. */
  private static List<String> names(DockerSwarm direct) {
    return services(direct, Labels.NAMESPACE).stream()
        .map(ObservedService::name)
        .toList();
  }

  private static List<ObservedService> services(DockerSwarm direct, String label) {
    return direct.services(Map.of(Labels.OWNER, NAME, label, "")).get();
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(200)).until(condition);
  }

  private DesiredStack stack(int n) throws IOException {
    var file = Files.writeString(folder.resolve("compose.yaml"), FILE.formatted(n));
    var request = new LoadRequest(List.of(file), Optional.of(NAME), Map.of(), true, folder);
    return new Manifests().load(request).get().stack();
  }
}
