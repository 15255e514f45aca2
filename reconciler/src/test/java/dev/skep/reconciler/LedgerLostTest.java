package dev.skep.reconciler;

import static dev.skep.reconciler.JobClaims.rests;
import static dev.skep.reconciler.JobClaims.saved;
import static dev.skep.reconciler.JobSamples.KEY;
import static dev.skep.reconciler.JobSamples.OTHER_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobPhase;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Records that cannot all be true: nothing is begun and nothing removed. */
class LedgerLostTest {
  private static final Duration LONG_AGO = Duration.ofDays(30);

  private final JobFixture job = new JobFixture();

  private void holds() {
    var step = job.step();
    rests(step, JobPhase.BLOCKED, Reason.LEDGER_LOST);
    assertThat(step.message()).isNotEmpty();
    assertThat(step.stalled()).isTrue();
  }

  @Test
  void aRemovedJobRecordStartsNothing() {
    job.attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, LONG_AGO);
    holds();
  }

  @Test
  void aRemovedJobRecordStartsNoOtherRun() {
    job.otherRun().attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, LONG_AGO);
    holds();
  }

  @Test
  void aRemovedJobRecordOfWhichOnlyTheInventoryTellsStartsNothing() {
    job.inInventory();
    holds();
  }

  @Test
  void notEvenARerunRunsWhenTheInventoryMissesTheRecord() {
    job.inInventory().wantedRun(OTHER_RUN, RunKey.withToken(KEY, "r1"));
    holds();
  }

  @Test
  void whatTheInventoryNamesIsFineWhileItIsThere() {
    job.inInventory().record(1, "s1", KEY);
    job.attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, LONG_AGO);
    rests(job.step(), JobPhase.SUCCEEDED, Reason.FROM_RECORD);
  }

  @Test
  void anAdoptedSuccessWithoutTheRecordThatTheInventoryNamesIsHeld() {
    job.inInventory();
    job.attempt(
        JobSamples.RUN, 1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.ADOPTED, LONG_AGO);
    holds();
  }

  @Test
  void aStartedAttemptWithoutRecordStartsNothing() {
    job.service("s1", 1, 1).task("s1", TaskState.RUNNING, 0, "");
    holds();
  }

  @Test
  void anInertAttemptWithoutRecordDoesNotHoldTheJob() {
    job.service("s1", 1, 0);
    assertThat(job.step().phase()).isEqualTo(JobPhase.STARTING);
  }

  @Test
  void anOlderJobRecordStartsNothing() {
    job.record(1, "s1").attempt(2, Result.FAILED, Verdict.RETRY, LONG_AGO);
    holds();
  }

  @Test
  void anOlderJobRecordStartsNothingOfAnotherRun() {
    job.record(1, "s1").otherRun().attempt(2, Result.FAILED, Verdict.RETRY, LONG_AGO);
    holds();
  }

  @Test
  void aRecordThatCannotBeReadStartsNothing() {
    job.unreadable("format 9 is not one this version knows");
    holds();
  }

  @Test
  void nothingIsCollectedMeanwhile() {
    job.service("s1", 1, 1)
        .attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, LONG_AGO)
        .task("s1", TaskState.COMPLETE, 0, "");
    holds();
  }

  @Test
  void lostAttemptRecordsAloneRunNothingAgain() {
    job.record(3, "s3").otherRun();
    // The last attempt's end is gone with its service: nobody knows.
    rests(job.step(), JobPhase.UNKNOWN, Reason.VANISHED);
  }

  @Test
  void aLostRecordOfASuccessThatIsRememberedDoesNotMatter() {
    job.record(3, "s3", KEY).otherRun();
    assertThat(saved(job.step()).attempt()).isEqualTo(4);
  }

  @Test
  void lostRecordsOfEarlierAttemptsDoNotMatter() {
    job.record(3, "s3").attempt(3, Result.FAILED, Verdict.RETRY, LONG_AGO);
    assertThat(saved(job.step()).attempt()).isEqualTo(4);
  }
}
