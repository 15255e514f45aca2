package dev.skep.bench;

import static org.awaitility.Awaitility.await;

import dev.skep.controller.cli.SkepProgram;
import dev.skep.lab.SwarmLab;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged controller takes while jobs wait for the clock. See docs/bench.md. */
@Tag("alone")
@EnabledIfSystemProperty(named = "skep.bench", matches = "true")
class ScheduleBenchIT {
  private static final String OWNER = "bench";
  private static final int STACKS = 10;
  private static final int JOBS = 50;
  private static final Duration WARM = Duration.ofSeconds(30);
  private static final Duration MEASURED = Duration.ofMinutes(1);

  private static final String JOB = """
        job%d:
          image: skep-lab/busybox:1
          command: ["true"]
          deploy: {labels: {dev.skep.job: "true", dev.skep.schedule: "%d %d * * *"}}
      """;

  @TempDir
  private Path folder;

  @Test
  void fiveHundredSchedulesBesideNone() throws Exception {
    try (var lab = SwarmLab.start(1);
        var swarm = BenchIT.connect(lab.host(0))) {
      var table = new Figures("a controller that waits, for a minute");
      var none = processorTime(lab, "none", () -> true);
      for (int i = 0; i < STACKS; i++) write("many", i);
      var many = processorTime(
          lab,
          "many",
          () -> swarm
                  .payloads(Kind.CONFIG, Map.of(Labels.OWNER, OWNER, Labels.KIND, "job"))
                  .get()
                  .size()
              == STACKS * JOBS);
      table.value("processor time, no stack", seconds(none));
      table.value("processor time, 500 jobs in 10 stacks that wait", seconds(many));
      table.value("the difference, of one processor", percent(many.minus(none)));
      table.print();
    }
  }

  private void write(String source, int number) throws IOException {
    // None of them is due while the bench runs.
    int hour = Instant.now().atZone(ZoneOffset.UTC).getHour() + 2;
    var text = new StringBuilder("services:\n");
    for (int i = 0; i < JOBS; i++) {
      text.append(JOB.formatted(i, (number * 7 + i) % 60, (hour + i % 20) % 24));
    }
    var stack = Files.createDirectories(folder.resolve(source).resolve("stack" + number));
    Files.writeString(stack.resolve("compose.yaml"), text.toString());
  }

  private interface Settled {
    boolean yet() throws Exception;
  }

  private Duration processorTime(SwarmLab lab, String source, Settled settled) throws Exception {
    Files.createDirectories(folder.resolve(source));
    try (var controller = SkepProgram.start(
        lab.host(0),
        "controller",
        "--owner",
        OWNER,
        "--source",
        folder.resolve(source).toString(),
        "--status",
        folder.resolve("status-" + source).toString())) {
      await().atMost(Duration.ofMinutes(2)).until(settled::yet);
      passes(WARM);
      var before = controller.processorTime();
      passes(MEASURED);
      return controller.processorTime().minus(before);
    }
  }

  /** Time is what is measured over, so it has to pass. */
  private static void passes(Duration time) {
    var end = Instant.now().plus(time);
    await().atMost(time.multipliedBy(2)).until(() -> Instant.now().isAfter(end));
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1e3);
  }

  private static String percent(Duration time) {
    return String.format(Locale.ROOT, "%.2f %%", 100.0 * time.toMillis() / MEASURED.toMillis());
  }
}
