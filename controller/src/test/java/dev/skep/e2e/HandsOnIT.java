package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.SwarmLab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody removes what a job has left on the Swarm: its service, or our memory of it. Whatever it
 * is, nothing runs again in silence. Each test's stack gets another revision after the removal, so
 * that the controller has surely looked.
 */
class HandsOnIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final WitnessedJob QUICK = WitnessedJob.succeeding();
  private static final WitnessedJob COLLECTED = QUICK.policy("ttlAfterSuccess: 1s");
  private static final WitnessedJob SLOW = WitnessedJob.succeeding().working("600 0.3");

  @TempDir
  private static Path folder;

  private static final Engine ENGINE = new Engine(SwarmLab.single());

  private static WitnessDatabase database;
  private static KeptStacks stacks;
  private static KeptStack interrupted;
  private static KeptStack retried;
  private static KeptStack finished;
  private static KeptStack withoutJob;
  private static KeptStack withoutAttempt;
  private static KeptStack withoutStack;
  private static KeptStack withoutAll;
  private static KeptStack collectedAttempt;
  private static KeptStack collectedAll;

  @BeforeAll
  static void deploy() {
    database = WitnessDatabase.on(ENGINE, "hands");
    stacks = new KeptStacks(SwarmLab.single(), "hands", folder);
    interrupted = stacks.named("interrupted", database).put(SLOW);
    retried = stacks.named("retried", database).put(SLOW);
    finished = stacks.named("finished", database).put(QUICK);
    withoutJob = stacks.named("job", database).put(QUICK);
    withoutAttempt = stacks.named("attempt", database).put(QUICK);
    withoutStack = stacks.named("stack", database).put(QUICK);
    withoutAll = stacks.named("all", database).put(QUICK);
    collectedAttempt = stacks.named("collected-attempt", database).put(COLLECTED);
    collectedAll = stacks.named("collected-all", database).put(COLLECTED);
  }

  @AfterAll
  static void clean() {
    stacks.close();
    database.close();
  }

  @Nested
  class OfTheAttemptsService {
    @Test
    void whileItRunsTheEndIsUnknownUntilAPersonSaysThatItSucceeded() {
      vanish(interrupted);

      interrupted.tells("resolve", "--as", "succeeded", "--note", "looked at the tables");
      interrupted.awaitReady();

      assertThat(interrupted.witness().apart()).hasSize(1);
      interrupted.hasAttempts("SUCCEEDED/Resolved");
    }

    @Test
    void whileItRunsTheEndIsUnknownUntilAPersonSaysToTryAgain() {
      vanish(retried);

      retried.tells("resolve", "--as", "retry", "--note", "looked at the tables");
      retried.awaitReady();

      retried.witness().sawOneCutShortAndOneFinish();
      retried.hasAttempts("FAILED/Resolved", "SUCCEEDED/Completed");
    }

    @Test
    void afterItsEndNothingHappens() {
      finished.awaitReady();

      removeServices(finished);
      finished.turnTo(QUICK.note("later"));
      finished.awaitReady();

      finished.witness().sawEachOnce("first");
      assertThat(finished.services()).isEmpty();
      assertThat(finished.attempts()).hasSize(1);
    }

    private static void vanish(KeptStack stack) {
      stack.awaitRows(1);
      removeServices(stack);
      stack.turnTo(SLOW.note("later"));

      stack.awaitStanding("Unknown/Vanished");
      assertThat(stack.services()).isEmpty();
      assertThat(stack.witness().rows()).hasSize(1);
      assertThat(stack.application()).isEmpty();
    }

    private static void removeServices(KeptStack stack) {
      ENGINE.lines("docker service rm " + String.join(" ", stack.services()));
    }
  }

  @Nested
  class OfRecords {
    @Test
    void withoutTheJobsNothingRunsUntilAPersonSaysSo() {
      afterRemoval(withoutJob, QUICK, "job");

      hasRunOnce(withoutJob, "Blocked/LedgerLost");
    }

    @Test
    void withoutTheStacksItIsMadeAnewAndNothingRuns() {
      afterRemoval(withoutStack, QUICK, "stack");

      withoutStack.awaitReady();
      hasRunOnce(withoutStack, "Succeeded/FromRecord");
    }

    @Test
    void withoutAnAttemptsTheRunHasStillSucceeded() {
      afterRemoval(withoutAttempt, QUICK, "attempt");

      withoutAttempt.awaitReady();
      hasRunOnce(withoutAttempt, "Succeeded/FromRecord");
    }

    @Test
    void withoutACollectedAttemptsTheRunHasStillSucceeded() {
      afterCollection(collectedAttempt, "attempt");

      collectedAttempt.awaitReady();
      hasRunOnce(collectedAttempt, "Succeeded/FromRecord");
      // The controller remembers what it has read; one that begins now has the records alone.
      var fresh = collectedAttempt.tell("describe");
      assertThat(fresh.exitCode(PATIENCE)).as(fresh.toString()).isZero();
      assertThat(fresh.out()).contains("Succeeded");
    }

    @Test
    void withoutAnyAStartedAttemptTellsThatTheyWereLost() {
      afterRemoval(withoutAll, QUICK, "job", "attempt", "log", "stack");

      hasRunOnce(withoutAll, "Blocked/LedgerLost");
    }

    @Test
    void withoutAnyTraceNothingRunsUntilAPersonSaysWhatHasRun() {
      afterCollection(collectedAll, "job", "attempt", "log", "stack");

      hasRunOnce(collectedAll, "Blocked/NeedsBaseline");
    }

    private static void afterCollection(KeptStack stack, String... kinds) {
      stack
          .waiting("collected")
          .until(() -> stack.attempts().size() == 1 && stack.services().isEmpty());
      afterRemoval(stack, COLLECTED, kinds);
    }

    private static void afterRemoval(KeptStack stack, WitnessedJob job, String... kinds) {
      stack.awaitReady();
      var records = new ArrayList<String>();
      for (var kind : kinds) records.addAll(stack.on().records(kind));
      assertThat(records).hasSize(kinds.length);
      ENGINE.lines("docker config rm " + String.join(" ", records));
      stack.turnTo(job.note("later"));
    }

    private static void hasRunOnce(KeptStack stack, String standing) {
      stack.awaitStanding(standing);
      stack.witness().sawEachOnce("first");
      assertThat(stack.application()).hasSize(1);
    }
  }
}
