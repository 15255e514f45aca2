package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job every three seconds, and two controllers of which one after the other is killed. */
@Tag("alone")
class ScheduleIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration APART = Duration.ofSeconds(3);
  private static final int KILLS = Integer.getInteger("skep.kills", 2);
  private static final Pattern MISSED = Pattern.compile(", (\\d+) slots? before it missed");

  /** A run as it is recorded: for which slot, and how many were missed before it. */
  private record Slot(int attempt, Instant at, int missed) {
    static Slot parse(String line) {
      var part = line.split("\\|");
      var missed = MISSED.matcher(part[2]);
      return new Slot(
          Integer.parseInt(part[0]),
          Instant.parse(part[1].substring(part[1].indexOf('+') + 1)),
          missed.find() ? Integer.parseInt(missed.group(1)) : 0);
    }
  }

  @TempDir
  private Path folder;

  private TestStack stack;
  private WitnessDatabase database;
  private final List<SkepProcess> controllers = new ArrayList<>();

  @BeforeEach
  void deploy() throws IOException {
    database = WitnessDatabase.on(new Engine(SwarmLab.single()), "clocked");
    stack = TestStack.of(
        SwarmLab.single(), "clock", Files.createDirectories(folder.resolve("source/clock")));
    stack.write("witness.py", TestStack.resource("witness.py"));
    stack.write(
        "compose.yaml",
        TestStack.resource("scheduled.yaml")
            .replace("${DATABASE}", database.name())
            .replace("${STACK}", stack.name()));
    for (int i = 0; i < 2; i++) controllers.add(controller(i));
  }

  @AfterEach
  void clean() {
    stack.close();
    database.close();
  }

  private SkepProcess controller(int number) {
    return stack.skep(
        stack.host(),
        "controller",
        "--source",
        folder.resolve("source").toString(),
        "--status",
        folder.resolve("status-" + number).toString(),
        "--lease-duration=2s");
  }

  private Witness witness() {
    return database.of(stack.name());
  }

  private List<Slot> slots() {
    var records = stack.records("attempt");
    if (records.isEmpty()) return List.of();
    return stack
        .engine()
        .lines("docker config inspect --format '{{index .Spec.Labels \"dev.skep.attempt\"}}|"
            + "{{index .Spec.Labels \"dev.skep.run-key\"}}|"
            + "{{index .Spec.Labels \"dev.skep.because\"}}' " + String.join(" ", records))
        .stream()
        .map(Slot::parse)
        .sorted(Comparator.comparing(Slot::attempt))
        .toList();
  }

  private void awaitRows(int count) {
    await("rows")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> witness().rows().size() >= count);
  }

  @Test
  void everySlotIsRunOnceOrCountedAsMissedWhoeverIsKilled() {
    awaitRows(2);
    for (int i = 0; i < KILLS; i++) {
      controllers.get(i % 2).kill();
      controllers.set(i % 2, controller(i % 2));
      awaitRows(witness().rows().size() + 2);
    }
    var shown = stack.skep(stack.host(), "get", "schedules");
    assertThat(shown.exitCode(PATIENCE)).as(shown.toString()).isZero();
    assertThat(shown.out().lines()).as(shown.out()).hasSize(6);
    controllers.forEach(SkepProcess::terminate);
    controllers.forEach(c -> c.exitCode(PATIENCE));
    await("its last run")
        .atMost(PATIENCE)
        .until(() -> witness().rows().stream().allMatch(Witness.Row::finished));

    var slots = slots();
    assertThat(slots).extracting(Slot::at).doesNotHaveDuplicates().isSorted();
    for (int i = 1; i < slots.size(); i++) {
      var before = slots.get(i - 1);
      var slot = slots.get(i);
      assertThat(Duration.between(before.at(), slot.at()))
          .as("%s after %s", slot, before)
          .isEqualTo(APART.multipliedBy(slot.missed() + 1L));
    }
    // The last one may have ended after nobody was left to record it.
    assertThat(witness().apart().size()).isBetween(slots.size(), slots.size() + 1);
    assertThat(witness().rows()).extracting(Witness.Row::service).doesNotHaveDuplicates();
    assertThat(stack.attempts()).hasSizeLessThanOrEqualTo(2);
  }
}
