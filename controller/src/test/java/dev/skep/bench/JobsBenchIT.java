package dev.skep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.run.Operator;
import dev.skep.lab.SwarmLab;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.ObservedPayload;
import dev.skep.model.TaskState;
import dev.skep.proxy.Exchange;
import dev.skep.proxy.FaultProxy;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Lease;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What jobs cost while they run, and what they leave behind. See docs/bench.md. */
@Tag("alone")
@EnabledIfSystemProperty(named = "skep.bench", matches = "true")
class JobsBenchIT {
  private static final String OWNER = "bench";
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final int WARM = 5;
  private static final int RUNS = 20;

  /** A connection more or less is open at any moment; a leak would show once for each run. */
  private static final long SLACK = 5;

  @TempDir
  Path folder;

  private volatile DesiredStack desired;

  @BeforeAll
  static void quietly() {
    BenchIT.quietly();
  }

  private Operator operator(DockerSwarm swarm) {
    var lease = new Lease(swarm, OWNER, "the bench", Lease.DURATION, Clock.SYSTEM);
    var cluster = swarm.about().get().clusterId();
    return new Operator(
        swarm, lease, OWNER, cluster, () -> Map.of("jobs", desired), (stack, pass) -> {});
  }

  @Test
  void callsWhileAJobRunsAndWhileNoneDoes() throws InterruptedException {
    try (var lab = SwarmLab.start(1);
        var proxy = FaultProxy.before(lab.host(0), folder.resolve("p.sock"));
        var swarm = BenchIT.connect(proxy.host());
        var direct = BenchIT.connect(lab.host(0))) {
      new History(direct, OWNER, 200, 5).write();
      desired = new JobStack("true", 0).desired(folder);
      try (var operator = operator(swarm)) {
        operator.start();
        until(() -> ends(direct).size() == 1_001 && attemptServices(direct) == 0);
        var idle = window(proxy, direct);
        desired = new JobStack("sleep 600", 1).desired(folder);
        operator.manifestsChanged();
        until(() -> running(direct));
        var busy = window(proxy, direct);

        var table = new Figures("1,000 runs on record; the lease aside");
        row(table, "no job runs", idle);
        row(table, "a job runs", busy);
        table.print();
        assertThat(busy).noneMatch(Exchange::isWrite);
      }
    }
  }

  @Test
  void whatTwentyRunsLeaveBehindBesideFive() {
    try (var lab = SwarmLab.start(1);
        var swarm = BenchIT.connect(lab.host(0));
        var direct = BenchIT.connect(lab.host(0))) {
      desired = new JobStack("sleep 1", 1).desired(folder);
      try (var operator = operator(swarm)) {
        operator.start();
        until(() -> ends(direct).size() == 1);
        for (int n = 2; n <= WARM; n++) run(n, operator, direct);
        var before = Remains.of(direct, OWNER);
        for (int n = WARM + 1; n <= RUNS; n++) run(n, operator, direct);
        var after = Remains.of(direct, OWNER);
        print(before, after, lags(direct));
        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.forEach((what, count) ->
            assertThat(count).as(what).isLessThanOrEqualTo(before.get(what) + SLACK));
      }
    }
  }

  private void run(int revision, Operator operator, DockerSwarm direct) {
    desired = new JobStack("sleep 1", revision).desired(folder);
    operator.manifestsChanged();
    until(() -> ends(direct).size() == revision && attemptServices(direct) == 0);
  }

  private static void print(
      Map<String, Long> before, Map<String, Long> after, List<Duration> lags) {
    var table = new Figures("after " + WARM + " and after " + RUNS + " runs, collected");
    before.forEach((what, count) -> table.value(what, count + " and " + after.get(what)));
    table.value("end of a job -> recorded, median", millis(lags.get(lags.size() / 2)));
    table.value("end of a job -> recorded, the longest", millis(lags.getLast()));
    table.print();
  }

  /** From the end of each attempt to its record, both by the clock of the one node there is. */
  private static List<Duration> lags(DockerSwarm direct) {
    return ends(direct).stream()
        .map(c ->
            Duration.between(Instant.parse(c.labels().get(Labels.of("ended-at"))), c.createdAt()))
        .sorted()
        .toList();
  }

  private static List<ObservedPayload> ends(DockerSwarm direct) {
    return direct
        .payloads(Kind.CONFIG, Map.of(Labels.OWNER, OWNER, Labels.KIND, "attempt"))
        .get();
  }

  private static int attemptServices(DockerSwarm direct) {
    return direct
        .services(Map.of(Labels.OWNER, OWNER, Labels.KIND, "attempt"))
        .get()
        .size();
  }

  private static boolean running(DockerSwarm direct) {
    return direct.tasks(Map.of(Labels.OWNER, OWNER, Labels.KIND, "attempt")).get().stream()
        .anyMatch(t -> t.state() == TaskState.RUNNING);
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(200)).until(condition);
  }

  private static void pass(Duration time) {
    await().atMost(time.multipliedBy(2)).pollDelay(time).until(() -> true);
  }

  /** What is sent while nothing happens, renewals of the lease aside. */
  private static List<Exchange> window(FaultProxy proxy, DockerSwarm direct) {
    var lease = direct
        .payloads(Kind.CONFIG, Map.of(Labels.OWNER, OWNER, Labels.KIND, "lease"))
        .get()
        .getFirst()
        .id();
    // What was announced of the last writes is to be over, and so is the first housekeeping.
    pass(Duration.ofSeconds(15));
    int from = proxy.requests();
    pass(WINDOW);
    var all = proxy.log();
    return all.subList(from, all.size()).stream()
        .filter(e -> !e.path().contains("lease") && !e.path().contains(lease))
        .toList();
  }

  private static void row(Figures table, String what, List<Exchange> sent) {
    double seconds = WINDOW.toSeconds();
    long bytes = sent.stream().mapToLong(Exchange::bytes).sum();
    table.value(
        what,
        String.format(
            Locale.ROOT, "%.1f calls/s, %.1f KB/s", sent.size() / seconds, bytes / 1024 / seconds));
  }

  private static String millis(Duration time) {
    return time.toMillis() + " ms";
  }
}
