package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.skep.lab.SwarmLab;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people want of a job that is at work: another revision, a pause, an end. */
class JobOrdersIT {
  private static final WitnessedJob QUICK = WitnessedJob.succeeding();
  private static final WitnessedJob ENDLESS_AT_FIRST = QUICK.working("600 0.3");
  private static final String CANCEL = "onNewRevision: cancel";

  @TempDir
  private static Path folder;

  private static WitnessDatabase database;
  private static KeptStacks stacks;
  private static KeptStack waiting;
  private static KeptStack replacing;
  private static KeptStack suspended;
  private static KeptStack held;
  private static KeptStack cancelled;

  @BeforeAll
  static void deploy() {
    database = WitnessDatabase.on(new Engine(SwarmLab.single()), "orders");
    stacks = new KeptStacks(SwarmLab.single(), "orders", folder);
    waiting = stacks.named("waiting", database).put(QUICK.working("8"));
    replacing = stacks.named("replacing", database).put(ENDLESS_AT_FIRST.policy(CANCEL));
    suspended = stacks.named("suspended", database).put(ENDLESS_AT_FIRST);
    held = stacks.named("held", database).put(QUICK.policy("suspend: true"));
    cancelled = stacks.named("cancelled", database).put(ENDLESS_AT_FIRST);
  }

  @AfterAll
  static void clean() {
    stacks.close();
    database.close();
  }

  @Test
  void aNewRevisionWaitsForTheRunOfTheOld() {
    waiting.awaitRows(1);

    waiting.turnTo(QUICK.run("second"));

    waiting.awaitReady();
    waiting.witness().sawEachOnce("first", "second");
    assertThat(waiting.attempts())
        .extracting(Attempt::result)
        .containsExactly("SUCCEEDED", "SUCCEEDED");
  }

  @Test
  void aNewRevisionMayStopTheRunOfTheOld() {
    replacing.awaitRows(1);

    replacing.turnTo(QUICK.run("second").policy(CANCEL));

    replacing.awaitReady();
    assertThat(replacing.witness().apart())
        .extracting(Witness.Row::run, Witness.Row::finished)
        .containsExactly(tuple("first", false), tuple("second", true));
    replacing.hasAttempts("STOPPED/Superseded", "SUCCEEDED/Completed");
  }

  @Test
  void aSuspendedJobIsStoppedAndGoesOnWhenResumed() {
    suspended.awaitRows(1);

    suspended.tells("suspend", "--note", "the disk is full");

    suspended.awaitStanding("Suspended/Suspended");
    suspended.turnTo(ENDLESS_AT_FIRST.note("later"));
    assertThat(suspended.witness().apart()).hasSize(1);
    assertThat(suspended.application()).isEmpty();

    suspended.tells("resume");

    suspended.awaitReady();
    suspended.witness().sawOneCutShortAndOneFinish();
    suspended.hasAttempts("STOPPED/Suspended", "SUCCEEDED/Completed");
  }

  @Test
  void aJobThatItsFileSuspendsDoesNotBegin() {
    held.awaitStanding("Suspended/Suspended");
    assertThat(held.services()).isEmpty();

    held.turnTo(QUICK);

    held.awaitReady();
    held.witness().sawEachOnce("first");
  }

  @Test
  void aCancelledRunHasFailedUntilItIsRunAgain() {
    cancelled.awaitRows(1);

    cancelled.tells("cancel", "--note", "the wrong database");

    cancelled.awaitStanding("Failed/Cancelled");
    cancelled.turnTo(ENDLESS_AT_FIRST.note("later"));
    assertThat(cancelled.witness().apart()).hasSize(1);
    assertThat(cancelled.application()).isEmpty();

    cancelled.tells("rerun", "--note", "the right one");

    cancelled.awaitReady();
    cancelled.witness().sawOneCutShortAndOneFinish();
    cancelled.hasAttempts("STOPPED/Cancelled", "SUCCEEDED/Completed");
  }
}
