package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that nobody committed, made with Docker's own means while a controller runs. */
class OneShotIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String OWNER = "one-shots";
  private static final String MADE_HERE = "e2e.made-by=" + OWNER;
  private static final String JOB = "com.replicated.ephemeral=true";
  private static final String SCHEDULED = "com.example.scheduler=reports";

  @TempDir
  private static Path folder;

  private static TestStack skep;
  private static Path status;

  @BeforeAll
  static void start() throws IOException {
    skep = TestStack.of(SwarmLab.single(), OWNER, folder);
    status = folder.resolve("status");
    var source = Files.createDirectory(folder.resolve("source"));
    skep.skep(
        skep.host(),
        "controller",
        "--source",
        source.toString(),
        "--status",
        status.toString(),
        "--one-shot-ttl",
        "4s");
  }

  @AfterAll
  static void clean() {
    skep.stop();
    var left = skep.engine().services(MADE_HERE);
    skep.engine().lines("echo " + String.join(" ", left) + " | xargs -r docker service rm");
    skep.close();
    assertThat(left).as("services that were not collected").isEmpty();
  }

  /** As an application does; returns the service's name. */
  private static String create(String name, String flags, String program) {
    var service = OWNER + "-" + name;
    skep.engine()
        .line("docker service create --detach --quiet --no-resolve-image --name " + service
            + " --label " + JOB + " --label " + MADE_HERE + " " + flags
            + " skep-lab/busybox:1 sh -c '" + program + "'");
    return service;
  }

  private static ConditionFactory waiting(String what) {
    return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200));
  }

  private static void awaitCollection(String service) {
    waiting(service + " collected").until(() -> !skep.engine().services(JOB).contains(service));
  }

  /** Fields of each record of a service, oldest first. */
  private static List<String> recorded(String service, String... fields) {
    var records = skep.engine()
        .configs("dev.skep.owner=" + OWNER, "dev.skep.kind=one-shot", "dev.skep.job=" + service);
    if (records.isEmpty()) return List.of();
    var format = Stream.concat(Stream.of("ended-at"), Stream.of(fields))
        .map("{{index .Spec.Labels \"dev.skep.%s\"}}"::formatted)
        .collect(Collectors.joining(" "));
    return skep
        .engine()
        .lines("docker config inspect --format '" + format + "' " + String.join(" ", records))
        .stream()
        .sorted()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .toList();
  }

  /** Seconds from the end, by the node's clock, to the record, by the managers'. */
  private static double latency(String service) {
    var record = skep.engine()
        .configs("dev.skep.kind=one-shot", "dev.skep.owner=" + OWNER, "dev.skep.job=" + service)
        .getFirst();
    var times = skep.engine()
        .line("docker config inspect --format"
            + " '{{index .Spec.Labels \"dev.skep.ended-at\"}} {{json .CreatedAt}}' " + record)
        .replace("\"", "")
        .split(" ");
    return Duration.between(Instant.parse(times[0]), Instant.parse(times[1])).toMillis() / 1000.0;
  }

  private static String file(String service) throws IOException {
    return Files.readString(status.resolve("jobs").resolve(service + ".yaml"));
  }

  private static String told(String... command) {
    var process = skep.skep(skep.host(), command);
    assertThat(process.exitCode(PATIENCE)).as(process.toString()).isZero();
    return process.out();
  }

  @Test
  void aSuccessIsRecordedAndCollected() throws IOException {
    var service = create("backup", "--restart-condition none", "echo 3.1 GB saved");
    awaitCollection(service);

    assertThat(recorded(service, "result", "exit-code")).containsExactly("SUCCEEDED 0");
    assertThat(file(service)).contains("phase: Succeeded", "madeBy: api", "3.1 GB saved");
    assertThat(told("get", "jobs")).containsPattern("- +" + service + " +Succeeded +1 +0 ");
    System.out.printf("recorded %.2f s after the end%n", latency(service));
    assertThat(latency(service)).isLessThan(5);
  }

  @Test
  void aFailureKeepsItsExitCodeAndItsLog() throws IOException {
    var service = create("import", "--restart-condition none", "echo line 7 is no number; exit 3");
    awaitCollection(service);

    assertThat(recorded(service, "result", "exit-code")).containsExactly("FAILED 3");
    assertThat(file(service)).contains("phase: Failed", "exitCode: 3", "line 7 is no number");
    assertThat(told("describe", "job", service))
        .contains("Failed (ExitCode)", "Made by:     api", "| line 7 is no number");
    assertThat(Files.readString(folder.resolve("status/events.jsonl")))
        .contains("\"job " + service + "\",\"reason\":\"RecordOneShot\"")
        .contains("\"job " + service + "\",\"reason\":\"CollectOneShot\"");
  }

  @Test
  void itIsOverWhenTheEngineTriesNoMore() {
    var service = create(
        "flaky",
        "--restart-condition on-failure --restart-max-attempts 1 --restart-delay 2s",
        "echo try; exit 5");
    awaitCollection(service);

    assertThat(recorded(service, "result", "exit-code")).containsExactly("FAILED 5");
    assertThat(told("describe", "job", service)).contains("  | try\n  | try\n");
  }

  @Test
  void aJobModeOfTheEngineIsRecordedForEachTimeItRan() {
    var service =
        create("report", "--mode replicated-job --label dev.skep.ttl=8s", "echo all is well");
    waiting("first end").until(() -> recorded(service, "result").size() == 1);
    skep.engine().line("docker service update --detach --quiet --label-add again=yes " + service);
    awaitCollection(service);

    assertThat(recorded(service, "result", "run-number"))
        .containsExactly("SUCCEEDED 1", "SUCCEEDED 2");
  }

  @Test
  void whatTheExampleSchedulesIsLookedAfterWithoutItsKnowing() {
    var example = Path.of("../manifests/examples/job-scheduler");
    try (var reports = TestStack.of(SwarmLab.single(), "reports", folder)) {
      var override = example.resolve("lab.override.yaml").toString();
      var applied = reports.apply(example.resolve("compose.yaml"), "-f", override);
      assertThat(applied.exitCode(PATIENCE)).as(applied.toString()).isZero();
      var scheduler = reports.engine().tasks(reports.service("scheduler"));

      var jobs = List.of(post(reports), post(reports), post(reports));
      jobs.forEach(OneShotIT::awaitCollection);

      assertThat(jobs.stream().flatMap(j -> recorded(j, "result", "exit-code").stream()))
          .containsExactlyInAnyOrder("SUCCEEDED 0", "SUCCEEDED 0", "FAILED 3");
      assertThat(reports.engine().tasks(reports.service("scheduler"))).isEqualTo(scheduler);
    }
    // It makes one every half a minute by itself.
    waiting("all collected").until(() -> skep.engine().services(SCHEDULED).isEmpty());
  }

  /** Has the application make a job; returns the service's name. */
  private static String post(TestStack reports) {
    return reports
        .engine()
        .line("docker exec $(docker ps --quiet --filter"
            + " label=com.docker.swarm.service.name=" + reports.service("scheduler")
            + ") python3 -c 'import json, urllib.request as u; print(json.load(u.urlopen("
            + "u.Request(\"http://127.0.0.1:8000/jobs\", method=\"POST\")))[\"name\"])'");
  }

  @Test
  void oneOfAStackIsRecordedAndLeftAsItIs() throws IOException {
    var stack = skep.named("by-hand");
    var service = stack.service("migrate");
    skep.engine()
        .stack("deploy --resolve-image never -c compose.yaml by-hand", Map.of("compose.yaml", """
            version: "3.8"
            services:
              migrate:
                image: skep-lab/busybox:1
                command: [sh, -c, "echo migrated"]
                deploy:
                  restart_policy: {condition: none}
                  labels: {com.replicated.ephemeral: "true"}
            """));
    try {
      waiting("record").until(() -> recorded(service, "result").equals(List.of("SUCCEEDED")));
      var version = skep.engine().inspect(service, "{{.Version.Index}}");
      var other = create("other", "--restart-condition none", "true");
      awaitCollection(other);

      assertThat(skep.engine().inspect(service, "{{.Version.Index}}")).isEqualTo(version);
      assertThat(file(service)).contains("stack: by-hand", "madeBy: stack deploy", "migrated");
      assertThat(told("get", "jobs")).containsPattern("by-hand +migrate +Succeeded");
    } finally {
      stack.close();
    }
  }
}
