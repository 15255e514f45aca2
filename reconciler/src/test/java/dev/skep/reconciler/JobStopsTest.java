package dev.skep.reconciler;

import static dev.skep.reconciler.JobClaims.records;
import static dev.skep.reconciler.JobClaims.rests;
import static dev.skep.reconciler.JobClaims.saved;
import static dev.skep.reconciler.JobClaims.stops;
import static dev.skep.reconciler.JobSamples.KEY;
import static dev.skep.reconciler.JobSamples.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy.NewRevision;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An attempt that is told to end, in every situation that it can be in. */
class JobStopsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final JobFixture job = new JobFixture();

  private void anotherRevisionThatCancels() {
    job.policy(p -> p.with(NewRevision.CANCEL)).otherRun();
  }

  private void running() {
    job.record(1, "s1").service("s1", 1, 1).task("s1", TaskState.RUNNING, 0, "");
  }

  @Nested
  class WhileIntended {
    private void givesUp(Reason why) {
      var step = job.record(1, null).step();
      assertThat(saved(step).givenUp()).contains(why);
      assertThat(saved(step).attempt()).isEqualTo(1);
      assertThat(step.phase()).isEqualTo(JobPhase.STOPPING);
    }

    @Test
    void aSuspendedOneIsGivenUpInTheJobsRecordFirst() {
      job.suspended();
      givesUp(Reason.SUSPENDED);
    }

    @Test
    void aCancelledOneIsGivenUpInTheJobsRecordFirst() {
      job.cancelled();
      givesUp(Reason.CANCELLED);
    }

    @Test
    void anUnwantedOneIsGivenUpInTheJobsRecordFirst() {
      job.otherRun();
      givesUp(Reason.SUPERSEDED);
    }

    @Test
    void oneWhoseDeadlineIsOverIsGivenUpInTheJobsRecordFirst() {
      job.deadline(HOUR).attempt(1, Result.FAILED, Verdict.RETRY, HOUR);
      assertThat(saved(job.record(2, null).step()).givenUp()).contains(Reason.DEADLINE_EXCEEDED);
    }

    @Test
    void aServiceThatIsThereAlreadyIsNotTakenUp() {
      job.suspended().service("s1", 1, 0);
      givesUp(Reason.SUSPENDED);
    }

    @Test
    void aServiceOfItsNameThatIsNotOursDoesNotKeepItFromBeingGivenUp() {
      job.otherRun().foreignService(1);
      givesUp(Reason.SUPERSEDED);
    }

    @Test
    void onceGivenUpItsEndIsRecordedThoughTheOrderIsTakenBack() {
      records(
          job.record(1, null).givenUp(Reason.SUSPENDED).step(),
          Result.NOT_STARTED,
          Verdict.RETRY,
          Reason.SUSPENDED);
    }

    @Test
    void onceGivenUpForACancelTheRunHasFailed() {
      records(
          job.record(1, null).givenUp(Reason.CANCELLED).step(),
          Result.NOT_STARTED,
          Verdict.RUN_FAILED,
          Reason.CANCELLED);
    }

    @Test
    void theNextAttemptIsNotGivenUp() {
      job.record(1, null).givenUp(Reason.SUSPENDED);
      job.attempt(RUN, 1, Result.NOT_STARTED, Verdict.RETRY, Reason.SUSPENDED, HOUR);
      assertThat(saved(job.step()).attempt()).isEqualTo(2);
      assertThat(saved(job.step()).givenUp()).isEmpty();
    }

    @Test
    void aServiceThatIsMadeTooLateIsCollected() {
      job.suspended().record(1, null).givenUp(Reason.SUSPENDED).service("s1", 1, 0);
      job.attempt(RUN, 1, Result.NOT_STARTED, Verdict.RETRY, Reason.SUSPENDED, HOUR);
      assertThat(
              JobClaims.only(Action.CollectAttempt.class, job.step()).observed().id())
          .isEqualTo("s1");
    }
  }

  @Nested
  class WhileInert {
    @Test
    void aSuspendedOneIsFencedBeforeItIsGivenUp() {
      job.suspended();
      stops(job.record(1, "s1").service("s1", 1, 0).step(), Reason.SUSPENDED);
    }

    @Test
    void aCancelledOneIsFencedBeforeItIsGivenUp() {
      job.cancelled();
      stops(job.record(1, "s1").service("s1", 1, 0).step(), Reason.CANCELLED);
    }

    @Test
    void anUnwantedOneIsFencedWhateverThePolicySaysOfRunningOnes() {
      job.otherRun();
      stops(job.record(1, "s1").service("s1", 1, 0).step(), Reason.SUPERSEDED);
    }

    @Test
    void oneWhoseWorkWasDoneElsewhereMeanwhileIsFenced() {
      stops(job.record(1, "s1", KEY).service("s1", 1, 0).step(), Reason.SUPERSEDED);
    }

    @Test
    void onceFencedItNeverBegan() {
      job.suspended();
      records(
          job.record(1, "s1").stoppedService("s1", 1, 0, Reason.SUSPENDED).step(),
          Result.NOT_STARTED,
          Verdict.RETRY,
          Reason.SUSPENDED);
    }

    @Test
    void onceFencedForACancelTheRunHasFailed() {
      job.cancelled();
      records(
          job.record(1, "s1").stoppedService("s1", 1, 0, Reason.CANCELLED).step(),
          Result.NOT_STARTED,
          Verdict.RUN_FAILED,
          Reason.CANCELLED);
    }

    @Test
    void onceFencedItIsNotStartedThoughTheOrderIsTakenBack() {
      records(
          job.record(1, "s1").stoppedService("s1", 1, 0, Reason.SUSPENDED).step(),
          Result.NOT_STARTED,
          Verdict.RETRY,
          Reason.SUSPENDED);
    }
  }

  @Nested
  class BetweenTheStartAndItsTask {
    @Test
    void theTaskIsWaitedForBeforeItIsStopped() {
      job.cancelled();
      rests(job.record(1, "s1").service("s1", 1, 1).step(), JobPhase.STARTING, Reason.STARTING);
    }
  }

  @Nested
  class WhilePlaced {
    @Test
    void isStoppedForAnOrder() {
      job.suspended();
      job.record(1, "s1").service("s1", 1, 1).task("s1", TaskState.PREPARING, 0, "");
      stops(job.step(), Reason.SUSPENDED);
    }

    @Test
    void isStoppedBeforeANodeWasFoundForIt() {
      anotherRevisionThatCancels();
      job.record(1, "s1").service("s1", 1, 1).task("s1", TaskState.PENDING, 0, "no suitable node");
      stops(job.step(), Reason.SUPERSEDED);
    }
  }

  @Nested
  class WhileRunning {
    @Test
    void aSuspensionByOrderStopsIt() {
      job.suspended();
      running();
      stops(job.step(), Reason.SUSPENDED);
    }

    @Test
    void aSuspensionInTheManifestStopsIt() {
      job.policy(p -> p.suspended(true));
      running();
      stops(job.step(), Reason.SUSPENDED);
    }

    @Test
    void aCancelStopsIt() {
      job.cancelled();
      running();
      stops(job.step(), Reason.CANCELLED);
    }

    @Test
    void aCancelWeighsMoreThanASuspension() {
      job.suspended();
      job.cancelled();
      running();
      stops(job.step(), Reason.CANCELLED);
    }

    @Test
    void anotherRevisionStopsItIfThePolicySaysCancel() {
      anotherRevisionThatCancels();
      running();
      stops(job.step(), Reason.SUPERSEDED);
    }

    @Test
    void onANodeThatIsDownThePolicyDecides() {
      job.cancelled();
      job.nodeDown();
      running();
      rests(job.step(), JobPhase.UNKNOWN, Reason.NODE_LOST);
    }

    @Test
    void aCancelOfAnotherRunDoesNot() {
      job.orders(o -> o.cancel(JobSamples.OTHER_RUN));
      running();
      rests(job.step(), JobPhase.RUNNING, Reason.RUNNING);
    }

    @Test
    void aJobThatLeftTheManifestIsStoppedIfItsPolicyWasCancel() {
      job.policy(p -> p.with(NewRevision.CANCEL)).notWanted();
      running();
      stops(job.step(), Reason.SUPERSEDED);
    }

    @Test
    void theReasonIsWrittenOntoTheService() {
      job.suspended();
      running();
      var stop = JobClaims.only(Action.StopAttempt.class, job.step());
      var after = JobSamples.service(
          "s1", AttemptSpec.stopped(stop.observed(), stop.why()), JobFixture.NOW, JobFixture.NOW);
      assertThat(AttemptSpec.stopping(after)).contains(Reason.SUSPENDED);
      assertThat(stop.observed().version()).isEqualTo(12);
    }
  }
}
