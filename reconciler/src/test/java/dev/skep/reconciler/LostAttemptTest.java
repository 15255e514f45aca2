package dev.skep.reconciler;

import static dev.skep.reconciler.JobClaims.recorded;
import static dev.skep.reconciler.JobClaims.records;
import static dev.skep.reconciler.JobClaims.rests;
import static dev.skep.reconciler.JobClaims.saved;
import static dev.skep.reconciler.JobClaims.stops;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobPolicy.NodeLost;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Attempts of which nobody can know how they ended. The node went down 20 seconds ago. */
class LostAttemptTest {
  private final JobFixture job = new JobFixture();

  private JobFixture retryAfter(int seconds) {
    return job.policy(p -> p.with(new NodeLost(NodeLost.Kind.RETRY, Duration.ofSeconds(seconds))));
  }

  private JobFixture fail() {
    return job.policy(p -> p.with(NodeLost.FAIL));
  }

  private JobStep running() {
    return job.record(1, "s1")
        .nodeDown()
        .service("s1", 1, 1)
        .task("s1", TaskState.RUNNING, 0, "")
        .step();
  }

  private JobStep fenced() {
    return job.record(1, "s1")
        .nodeDown()
        .stoppedService("s1", 1, 1, Reason.NODE_LOST)
        .doomedTask("s1", TaskState.RUNNING)
        .step();
  }

  private JobStep ended(TaskState state, int exitCode, String error) {
    return job.record(1, "s1")
        .service("s1", 1, 1)
        .task("s1", state, exitCode, error)
        .step();
  }

  @Nested
  class UnderThePolicyWait {
    @Test
    void aPersonIsNeeded() {
      var step = running();
      rests(step, JobPhase.UNKNOWN, Reason.NODE_LOST);
      assertThat(step.stalled()).isTrue();
      assertThat(step.wakeAt()).isEmpty();
    }

    @Test
    void anOrphanIsWaitedForToo() {
      rests(ended(TaskState.ORPHANED, 0, ""), JobPhase.UNKNOWN, Reason.NODE_LOST);
    }
  }

  @Nested
  class UnderThePolicyRetry {
    @Test
    void itsTimeIsWaitedFor() {
      retryAfter(30);
      var step = running();
      rests(step, JobPhase.UNKNOWN, Reason.NODE_LOST);
      assertThat(step.wakeAt()).contains(JobFixture.NOW.plusSeconds(10));
    }

    @Test
    void itIsFencedBeforeItIsGivenUp() {
      retryAfter(20);
      stops(running(), Reason.NODE_LOST);
    }

    @Test
    void onceFencedItIsTriedAgain() {
      retryAfter(20);
      records(fenced(), Result.LOST, Verdict.RETRY, Reason.NODE_LOST);
    }

    @Test
    void itIsNotGivenUpBeforeTheEngineTookNoticeOfTheFence() {
      retryAfter(20);
      job.record(1, "s1")
          .nodeDown()
          .stoppedService("s1", 1, 1, Reason.NODE_LOST)
          .task("s1", TaskState.STARTING, 0, "");
      rests(job.step(), JobPhase.UNKNOWN, Reason.NODE_LOST);
    }

    @Test
    void aFenceDoesNotShortenItsTime() {
      retryAfter(30);
      rests(fenced(), JobPhase.UNKNOWN, Reason.NODE_LOST);
    }

    @Test
    void itCountsAgainstTheLimit() {
      retryAfter(20).backoffLimit(0);
      records(fenced(), Result.LOST, Verdict.RUN_FAILED, Reason.BACKOFF_LIMIT_EXCEEDED);
    }

    @Test
    void aTaskThatTheEngineStoppedNeedsNoFence() {
      retryAfter(1);
      records(ended(TaskState.SHUTDOWN, 0, ""), Result.LOST, Verdict.RETRY, Reason.INTERRUPTED);
    }

    @Test
    void aLostContainerNeedsNoFence() {
      retryAfter(1);
      records(
          ended(TaskState.FAILED, 0, "No such container: x"),
          Result.LOST,
          Verdict.RETRY,
          Reason.INTERRUPTED);
    }

    @Test
    void anOrphanNeedsNoFence() {
      retryAfter(1);
      records(ended(TaskState.ORPHANED, 0, ""), Result.LOST, Verdict.RETRY, Reason.NODE_LOST);
    }

    @Test
    void itsExitCodeIsNobodysTruth() {
      retryAfter(1);
      assertThat(recorded(ended(TaskState.SHUTDOWN, 0, "")).exitCode()).isEmpty();
    }

    @Test
    void aVanishedServiceIsStillAPersonsMatter() {
      retryAfter(0);
      rests(job.record(1, "s1").step(), JobPhase.UNKNOWN, Reason.VANISHED);
    }

    @Test
    void aRunThatNobodyWantsIsNotTriedAgain() {
      retryAfter(20).otherRun();
      records(fenced(), Result.LOST, Verdict.SUPERSEDED, Reason.NODE_LOST);
    }
  }

  @Nested
  class UnderThePolicyFail {
    @Test
    void itIsFencedAtOnce() {
      fail();
      stops(running(), Reason.NODE_LOST);
    }

    @Test
    void onceFencedTheRunHasFailed() {
      fail();
      records(fenced(), Result.LOST, Verdict.RUN_FAILED, Reason.NODE_LOST);
    }

    @Test
    void aTaskThatTheEngineStoppedFailsTheRun() {
      fail();
      records(
          ended(TaskState.SHUTDOWN, 0, ""), Result.LOST, Verdict.RUN_FAILED, Reason.INTERRUPTED);
    }
  }

  @Nested
  class OnceTheNodeIsBack {
    @Test
    void aTaskThatStillRunsIsFollowed() {
      rests(ended(TaskState.RUNNING, 0, ""), JobPhase.RUNNING, Reason.RUNNING);
    }

    @Test
    void aTaskThatCompletedIsASuccess() {
      records(
          ended(TaskState.COMPLETE, 0, ""),
          Result.SUCCEEDED,
          Verdict.RUN_SUCCEEDED,
          Reason.COMPLETED);
    }

    @Test
    void aFencedTaskThatCompletedIsASuccess() {
      job.record(1, "s1")
          .stoppedService("s1", 1, 1, Reason.NODE_LOST)
          .task("s1", TaskState.COMPLETE, 0, "");
      records(job.step(), Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.COMPLETED);
    }
  }

  @Nested
  class FencedAndTheNodeCameBack {
    private JobStep ended(TaskState state, int exitCode, String error) {
      return job.record(1, "s1")
          .stoppedService("s1", 1, 1, Reason.NODE_LOST)
          .task("s1", state, exitCode, error)
          .step();
    }

    @Test
    void itIsTriedAgainUnderThePolicyRetry() {
      retryAfter(20);
      records(ended(TaskState.SHUTDOWN, 137, ""), Result.LOST, Verdict.RETRY, Reason.NODE_LOST);
    }

    @Test
    void itHasFailedUnderThePolicyFail() {
      fail();
      records(
          ended(TaskState.SHUTDOWN, 137, ""), Result.LOST, Verdict.RUN_FAILED, Reason.NODE_LOST);
    }

    @Test
    void aFailureOfItsOwnIsTheTruth() {
      fail();
      records(
          ended(TaskState.FAILED, 1, "task: non-zero exit (1)"),
          Result.FAILED,
          Verdict.RETRY,
          Reason.EXIT_CODE);
    }
  }

  @Nested
  class BeforeItRan {
    private JobStep placed(TaskState state) {
      return job.record(1, "s1")
          .nodeDown()
          .service("s1", 1, 1)
          .task("s1", state, 0, "")
          .step();
    }

    @Test
    void nobodyCanTellWhetherItDid() {
      rests(placed(TaskState.STARTING), JobPhase.UNKNOWN, Reason.NODE_LOST);
    }

    @Test
    void thePolicyDecides() {
      retryAfter(20);
      stops(placed(TaskState.PREPARING), Reason.NODE_LOST);
    }

    @Test
    void aTaskWithoutANodeHasNoneToLose() {
      rests(placed(TaskState.PENDING), JobPhase.STARTING, Reason.STARTING);
    }
  }

  @Nested
  class WhileTheManagersAreNotSureOfTheNode {
    @Test
    void thePolicyHasToWait() {
      // After a change of leader every node is "unknown" until it calls in.
      fail();
      job.record(1, "s1").node("unknown").service("s1", 1, 1).task("s1", TaskState.RUNNING, 0, "");
      rests(job.step(), JobPhase.UNKNOWN, Reason.NODE_LOST);
    }
  }

  @Nested
  class ItsService {
    private void givenUp() {
      job.policy(p -> p.with(new JobPolicy.Keep(Duration.ZERO, Duration.ZERO, 100)))
          .record(2, "s2", JobSamples.KEY)
          .stoppedService("s1", 1, 1, Reason.NODE_LOST)
          .doomedTask("s1", TaskState.RUNNING)
          .attempt(1, Result.LOST, Verdict.RETRY, Duration.ofHours(1))
          .attempt(2, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Duration.ofMinutes(1));
    }

    @Test
    void isNeverCollectedWhileItsNodeIsDown() {
      givenUp();
      assertThat(job.nodeDown().step().actions()).isEmpty();
    }

    @Test
    void isNeverCollectedBeforeItsTaskIsOver() {
      givenUp();
      assertThat(job.step().actions()).isEmpty();
    }

    @Test
    void isCollectedOnceItsTaskIsOver() {
      givenUp();
      job.tasks.clear();
      job.task("s1", TaskState.SHUTDOWN, 137, "");
      assertThat(
              JobClaims.only(Action.CollectAttempt.class, job.step()).observed().id())
          .isEqualTo("s1");
    }

    @Test
    void staysAsTheNewestFailureUntilALaterSuccess() {
      job.policy(p -> p.with(new JobPolicy.Keep(Duration.ZERO, Duration.ZERO, 100)))
          .record(1, "s1")
          .service("s1", 1, 1)
          .attempt(1, Result.LOST, Verdict.RUN_FAILED, Duration.ofDays(30));
      assertThat(job.step().actions()).isEmpty();
    }
  }

  /** The person was asked while its node did not answer; now it does. */
  @Nested
  class AfterAPersonsWord {
    private JobFixture said(Verdict verdict) {
      var result = verdict == Verdict.RUN_SUCCEEDED ? Result.SUCCEEDED : Result.FAILED;
      var hour = Duration.ofHours(1);
      return job.record(1, "s1").attempt(JobSamples.RUN, 1, result, verdict, Reason.RESOLVED, hour);
    }

    private JobFixture stillThere(TaskState state) {
      return said(Verdict.RETRY).service("s1", 1, 1).task("s1", state, 0, "");
    }

    @Test
    void itIsToldToEndBeforeTheNextBegins() {
      stops(stillThere(TaskState.RUNNING).step(), Reason.RESOLVED);
    }

    @Test
    void itIsToldToEndThoughNothingElseBegins() {
      job.notWanted();
      stops(stillThere(TaskState.STARTING).step(), Reason.RESOLVED);
    }

    @Test
    void theEngineIsWaitedForOnceItWasTold() {
      rests(
          said(Verdict.RETRY)
              .stoppedService("s1", 1, 1, Reason.RESOLVED)
              .task("s1", TaskState.RUNNING, 0, "")
              .step(),
          JobPhase.STOPPING,
          Reason.RESOLVED);
    }

    @Test
    void theNextBeginsOnceTheEngineHasGivenItUp() {
      said(Verdict.RETRY)
          .stoppedService("s1", 1, 1, Reason.RESOLVED)
          .doomedTask("s1", TaskState.RUNNING)
          .replacement("s1");
      assertThat(saved(job.step()).attempt()).isEqualTo(2);
    }

    @Test
    void aSuccessIsSavedFirst() {
      said(Verdict.RUN_SUCCEEDED).service("s1", 1, 1).task("s1", TaskState.RUNNING, 0, "");
      assertThat(saved(job.step()).succeeded()).contains(JobSamples.KEY);
    }
  }

  @Test
  void theNextAttemptBeginsAfterAPause() {
    job.attempt(1, Result.LOST, Verdict.RETRY, Duration.ofSeconds(6));
    assertThat(saved(job.record(1, "s1").step()).attempt()).isEqualTo(2);
  }
}
