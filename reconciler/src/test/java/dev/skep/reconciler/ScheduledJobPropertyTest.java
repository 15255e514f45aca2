package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.Schedule;
import dev.skep.model.Schedule.Concurrency;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random days of a job with a schedule: outages, new leaders, failures, orders, wrong clocks. */
class ScheduledJobPropertyTest {
  private static final List<String> LINES =
      List.of("*/10 * * * *", "0 * * * *", "5,35 * * * *", "30 1-3 * * *", "0 2 * * *");

  @Test
  void noSlotIsRunTwiceAndTheLastOneIsNotForgotten() {
    int ran = 0;
    for (long seed = 0; seed < 12; seed++) {
      var random = new Random(seed);
      var line = LINES.get(random.nextInt(LINES.size()));
      var usual = NightlyFixture.schedule(line, random.nextBoolean() ? "UTC" : "Europe/Vienna");
      var schedule = random.nextInt(3) > 0
          ? usual
          : new Schedule(usual.cron(), usual.zone(), Concurrency.REPLACE, Optional.empty());
      var nightly = new NightlyFixture(line, "UTC").scheduled(schedule);
      nightly.pass(Duration.ofSeconds(30), Duration.ofSeconds(10));
      for (int i = 0; i < 15; i++) {
        happen(nightly, random);
        alone(nightly, seed);
      }
      nightly.clock.put(Duration.between(nightly.clock.now(), nightly.swarm.now()));
      nightly.runsFor(Duration.ofSeconds(5), 0);
      assertThat(nightly.commands().resume("shop_backup").isRight()).isTrue();
      nightly.pass(Duration.ofHours(30), Duration.ofMinutes(1));
      ran += check(nightly, schedule, seed);
    }
    assertThat(ran).isGreaterThan(200);
  }

  private static void happen(NightlyFixture nightly, Random random) {
    switch (random.nextInt(9)) {
      case 0 -> nightly.away(Duration.ofMinutes(random.nextInt(600)));
      case 1 -> nightly.restart("holder-" + random.nextInt(3));
      case 2 -> nightly.clock.put(Duration.ofMinutes(random.nextInt(120) - 60));
      case 3 ->
        nightly.runsFor(Duration.ofSeconds(1 + random.nextInt(1500)), random.nextInt(3) / 2);
      case 4 ->
        assertThat(nightly.commands().suspend("shop_backup", "").isRight()).isTrue();
      case 5, 6 ->
        assertThat(nightly.commands().resume("shop_backup").isRight()).isTrue();
      default -> {}
    }
    nightly.pass(
        Duration.ofMinutes(random.nextInt(90)), Duration.ofSeconds(20 + random.nextInt(60)));
  }

  /** Never two at once. */
  private static void alone(NightlyFixture nightly, long seed) {
    long live = nightly.swarm.tasks(Map.of()).get().stream()
        .filter(t -> !t.state().terminal())
        .count();
    assertThat(live).as("seed " + seed).isLessThanOrEqualTo(1);
  }

  private static int check(NightlyFixture nightly, Schedule schedule, long seed) {
    var attempts = nightly.records().attempts(Optional.of("shop")).get().stream()
        .sorted(Comparator.comparingInt(AttemptRecord::number))
        .toList();
    var slots =
        attempts.stream().map(a -> RunKey.slot(a.runKey()).orElseThrow()).toList();
    assertThat(slots).as("seed " + seed).isSorted();
    var succeeded = attempts.stream()
        .filter(a -> a.verdict() == Verdict.RUN_SUCCEEDED)
        .map(AttemptRecord::run)
        .toList();
    assertThat(succeeded).as("seed " + seed).doesNotHaveDuplicates();
    // What is wrong with a clock may put a slot off, by as much as it was wrong.
    var due = schedule
        .cron()
        .latest(Instant.EPOCH, nightly.swarm.now().minusSeconds(900), schedule.zone())
        .orElseThrow();
    assertThat(slots.getLast()).as("seed " + seed).isAfterOrEqualTo(due);
    return slots.size();
  }
}
