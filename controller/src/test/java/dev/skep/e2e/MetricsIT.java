package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.controller.metrics.MetricsDocument;
import dev.skep.controller.metrics.Scrape;
import dev.skep.lab.Promtool;
import dev.skep.lab.SwarmLab;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a controller, and one that stands by beside it, tell of a stack with a job. */
class MetricsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern LISTENING = Pattern.compile("http: listening on .*:(\\d+)");

  private static final String FILE = """
      services:
        migrate:
          image: skep-lab/busybox:1
          command: ["true"]
          deploy: {labels: {dev.skep.job: "true"}}
        app:
          image: skep-lab/busybox:1
          command: [sleep, "600"]
          depends_on: [migrate]
          deploy: {replicas: 1}
      """;

  @TempDir
  private static Path folder;

  private static TestStack stack;
  private static SkepProcess leader;
  private static SkepProcess standby;
  private static Instant began;

  @BeforeAll
  static void keep() {
    began = Instant.now().minusSeconds(5);
    stack = TestStack.of(SwarmLab.single(), "seen", folder.resolve("stacks/seen"));
    stack.write("compose.yaml", FILE);
    leader = controller("a");
    soon(() -> assertThat(code(leader, "/readyz")).isEqualTo(200));
    soon(() -> assertThat(scrape(leader).value("skep_lease_held")).isOne());
    standby = controller("b");
    var ready = "skep_stack_phase{phase=\"Ready\",stack=\"seen\"}";
    for (var each : new SkepProcess[] {leader, standby}) {
      soon(() -> assertThat(scrape(each).named("skep_stack_phase")).containsExactly(ready));
    }
  }

  @AfterAll
  static void clean() {
    stack.close();
  }

  private static SkepProcess controller(String name) {
    return stack.skep(
        stack.host(),
        "controller",
        "--source",
        folder.resolve("stacks").toString(),
        "--http-listen",
        "127.0.0.1:0",
        "--status",
        folder.resolve(name).toString());
  }

  private static void soon(ThrowingRunnable claim) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .untilAsserted(claim);
  }

  private static HttpResponse<String> ask(SkepProcess controller, String path) throws Exception {
    var port = LISTENING.matcher(controller.toString());
    assertThat(port.find()).as(controller.toString()).isTrue();
    var uri = URI.create("http://127.0.0.1:" + port.group(1) + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static int code(SkepProcess controller, String path) throws Exception {
    return ask(controller, path).statusCode();
  }

  private static Scrape scrape(SkepProcess controller) throws Exception {
    var answer = ask(controller, "/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    return new Scrape(answer.body());
  }

  @Test
  void whoLeadsTellsOfTheJobThatItRan() throws Exception {
    var scrape = scrape(leader);
    var job = "{job_name=\"migrate\",%sstack=\"seen\"}";
    assertThat(scrape.value("skep_job_runs_total" + job.formatted("result=\"succeeded\",")))
        .isOne();
    assertThat(scrape.value("skep_job_runs_total" + job.formatted("result=\"failed\",")))
        .isZero();
    assertThat(scrape.value("skep_job_retries_total" + job.formatted(""))).isZero();
    assertThat(scrape.value("skep_job_phase" + job.formatted("phase=\"Succeeded\",")))
        .isOne();
    assertThat(scrape.value("skep_job_last_success_timestamp_seconds" + job.formatted("")))
        .isBetween((double) began.getEpochSecond(), (double) Instant.now().getEpochSecond() + 5);
    assertThat(scrape.value("skep_reconcile_seconds_count{result=\"wrote\"}")).isPositive();
    assertThat(scrape.value("skep_engine_calls_total{code=\"2xx\",method=\"POST\"}"))
        .isGreaterThan(5);
    assertThat(scrape.value("skep_lease_takeovers_total")).isOne();
    assertThat(scrape.value("skep_source_stacks{state=\"good\"}")).isOne();
    assertThat(scrape.value("process_resident_memory_bytes")).isGreaterThan(20e6);
  }

  @Test
  void whoStandsByIsHealthyAndReadyAndCountsNothing() throws Exception {
    soon(() -> assertThat(ask(standby, "/readyz").body())
        .startsWith("ready\n")
        .contains("lease: standing by, "));
    assertThat(ask(standby, "/healthz").body()).startsWith("healthy\n");
    var scrape = scrape(standby);
    assertThat(scrape.value("skep_lease_held")).isZero();
    assertThat(scrape.value("skep_lease_takeovers_total")).isZero();
    assertThat(scrape.named("skep_lease_epoch")).isEmpty();
    assertThat(scrape.value("skep_stack_phase{phase=\"Ready\",stack=\"seen\"}")).isOne();
    assertThat(scrape.value(
            "skep_job_runs_total{job_name=\"migrate\",result=\"succeeded\",stack=\"seen\"}"))
        .isZero();
  }

  @Test
  void driftThatIsPutRightIsCountedByTheHolderAlone() throws Exception {
    stack.engine().lines("docker service scale --detach " + stack.service("app") + "=3");
    var repaired = "skep_drift_repaired_total{stack=\"seen\"}";
    soon(() -> assertThat(scrape(leader).value(repaired)).isOne());
    assertThat(scrape(leader).value("skep_drift_found_total{stack=\"seen\"}")).isOne();
    assertThat(scrape(standby).value(repaired)).isZero();
  }

  @Test
  void prometheusFindsNothingToMend() throws Exception {
    var promtool = Promtool.orSkip();
    for (var controller : new SkepProcess[] {leader, standby}) {
      var verdict = promtool.says(scrape(controller).text(), "check", "metrics");
      assertThat(verdict.said()).isEmpty();
      assertThat(verdict.good()).isTrue();
    }
    assertThat(promtool
            .says("# TYPE a_total gauge\na_total 1\n", "check", "metrics")
            .good())
        .isFalse();
  }

  @Test
  void allThatIsToldIsInTheDocument() throws Exception {
    for (var controller : new SkepProcess[] {leader, standby}) {
      var document = MetricsDocument.families();
      for (var family : scrape(controller).families().values()) {
        var told = document.get(family.name());
        assertThat(told).as(family.name()).isNotNull();
        assertThat(told.type()).as(family.name()).isEqualTo(family.type());
        assertThat(told.labels()).as(family.name()).containsAll(family.labels());
      }
    }
  }
}
