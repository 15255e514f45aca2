package dev.skep.reconciler;

import static dev.skep.reconciler.JobClaims.recorded;
import static dev.skep.reconciler.JobClaims.records;
import static dev.skep.reconciler.JobClaims.rests;
import static dev.skep.reconciler.JobClaims.saved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.ExitCodes;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy.NewRevision;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An attempt that has been told to end. How it is told, {@link JobStopsTest} says. */
class JobStoppingTest {
  private final JobFixture job = new JobFixture();

  private void anotherRevisionThatCancels() {
    job.policy(p -> p.with(NewRevision.CANCEL)).otherRun();
  }

  private JobFixture stopping(Reason why, TaskState state, int exitCode, String error) {
    return job.record(1, "s1").stoppedService("s1", 1, 1, why).task("s1", state, exitCode, error);
  }

  private static ExitCodes success(int code) {
    var codes = List.of(new ExitCodes.Range(code, code));
    return new ExitCodes(List.of(new ExitCodes.Rule(ExitCodes.Effect.SUCCESS, codes)));
  }

  @Nested
  class BeforeItRan {
    @Test
    void neverBeganWhenItHadNoNodeAndTheEngineGaveItUp() {
      job.suspended();
      job.record(1, "s1")
          .stoppedService("s1", 1, 1, Reason.SUSPENDED)
          .doomedTask("s1", TaskState.PENDING)
          .replacement("s1");
      records(job.step(), Result.NOT_STARTED, Verdict.RETRY, Reason.SUSPENDED);
    }

    @Test
    void isWaitedForWhileTheEngineMayStillFindANodeForIt() {
      // The orchestrator follows an update a moment later; the scheduler may be quicker.
      job.suspended();
      rests(
          stopping(Reason.SUSPENDED, TaskState.PENDING, 0, "").step(),
          JobPhase.STOPPING,
          Reason.SUSPENDED);
    }

    @Test
    void isUnknownWhenOnlyTheTaskThatReplacedItIsLeft() {
      // A Swarm that keeps no history of tasks forgets the old one as soon as it has a new one.
      job.suspended();
      rests(
          job.record(1, "s1")
              .stoppedService("s1", 1, 1, Reason.SUSPENDED)
              .replacement("s1")
              .step(),
          JobPhase.UNKNOWN,
          Reason.VANISHED);
    }

    @Test
    void isWaitedForWhenItHasANode() {
      job.suspended();
      rests(
          stopping(Reason.SUSPENDED, TaskState.STARTING, 0, "").step(),
          JobPhase.STOPPING,
          Reason.SUSPENDED);
    }

    @Test
    void neverBeganWhenTheEngineRejectedItMeanwhile() {
      job.suspended();
      job.record(1, "s1")
          .stoppedService("s1", 1, 1, Reason.SUSPENDED)
          .task("s1", TaskState.REJECTED, 0, "No such image: shop:1", null);
      records(job.step(), Result.NOT_STARTED, Verdict.RETRY, Reason.SUSPENDED);
    }
  }

  @Nested
  class OnANodeThatIsDown {
    @Test
    void itBecomesUnknown() {
      job.suspended();
      job.nodeDown();
      rests(
          stopping(Reason.SUSPENDED, TaskState.RUNNING, 0, "").step(),
          JobPhase.UNKNOWN,
          Reason.NODE_LOST);
    }
  }

  @Nested
  class WhileItRan {
    @Test
    void isNotStoppedAgain() {
      job.cancelled();
      rests(
          stopping(Reason.CANCELLED, TaskState.RUNNING, 0, "").step(),
          JobPhase.STOPPING,
          Reason.CANCELLED);
    }

    @Test
    void keepsItsFirstReasonWhenAnotherComes() {
      job.cancelled();
      records(
          stopping(Reason.SUSPENDED, TaskState.SHUTDOWN, 137, "").step(),
          Result.STOPPED,
          Verdict.RETRY,
          Reason.SUSPENDED);
    }

    @Test
    void aResumeComesTooLateForIt() {
      rests(
          stopping(Reason.SUSPENDED, TaskState.RUNNING, 0, "").step(),
          JobPhase.STOPPING,
          Reason.SUSPENDED);
    }

    @Test
    void aTaskThatCompletesAllTheSameIsASuccess() {
      job.cancelled();
      records(
          stopping(Reason.CANCELLED, TaskState.COMPLETE, 0, "").step(),
          Result.SUCCEEDED,
          Verdict.RUN_SUCCEEDED,
          Reason.COMPLETED);
    }

    @Test
    void aTaskThatEndsAtOurWishSpendsNoAttempt() {
      job.suspended();
      var end = recorded(stopping(Reason.SUSPENDED, TaskState.SHUTDOWN, 143, "").step());
      assertThat(end.result()).isEqualTo(Result.STOPPED);
      assertThat(end.counted()).isFalse();
      assertThat(end.exitCode()).hasValue(143);
    }

    @Test
    void aTaskThatFailsMeanwhileEndedForTheReason() {
      job.cancelled();
      records(
          stopping(Reason.CANCELLED, TaskState.FAILED, 1, "task: non-zero exit (1)")
              .step(),
          Result.STOPPED,
          Verdict.RUN_FAILED,
          Reason.CANCELLED);
    }

    @Test
    void aFailureThatTheRulesCallASuccessIsOne() {
      job.suspended().policy(p -> p.with(success(2)));
      records(
          stopping(Reason.SUSPENDED, TaskState.FAILED, 2, "task: non-zero exit (2)")
              .step(),
          Result.SUCCEEDED,
          Verdict.RUN_SUCCEEDED,
          Reason.EXIT_CODE_POLICY);
    }

    @Test
    void aContainerThatWasLostMeanwhileEndedForTheReason() {
      job.cancelled();
      records(
          stopping(Reason.CANCELLED, TaskState.FAILED, 0, "No such container: x")
              .step(),
          Result.STOPPED,
          Verdict.RUN_FAILED,
          Reason.CANCELLED);
    }

    @Test
    void aRejectedTaskWithAContainerEndedForTheReason() {
      job.suspended();
      records(
          stopping(Reason.SUSPENDED, TaskState.REJECTED, 0, "no longer meets constraints")
              .step(),
          Result.STOPPED,
          Verdict.RETRY,
          Reason.SUSPENDED);
    }

    @Test
    void theTaskThatReplacesItAndCanRunNowhereIsNotTakenForIt() {
      job.cancelled();
      stopping(Reason.CANCELLED, TaskState.SHUTDOWN, 137, "").replacement("s1");
      records(job.step(), Result.STOPPED, Verdict.RUN_FAILED, Reason.CANCELLED);
    }

    @Test
    void aSupersededOneEndsWithoutAVerdictOnItsRun() {
      anotherRevisionThatCancels();
      records(
          stopping(Reason.SUPERSEDED, TaskState.SHUTDOWN, 137, "").step(),
          Result.STOPPED,
          Verdict.SUPERSEDED,
          Reason.SUPERSEDED);
    }

    @Test
    void theNextRunBeginsOnceItsEndIsRecorded() {
      anotherRevisionThatCancels();
      job.attempt(1, Result.STOPPED, Verdict.SUPERSEDED, Duration.ZERO);
      assertThat(saved(job.record(1, "s1").step()).run().id()).isEqualTo(JobSamples.OTHER_RUN);
    }

    @Test
    void aServiceFencedByHandCountsAsSuperseded() {
      // The constraint without our label: the reason was lost, or somebody else put it there.
      job.record(1, "s1").fencedService("s1", 1).task("s1", TaskState.SHUTDOWN, 137, "");
      records(job.step(), Result.STOPPED, Verdict.SUPERSEDED, Reason.SUPERSEDED);
    }
  }
}
