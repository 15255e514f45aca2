package dev.skep.reconciler;

import static dev.skep.reconciler.JobClaims.recorded;
import static dev.skep.reconciler.JobClaims.rests;
import static dev.skep.reconciler.JobClaims.saved;
import static dev.skep.reconciler.JobSamples.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Row by row, the table of docs/design/jobs.md. */
class JobMachineTest {
  private final JobFixture job = new JobFixture();

  @Nested
  class BeforeAnAttempt {
    @Test
    void declaresItsIntentFirst() {
      var after = saved(job.step());
      assertThat(after.attempt()).isEqualTo(1);
      assertThat(after.serviceId()).isEmpty();
      assertThat(after.run().key()).isEqualTo(KEY);
    }

    @Test
    void neverRunsAgainWhatHasSucceeded() {
      job.record(1, "s1", KEY).attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Duration.ZERO);
      rests(job.step(), JobPhase.SUCCEEDED, Reason.FROM_RECORD);
    }

    @Test
    void believesTheRecordedKeyEvenWhenAllAttemptsArePruned() {
      // The open attempt of another, older run was pruned too; its number says that it ended.
      job.record(3, "s3", KEY);
      job.attempt(3, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Duration.ofDays(90));
      rests(job.step(), JobPhase.SUCCEEDED, Reason.FROM_RECORD);
    }

    @Test
    void believesTheRecordedKeyWhenNothingIsLeftOfItsAttempt() {
      rests(job.record(1, "s1", KEY).step(), JobPhase.SUCCEEDED, Reason.FROM_RECORD);
    }

    @Test
    void writesTheEndOfASuccessAgainWhileItsServiceTellsOfIt() {
      job.record(1, "s1", KEY).service("s1", 1, 1).task("s1", TaskState.COMPLETE, 0, "");
      assertThat(recorded(job.step()).result()).isEqualTo(Result.SUCCEEDED);
    }

    @Test
    void waitsForItsGate() {
      job.gate("service/db");
      rests(job.step(), JobPhase.BLOCKED, Reason.WAITING_FOR_GATE);
    }

    @Test
    void waitsForWhatItsSpecRefersTo() {
      job.withoutSpec();
      rests(job.step(), JobPhase.PENDING, Reason.APPLYING);
    }

    @Test
    void pausesAfterAFailureAndSaysUntilWhen() {
      job.record(1, "s1").attempt(1, Result.FAILED, Verdict.RETRY, Duration.ofSeconds(1));
      var step = job.step();
      rests(step, JobPhase.BACKING_OFF, Reason.EXIT_CODE);
      assertThat(step.wakeAt().orElseThrow())
          .isBetween(JobFixture.NOW.plusMillis(3500), JobFixture.NOW.plusMillis(4500));
    }

    @Test
    void triesAgainOnceThePauseIsOver() {
      job.record(1, "s1").attempt(1, Result.FAILED, Verdict.RETRY, Duration.ofSeconds(6));
      assertThat(saved(job.step()).attempt()).isEqualTo(2);
    }

    @Test
    void aClockThatStepsBackDoesNotStretchThePause() {
      job.record(1, "s1").attempt(1, Result.FAILED, Verdict.RETRY, Duration.ofHours(-1));
      assertThat(job.step().wakeAt().orElseThrow())
          .isBeforeOrEqualTo(JobFixture.NOW.plusMillis(5500));
    }

    @Test
    void stallsButGoesOnAfterManyFailures() {
      for (int i = 1; i <= 6; i++) {
        job.attempt(i, Result.FAILED, Verdict.RETRY, Duration.ofMinutes(7).minusMinutes(i));
      }
      var step = job.record(6, "s6").step();
      assertThat(step.reason()).isEqualTo(Reason.STILL_FAILING);
      assertThat(step.stalled()).isTrue();
      assertThat(step.wakeAt()).isPresent();
    }

    @Test
    void restsForGoodOnceTheRunHasFailed() {
      job.record(2, "s2")
          .attempt(1, Result.FAILED, Verdict.RETRY, Duration.ofHours(2))
          .attempt(2, Result.FAILED, Verdict.RUN_FAILED, Duration.ofHours(1));
      var step = job.step();
      rests(step, JobPhase.FAILED, Reason.EXIT_CODE);
      assertThat(step.stalled()).isTrue();
    }

    @Test
    void aNewRunKeyBeginsAnewWithANumberNeverUsedBefore() {
      job.record(2, "s2")
          .attempt(1, Result.FAILED, Verdict.RETRY, Duration.ofHours(2))
          .attempt(2, Result.FAILED, Verdict.RUN_FAILED, Duration.ofHours(1))
          .otherRun();
      var after = saved(job.step());
      assertThat(after.attempt()).isEqualTo(3);
      assertThat(after.run().key()).isEqualTo(JobSamples.OTHER_KEY);
    }
  }

  @Nested
  class StartingAnAttempt {
    @Test
    void makesAServiceThatCannotRunYet() {
      var create = (Action.CreateAttempt) job.record(1, null).step().actions().getFirst();
      assertThat(create.spec().number("Mode", "Replicated", "Replicas")).hasValue(0);
      assertThat(create.spec().text("TaskTemplate", "RestartPolicy", "Condition"))
          .contains("none");
      assertThat(create.spec().text("UpdateConfig", "FailureAction")).contains("continue");
    }

    @Test
    void keepsTheTasksOfAnAttemptHoweverLittleHistoryTheSwarmKeeps() {
      var create = (Action.CreateAttempt) job.record(1, null).step().actions().getFirst();
      assertThat(create.spec().number("TaskTemplate", "RestartPolicy", "MaxAttempts"))
          .hasValue(4);
    }

    @Test
    void recordsTheServicesIdBeforeItStarts() {
      var after = saved(job.record(1, null).service("s1", 1, 0).step());
      assertThat(after.serviceId()).contains("s1");
    }

    @Test
    void leavesAServiceOfTheSameNameAlone() {
      var step = job.record(1, null).foreignService(1).step();
      rests(step, JobPhase.BLOCKED, Reason.NAME_CONFLICT);
      assertThat(step.stalled()).isTrue();
    }

    @Test
    void startsTheRecordedServiceAtTheVersionRead() {
      var step = job.record(1, "s1").service("s1", 1, 0).step();
      var start = (Action.StartAttempt) step.actions().getFirst();
      assertThat(start.observed().id()).isEqualTo("s1");
      assertThat(start.observed().version()).isEqualTo(12);
    }

    @Test
    void aNewHolderWritesTheRecordBeforeAnythingElse() {
      var step = job.record(1, "s1").recordOfEpoch(6).service("s1", 1, 0).step();
      assertThat(saved(step).epoch()).isEqualTo(JobSamples.EPOCH);
    }

    @Test
    void anOldHolderKeepsStill() {
      var step = job.record(1, "s1").recordOfEpoch(8).service("s1", 1, 0).step();
      assertThat(step.actions()).isEmpty();
    }

    @Test
    void waitsWhileTheTaskIsPlaced() {
      var step = job.record(1, "s1")
          .service("s1", 1, 1)
          .task("s1", TaskState.PENDING, 0, "no suitable node (scheduling constraints)")
          .step();
      rests(step, JobPhase.STARTING, Reason.UNSCHEDULABLE);
      assertThat(step.stalled()).isFalse();
    }

    @Test
    void stallsWhenTheStartTakesTooLong() {
      job.record(1, "s1")
          .service("s1", 1, 1)
          .task("s1", TaskState.PREPARING, 0, "")
          .later(Duration.ofMinutes(11));
      var step = job.step();
      assertThat(step.phase()).isEqualTo(JobPhase.STARTING);
      assertThat(step.stalled()).isTrue();
    }

    @Test
    void aRejectedTaskSpendsNoAttempt() {
      var end = recorded(job.record(1, "s1")
          .service("s1", 1, 1)
          .task("s1", TaskState.REJECTED, 0, "No such image: shop:1", null)
          .step());
      assertThat(end.result()).isEqualTo(Result.NOT_STARTED);
      assertThat(end.verdict()).isEqualTo(Verdict.RETRY);
      assertThat(end.reason()).isEqualTo(Reason.IMAGE_UNAVAILABLE);
      assertThat(end.counted()).isFalse();
    }
  }

  @Nested
  class FollowingAnAttempt {
    private JobStep with(TaskState state, int exitCode, String error) {
      return job.record(1, "s1")
          .service("s1", 1, 1)
          .task("s1", state, exitCode, error)
          .step();
    }

    @Test
    void looksOftenWhileItRuns() {
      var step = with(TaskState.RUNNING, 0, "");
      rests(step, JobPhase.RUNNING, Reason.RUNNING);
      assertThat(step.live()).isTrue();
    }

    @Test
    void aCompleteTaskIsASuccess() {
      var end = recorded(with(TaskState.COMPLETE, 0, ""));
      assertThat(end.result()).isEqualTo(Result.SUCCEEDED);
      assertThat(end.verdict()).isEqualTo(Verdict.RUN_SUCCEEDED);
    }

    @Test
    void theSuccessIsInTheAttemptBeforeItIsInTheJob() {
      job.record(1, "s1").service("s1", 1, 1).task("s1", TaskState.COMPLETE, 0, "");
      job.attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Duration.ZERO);
      assertThat(saved(job.step()).succeeded()).containsExactly(KEY);
    }

    @Test
    void aFailureIsRetriedWithoutLimitByDefault() {
      var end = recorded(with(TaskState.FAILED, 1, "task: non-zero exit (1)"));
      assertThat(end.verdict()).isEqualTo(Verdict.RETRY);
      assertThat(end.exitCode()).isEqualTo(OptionalInt.of(1));
      assertThat(end.node()).contains("worker-1");
    }

    @Test
    void theLimitCountsFailuresBeyondTheFirstAttempt() {
      job.backoffLimit(1).attempt(1, Result.FAILED, Verdict.RETRY, Duration.ofMinutes(1));
      var end = recorded(job.record(2, "s2")
          .service("s2", 2, 1)
          .task("s2", TaskState.FAILED, 1, "task: non-zero exit (1)")
          .step());
      assertThat(end.verdict()).isEqualTo(Verdict.RUN_FAILED);
      assertThat(end.reason()).isEqualTo(Reason.BACKOFF_LIMIT_EXCEEDED);
    }

    @Test
    void attemptsThatNeverRanDoNotCountAgainstTheLimit() {
      job.backoffLimit(1).attempt(1, Result.NOT_STARTED, Verdict.RETRY, Duration.ofMinutes(1));
      var end = recorded(job.record(2, "s2")
          .service("s2", 2, 1)
          .task("s2", TaskState.FAILED, 1, "task: non-zero exit (1)")
          .step());
      assertThat(end.verdict()).isEqualTo(Verdict.RETRY);
    }

    @Test
    void anExitCodeOfZeroAloneIsNoSuccess() {
      rests(with(TaskState.SHUTDOWN, 0, ""), JobPhase.UNKNOWN, Reason.INTERRUPTED);
    }

    @Test
    void aLostContainerLeavesTheOutcomeUnknown() {
      rests(
          with(TaskState.FAILED, 0, "No such container: x"), JobPhase.UNKNOWN, Reason.INTERRUPTED);
    }

    @Test
    void aDaemonKilledAtTheStartLeavesTheOutcomeUnknown() {
      rests(
          with(TaskState.FAILED, 128, "container x already exists"),
          JobPhase.UNKNOWN,
          Reason.INTERRUPTED);
    }

    @Test
    void aRejectedTaskThatHadAContainerMayHaveRun() {
      rests(
          with(TaskState.REJECTED, 0, "assigned node no longer meets constraints"),
          JobPhase.UNKNOWN,
          Reason.INTERRUPTED);
    }

    @Test
    void aLostNodeLeavesTheOutcomeUnknown() {
      job.nodeDown();
      rests(with(TaskState.RUNNING, 0, ""), JobPhase.UNKNOWN, Reason.NODE_LOST);
    }

    @Test
    void aVanishedServiceLeavesTheOutcomeUnknown() {
      rests(job.record(1, "s1").step(), JobPhase.UNKNOWN, Reason.VANISHED);
    }

    @Test
    void isFollowedToItsEndWhenTheManifestAsksForAnotherRun() {
      job.otherRun();
      rests(with(TaskState.RUNNING, 0, ""), JobPhase.RUNNING, Reason.RUNNING);
    }

    @Test
    void itsSuccessIsKeptWhenTheManifestAsksForAnotherRun() {
      job.otherRun();
      assertThat(recorded(with(TaskState.COMPLETE, 0, "")).verdict())
          .isEqualTo(Verdict.RUN_SUCCEEDED);
    }

    @Test
    void isFollowedToItsEndWhenTheJobHasLeftTheManifest() {
      job.notWanted();
      rests(with(TaskState.RUNNING, 0, ""), JobPhase.RUNNING, Reason.RUNNING);
    }
  }

  @Nested
  class GivingUpAnAttemptThatHasNotRun {
    @Test
    void fencesTheServiceBeforeItIsGivenUp() {
      job.otherRun();
      var step = job.record(1, "s1").service("s1", 1, 0).step();
      assertThat(step.actions().getFirst()).isInstanceOf(Action.StopAttempt.class);
    }

    @Test
    void recordsItOnceItCanNoLongerStart() {
      job.otherRun();
      var end = recorded(
          job.record(1, "s1").stoppedService("s1", 1, 0, Reason.SUPERSEDED).step());
      assertThat(end.result()).isEqualTo(Result.NOT_STARTED);
      assertThat(end.verdict()).isEqualTo(Verdict.SUPERSEDED);
    }
  }

  @Nested
  class Collecting {
    private static final JobPolicy POLICY = JobPolicy.DEFAULT;

    @Test
    void keepsASuccessForItsTime() {
      job.record(1, "s1", KEY).service("s1", 1, 1);
      job.attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Duration.ofMinutes(9));
      var step = job.step();
      assertThat(step.actions()).isEmpty();
      assertThat(step.wakeAt()).contains(JobFixture.NOW.plusSeconds(60));
    }

    @Test
    void removesASuccessAfterItsTime() {
      job.record(1, "s1", KEY).service("s1", 1, 1);
      job.attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, POLICY.keep().afterSuccess());
      assertThat(job.step().actions().getFirst()).isInstanceOf(Action.CollectAttempt.class);
    }

    @Test
    void keepsTheNewestFailureUntilALaterSuccess() {
      job.record(1, "s1")
          .service("s1", 1, 1)
          .policy(POLICY
              .retrying(false, OptionalInt.empty(), POLICY.backoff())
              .with(new JobPolicy.Keep(Duration.ZERO, Duration.ZERO, 100)));
      job.attempt(1, Result.FAILED, Verdict.RUN_FAILED, Duration.ofDays(30));
      assertThat(job.step().actions()).isEmpty();
    }

    @Test
    void removesAnInertServiceThatNoRecordNames() {
      job.record(2, "s2", KEY).service("s1", 1, 0).service("s2", 2, 1);
      job.attempt(2, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Duration.ZERO);
      var removed = (Action.CollectAttempt) job.step().actions().getFirst();
      assertThat(removed.observed().id()).isEqualTo("s1");
    }

    @Test
    void removesAnInertServiceOfWorkThatWasDoneElsewhereMeanwhile() {
      job.record(1, null, KEY).service("s1", 1, 0);
      assertThat(job.step().actions()).singleElement().isInstanceOf(Action.CollectAttempt.class);
    }

    @Test
    void keepsAnInertServiceThatIsNewerThanTheRecordThatWasRead() {
      // Records are read before services: it may be intended and named by now.
      job.record(1, "s1", KEY).service("s2", 2, 0);
      job.attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Duration.ZERO);
      assertThat(job.step().actions()).isEmpty();
    }

    @Test
    void keepsAnInertServiceAsLongAsThereIsNoRecordAndTakesTheNextNumber() {
      assertThat(saved(job.service("s1", 1, 0).step()).attempt()).isEqualTo(2);
    }

    @Test
    void neverRemovesWhatMayStillRun() {
      job.record(2, "s2").service("s1", 1, 1).task("s1", TaskState.RUNNING, 0, "");
      job.service("s2", 2, 1).task("s2", TaskState.RUNNING, 0, "");
      assertThat(job.step().actions()).isEmpty();
    }

    @Test
    void collectsOfAJobThatHasLeftTheManifest() {
      job.notWanted().record(1, "s1", KEY).service("s1", 1, 1);
      job.attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Duration.ofDays(1));
      assertThat(job.step().actions()).singleElement().isInstanceOf(Action.CollectAttempt.class);
    }
  }

  @Test
  void aJobNobodyWantsOrRemembersIsNothing() {
    assertThat(job.notWanted().step().actions()).isEmpty();
    assertThat(job.step().wakeAt()).isEqualTo(Optional.empty());
  }
}
