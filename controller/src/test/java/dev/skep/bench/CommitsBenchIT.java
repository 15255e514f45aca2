package dev.skep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.controller.cli.SkepProgram;
import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.run.Operator;
import dev.skep.lab.SwarmLab;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.ObservedPayload;
import dev.skep.proxy.Fault;
import dev.skep.proxy.FaultProxy;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Lease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** How soon a new revision is acted upon. See docs/bench.md. */
@Tag("alone")
@EnabledIfSystemProperty(named = "skep.bench", matches = "true")
class CommitsBenchIT {
  private static final String OWNER = "bench";
  private static final String NAME = "commits";
  private static final String WANTED = Labels.of("wanted");
  private static final String APPLIED = Labels.of("applied");
  private static final int WARM = 5;
  private static final int CHANGES = 50;

  @TempDir
  private Path folder;

  private volatile DesiredStack desired;

  @BeforeAll
  static void quietly() {
    BenchIT.quietly();
  }

  @Test
  void fromARevisionToTheFirstWrite() throws IOException {
    var table = new Figures("a new revision, " + CHANGES + " of them");
    try (var lab = SwarmLab.start(1);
        var proxy = FaultProxy.before(lab.host(0), folder.resolve("p.sock"));
        var direct = BenchIT.connect(lab.host(0))) {
      table.percentiles("the controller knows it: first write", known(proxy, direct));
      table.percentiles("its file is there: first write", written(proxy, direct));
    }
    table.print();
  }

  /** By a controller in this process, which is told. */
  private List<Duration> known(FaultProxy proxy, DockerSwarm direct) {
    desired = stack(0).desired(folder);
    try (var swarm = BenchIT.connect(proxy.host())) {
      var lease = new Lease(swarm, OWNER, "the bench", Lease.DURATION, Clock.SYSTEM);
      var cluster = swarm.about().get().clusterId();
      try (var operator = new Operator(
          swarm, lease, OWNER, cluster, () -> Map.of(NAME, desired), (stack, pass) -> {})) {
        operator.start();
        return times(proxy, direct, n -> {
          var next = stack(n).desired(folder);
          return () -> {
            desired = next;
            operator.manifestsChanged();
          };
        });
      }
    }
  }

  /** By the program, which looks into a folder every two seconds. */
  private List<Duration> written(FaultProxy proxy, DockerSwarm direct) throws IOException {
    var source = Files.createDirectory(folder.resolve("source"));
    stack(0).write(source);
    try (var program = SkepProgram.start(
        proxy.host(),
        "controller",
        "--owner",
        OWNER,
        "--source",
        source.toString(),
        "--status",
        folder.resolve("status").toString())) {
      assertThat(program).isNotNull();
      return times(proxy, direct, n -> {
        var file = stack(n).write(folder);
        // At any moment between two looks.
        var delay = Duration.ofMillis(1 + n * 370 % 2_000);
        await().atMost(Duration.ofMinutes(1)).pollDelay(delay).until(() -> true);
        return () -> move(file, source.resolve(file.getFileName()));
      });
    }
  }

  private static BenchStack stack(int n) {
    return new BenchStack(NAME, 2, Integer.toString(n));
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * From each change to the first write that follows, renewals of the lease aside.
   *
   * @param changes prepares the n-th
   */
  private static List<Duration> times(
      FaultProxy proxy, DockerSwarm direct, IntFunction<Runnable> changes) {
    var out = new ArrayList<Duration>();
    var before = settled(direct, "");
    for (int n = 1; n <= WARM + CHANGES; n++) {
      var change = changes.apply(n);
      var lease = records(direct, "lease").getFirst().id();
      var written = new CompletableFuture<Long>();
      proxy.once(
          request -> request.method().equals("POST") && !request.path().contains(lease),
          new Fault.Before(() -> written.complete(System.nanoTime())));
      long from = System.nanoTime();
      change.run();
      var took = Duration.ofNanos(written.orTimeout(1, TimeUnit.MINUTES).join() - from);
      if (n > WARM) out.add(took);
      before = settled(direct, before);
    }
    return out;
  }

  /** Waits until another revision than this one is in place; returns it. */
  private static String settled(DockerSwarm direct, String before) {
    return await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> records(direct, "stack").stream()
                .map(ObservedPayload::labels)
                .filter(l -> l.get(WANTED).equals(l.get(APPLIED)))
                .map(l -> l.get(WANTED))
                .findFirst()
                .orElse(before),
            revision -> !revision.equals(before));
  }

  private static List<ObservedPayload> records(DockerSwarm direct, String kind) {
    return direct
        .payloads(Kind.CONFIG, Map.of(Labels.OWNER, OWNER, Labels.KIND, kind))
        .get();
  }
}
