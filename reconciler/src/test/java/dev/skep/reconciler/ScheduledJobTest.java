package dev.skep.reconciler;

import static dev.skep.reconciler.NightlyFixture.JOB;
import static dev.skep.reconciler.NightlyFixture.schedule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy;
import dev.skep.model.ObservedService;
import dev.skep.model.Reason;
import dev.skep.model.Schedule;
import dev.skep.model.Schedule.Concurrency;
import dev.skep.model.StackStatus;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole passes over the fake engine, which begins at 2026-01-01T00:00:00Z. */
class ScheduledJobTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final NightlyFixture nightly = new NightlyFixture("0 2 * * *", "UTC");

  private static Schedule replacing(Schedule schedule) {
    return new Schedule(
        schedule.cron(), schedule.zone(), Concurrency.REPLACE, schedule.startingDeadline());
  }

  private static Schedule within(Schedule schedule, Duration late) {
    return new Schedule(
        schedule.cron(), schedule.zone(), schedule.concurrency(), Optional.of(late));
  }

  @Test
  void doesNotRunBeforeItsSlotAndHoldsNothing() {
    nightly.pass(HOUR, MINUTE);
    assertThat(nightly.starts()).isZero();
    assertThat(nightly.row().phase()).isEqualTo(JobPhase.SCHEDULED);
    assertThat(nightly.row().reason()).isEqualTo(Reason.WAITING_FOR_SLOT);
    assertThat(nightly.row().nextAttempt()).contains(Instant.parse("2026-01-01T02:00:00Z"));
    assertThat(nightly.status.ready()).isTrue();
  }

  @Test
  void runsOnceAtEachSlot() {
    nightly.passUntil("2026-01-03T12:00:00Z", MINUTE);
    assertThat(nightly.runs())
        .containsExactly(
            "slot 2026-01-01T02:00:00Z", "slot 2026-01-02T02:00:00Z", "slot 2026-01-03T02:00:00Z");
    assertThat(nightly.starts()).isEqualTo(3);
    assertThat(nightly.status.ready()).isTrue();
    assertThat(nightly.swarm.services(Map.of()).get()).isEmpty();
  }

  @Test
  void remembersTheSuccessOfTheNewestSlotAlone() {
    nightly.passUntil("2026-01-03T12:00:00Z", MINUTE);
    assertThat(nightly.record().succeeded())
        .hasSize(2)
        .last()
        .asString()
        .endsWith("+2026-01-03T02:00:00Z");
  }

  @Test
  void writesNothingBetweenSlots() {
    nightly.passUntil("2026-01-01T04:00:00Z", MINUTE);
    long before = nightly.writesBesideTheLease();
    nightly.passUntil("2026-01-02T01:59:00Z", MINUTE);
    assertThat(nightly.writesBesideTheLease()).isEqualTo(before);
  }

  @Test
  void wakesAtItsSlot() {
    nightly.pass(MINUTE);
    assertThat(nightly.row().message()).isEqualTo("next run at 2026-01-01T02:00:00Z");
  }

  @Test
  void betweenSlotsNothingIsPlannedAnewAndTheNextIsNotForgotten() {
    nightly.passUntil("2026-01-01T01:59:00Z", MINUTE).pass(Duration.ofSeconds(1));
    var before = nightly.status;
    nightly.pass(Duration.ofSeconds(10), Duration.ofSeconds(10));
    assertThat(nightly.status).isSameAs(before);
    assertThat(nightly.again)
        .contains(Duration.between(nightly.clock.now(), Instant.parse("2026-01-01T02:00:00Z")));
  }

  @Test
  void aChangeRunsAtTheNextSlotOnly() {
    nightly.passUntil("2026-01-01T04:00:00Z", MINUTE);
    nightly.manifest("shop:2", nightly.desired.services().get(JOB).job().orElseThrow());
    nightly.pass(HOUR, MINUTE);
    assertThat(nightly.starts()).isEqualTo(1);
    nightly.passUntil("2026-01-02T03:00:00Z", MINUTE);
    assertThat(nightly.starts()).isEqualTo(2);
  }

  @Nested
  class WhatWasMissed {
    @Test
    void isMadeUpForByTheLatestSlotAlone() {
      nightly.passUntil("2026-01-01T04:00:00Z", MINUTE);
      nightly.away(Duration.ofDays(4)).pass(HOUR, MINUTE);
      assertThat(nightly.runs())
          .hasSize(2)
          .last()
          .isEqualTo("slot 2026-01-05T02:00:00Z, 3 slots before it missed");
    }

    @Test
    void isNotMadeUpForWhenItIsTooLate() {
      nightly.scheduled(within(schedule("0 2 * * *", "UTC"), HOUR));
      nightly.passUntil("2026-01-01T01:00:00Z", MINUTE);
      nightly.away(Duration.ofHours(6)).pass(HOUR, MINUTE);
      assertThat(nightly.starts()).isZero();
      assertThat(nightly.row().nextAttempt()).contains(Instant.parse("2026-01-02T02:00:00Z"));
      nightly.passUntil("2026-01-02T03:00:00Z", MINUTE);
      assertThat(nightly.runs())
          .containsExactly("slot 2026-01-02T02:00:00Z, 1 slot before it missed");
    }

    @Test
    void isCountedUpToAThousand() {
      nightly.scheduled(schedule("* * * * *", "UTC")).pass(MINUTE);
      nightly.away(Duration.ofDays(400)).pass(MINUTE);
      assertThat(nightly.runs().get(1)).contains(", more than 999 slots before it missed");
    }

    @Test
    void isNothingOfAScheduleThatIsNew() {
      nightly.passUntil("2026-01-01T04:00:00Z", MINUTE);
      nightly.scheduled(schedule("0 3 * * *", "UTC")).pass(HOUR, MINUTE);
      assertThat(nightly.starts()).isEqualTo(1);
      nightly.passUntil("2026-01-02T04:00:00Z", MINUTE);
      assertThat(nightly.runs()).last().isEqualTo("slot 2026-01-02T03:00:00Z");
    }

    @Test
    void isNotRunSlotBySlotAfterASuspension() {
      nightly.scheduled(schedule("*/10 * * * *", "UTC")).pass(MINUTE);
      assertThat(nightly.commands().suspend("shop_backup", "").isRight()).isTrue();
      nightly.pass(HOUR, MINUTE);
      assertThat(nightly.starts()).isZero();
      assertThat(nightly.row().phase()).isEqualTo(JobPhase.SUSPENDED);
      assertThat(nightly.commands().resume("shop_backup").isRight()).isTrue();
      nightly.pass(MINUTE.multipliedBy(5));
      assertThat(nightly.runs()).hasSize(1);
      assertThat(nightly.starts()).isEqualTo(1);
    }
  }

  @Nested
  class ASlotDuringARun {
    private final Schedule tenMinutes = schedule("*/10 * * * *", "UTC");

    @Test
    void waitsForItsEnd() {
      var pause = Duration.ofSeconds(10);
      nightly.runsFor(Duration.ofMinutes(31), 0).scheduled(tenMinutes);
      nightly.passUntil("2026-01-01T00:40:30Z", pause);
      assertThat(nightly.starts()).isEqualTo(1);
      nightly.passUntil("2026-01-01T00:45:00Z", pause);
      assertThat(nightly.starts()).isEqualTo(2);
      assertThat(nightly.row().because())
          .isEqualTo("slot 2026-01-01T00:40:00Z, 2 slots before it missed");
    }

    @Test
    void stopsItFirstWhereThePolicySaysReplace() {
      nightly.runsFor(Duration.ofMinutes(35), 0).scheduled(replacing(tenMinutes));
      nightly.passUntil("2026-01-01T00:19:00Z", MINUTE);
      assertThat(nightly.starts()).isEqualTo(1);
      nightly.pass(MINUTE.multipliedBy(3));
      assertThat(nightly.row().phase()).isEqualTo(JobPhase.RUNNING);
      assertThat(nightly.starts()).isEqualTo(2);
      assertThat(nightly.row().because()).isEqualTo("slot 2026-01-01T00:20:00Z");
      var first = nightly.records().attempts(Optional.of("shop")).get().getFirst();
      assertThat(first.reason()).isEqualTo(Reason.SUPERSEDED);
    }
  }

  @Nested
  class AFailedRun {
    @Test
    void isTriedAgainAsThePolicySays() {
      nightly.runsFor(Duration.ofSeconds(5), 1).passUntil("2026-01-01T02:00:30Z", MINUTE);
      nightly.pass(MINUTE);
      assertThat(nightly.runs()).hasSizeGreaterThan(1).containsOnly("slot 2026-01-01T02:00:00Z");
      nightly.runsFor(Duration.ofSeconds(5), 0).pass(MINUTE.multipliedBy(6));
      assertThat(nightly.row().phase()).isEqualTo(JobPhase.SCHEDULED);
    }

    @Test
    void isToldUntilTheNextSlot() {
      nightly.manifest("shop:1", nightly.once().at(schedule("0 2 * * *", "UTC")));
      nightly.runsFor(Duration.ofSeconds(5), 1).passUntil("2026-01-01T04:00:00Z", MINUTE);
      assertThat(nightly.row().phase()).isEqualTo(JobPhase.FAILED);
      assertThat(nightly.status.phase()).isEqualTo(StackStatus.Phase.DEGRADED);
      assertThat(nightly.row().nextAttempt()).contains(Instant.parse("2026-01-02T02:00:00Z"));
      nightly.runsFor(Duration.ofSeconds(5), 0).passUntil("2026-01-02T03:00:00Z", MINUTE);
      assertThat(nightly.starts()).isEqualTo(2);
      assertThat(nightly.row().phase()).isEqualTo(JobPhase.SCHEDULED);
    }
  }

  @Nested
  class AnOrderToRunAgain {
    @Test
    void runsItNowAndPassesNoSlot() {
      nightly.passUntil("2026-01-01T01:00:00Z", MINUTE);
      assertThat(nightly.commands().rerun("shop_backup", "now").isRight()).isTrue();
      nightly.pass(MINUTE.multipliedBy(2));
      assertThat(nightly.runs()).containsExactly("told to run again: now");
      nightly.passUntil("2026-01-02T04:00:00Z", MINUTE);
      assertThat(nightly.runs())
          .containsExactly(
              "told to run again: now", "slot 2026-01-01T02:00:00Z", "slot 2026-01-02T02:00:00Z");
    }

    @Test
    void atOnceTakesThePlaceOfASlotThatIsTriedAgain() {
      nightly.runsFor(Duration.ofSeconds(5), 1).passUntil("2026-01-01T02:00:30Z", MINUTE);
      while (nightly.row().phase() != JobPhase.BACKING_OFF) nightly.pass(Duration.ofSeconds(1));
      nightly.runsFor(Duration.ofSeconds(5), 0);
      assertThat(nightly.commands().rerun("shop_backup", "", true).isRight()).isTrue();
      nightly.pass(Duration.ofSeconds(30));
      assertThat(nightly.runs()).last().isEqualTo("told to run again");
      assertThat(nightly.row().phase()).isEqualTo(JobPhase.SCHEDULED);
    }
  }

  @Nested
  class AClockThatIsPut {
    @Test
    void backRepeatsNoSlot() {
      nightly.passUntil("2026-01-01T02:10:00Z", MINUTE);
      nightly.clock.put(HOUR.negated());
      nightly.pass(HOUR.multipliedBy(3), MINUTE);
      assertThat(nightly.runs()).containsExactly("slot 2026-01-01T02:00:00Z");
    }

    @Test
    void forwardMakesUpOnceAndStaysRightWhenItIsPutBack() {
      nightly.passUntil("2026-01-01T01:30:00Z", MINUTE);
      nightly.clock.put(HOUR);
      nightly.pass(MINUTE.multipliedBy(10));
      nightly.clock.put(HOUR.negated());
      nightly.pass(HOUR.multipliedBy(3), MINUTE);
      assertThat(nightly.runs()).containsExactly("slot 2026-01-01T02:00:00Z");
    }

    /** Forward and back, where the hour, or half of one, is left out or comes twice. */
    @ParameterizedTest
    @CsvSource({
      "Europe/Vienna, 30 2 * * *, 2026-03-28T12:00, 2026-03-29T01:00, 2026-03-30T00:30",
      "Europe/Vienna, 30 2 * * *, 2026-10-24T12:00, 2026-10-25T00:30, 2026-10-26T01:30",
      "America/New_York, 30 2 * * *, 2026-03-07T12:00, 2026-03-08T07:00, 2026-03-09T06:30",
      "America/New_York, 30 1 * * *, 2026-10-31T12:00, 2026-11-01T05:30, 2026-11-02T06:30",
      "Australia/Lord_Howe, 15 2 * * *, 2026-10-03T00:00, 2026-10-03T15:30, 2026-10-04T15:15",
      "Australia/Lord_Howe, 45 1 * * *, 2026-04-04T00:00, 2026-04-04T14:45, 2026-04-05T15:15",
    })
    void toSummerOrBackRunsOnceThatNight(
        String zone, String cron, String from, String first, String second) {
      nightly.swarm.tick(Duration.between(nightly.swarm.now(), Instant.parse(from + ":00Z")));
      nightly.scheduled(schedule(cron, zone));
      var pause = MINUTE.multipliedBy(5);
      nightly.passUntil(second + ":00Z", pause).pass(HOUR.multipliedBy(6), pause);
      assertThat(nightly.runs())
          .containsExactly("slot " + first + ":00Z", "slot " + second + ":00Z");
    }
  }

  @Nested
  class SeveralControllers {
    @Test
    void takeOverWithoutRunningASlotTwice() {
      nightly.scheduled(schedule("*/10 * * * *", "UTC"));
      for (int i = 0; i < 400; i++) {
        nightly.restart("holder-" + i % 2).pass(Duration.ofSeconds(7));
      }
      assertThat(nightly.runs()).doesNotHaveDuplicates();
      assertThat(nightly.starts()).isEqualTo(nightly.runs().size()).isGreaterThan(3);
    }
  }

  @Nested
  class BesideSwarmCronjob {
    private ObservedService cronjob() {
      return nightly.swarm.services(Map.of()).get().stream()
          .filter(s -> s.name().equals("cron_app"))
          .findFirst()
          .orElseThrow();
    }

    private void scale(int replicas) {
      var running = cronjob();
      nightly.swarm.updateService(
          running.id(),
          running.version(),
          running.spec().with(List.of("Mode", "Replicated", "Replicas"), Tree.of(replicas)));
    }

    @BeforeEach
    void begin() {
      var image = Tree.of("registry.example.com/crazymax/swarm-cronjob:1.14");
      nightly.swarm.createService(new Tree.Obj(Map.of("Name", Tree.of("cron_app")))
          .with(List.of("TaskTemplate", "ContainerSpec", "Image"), image)
          .with(List.of("Mode", "Replicated", "Replicas"), Tree.of(1)));
      nightly.cronjobLabels();
    }

    @Test
    void aJobOfItsLabelsWaitsAndNothingIsMadeUpForAfterwards() {
      nightly.passUntil("2026-01-01T04:00:00Z", MINUTE);
      assertThat(nightly.runs()).isEmpty();
      assertThat(nightly.row().reason()).isEqualTo(Reason.OTHER_SCHEDULER);
      assertThat(nightly.row().message()).contains("docker service scale cron_app=0");
      assertThat(nightly.status.phase()).isEqualTo(StackStatus.Phase.BLOCKED);
      scale(0);
      nightly.passUntil("2026-01-02T04:00:00Z", MINUTE);
      assertThat(nightly.runs()).containsExactly("slot 2026-01-02T02:00:00Z");
    }

    @Test
    void aJobOfOurOwnLabelDoesNotWait() {
      nightly.scheduled(schedule("0 2 * * *", "UTC")).passUntil("2026-01-01T04:00:00Z", MINUTE);
      assertThat(nightly.runs()).containsExactly("slot 2026-01-01T02:00:00Z");
    }
  }

  @Nested
  class AJobThatRanOnChange {
    @Test
    void getsAScheduleAndWaitsForItsSlot() {
      nightly.manifest("shop:1", JobPolicy.DEFAULT).passUntil("2026-01-01T01:00:00Z", MINUTE);
      assertThat(nightly.starts()).isEqualTo(1);
      nightly.scheduled(schedule("0 2 * * *", "UTC")).passUntil("2026-01-01T01:50:00Z", MINUTE);
      assertThat(nightly.starts()).isEqualTo(1);
      nightly.passUntil("2026-01-01T03:00:00Z", MINUTE);
      assertThat(nightly.starts()).isEqualTo(2);
    }

    @Test
    void losesItAndDoesNotRunWhatHasSucceeded() {
      nightly.passUntil("2026-01-01T03:00:00Z", MINUTE);
      nightly.manifest("shop:1", JobPolicy.DEFAULT).pass(HOUR, MINUTE);
      assertThat(nightly.starts()).isEqualTo(1);
      assertThat(nightly.row().phase()).isEqualTo(JobPhase.SUCCEEDED);
    }
  }

  @Test
  void fiveHundredThatWaitCostNoWrites() {
    var jobs = new TreeMap<String, JobPolicy>();
    for (int i = 0; i < 500; i++) {
      var at = schedule(i % 60 + " " + i % 23 + " * * *", "Europe/Vienna");
      jobs.put("job" + i, JobPolicy.DEFAULT.at(at));
    }
    nightly.manifest("shop:1", jobs).pass(Duration.ofSeconds(30));
    long before = nightly.writesBesideTheLease();
    var began = System.nanoTime();
    nightly.pass(Duration.ofSeconds(10));
    assertThat(nightly.writesBesideTheLease()).isEqualTo(before);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
  }
}
