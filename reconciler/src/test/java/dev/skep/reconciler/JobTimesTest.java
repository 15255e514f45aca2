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
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Deadlines, time-outs, and the clocks that they are read from. */
class JobTimesTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final JobFixture job = new JobFixture();

  private JobFixture running() {
    return job.record(1, "s1").service("s1", 1, 1).task("s1", TaskState.RUNNING, 0, "");
  }

  @Nested
  class TheDeadlineOfARun {
    @Test
    void countsFromTheFirstAttempt() {
      // The attempts ended 50 and 5 minutes ago and had begun three seconds before.
      job.deadline(Duration.ofMinutes(50))
          .attempt(1, Result.FAILED, Verdict.RETRY, Duration.ofMinutes(50))
          .attempt(2, Result.FAILED, Verdict.RETRY, Duration.ofMinutes(5));
      rests(job.record(2, "s2").step(), JobPhase.FAILED, Reason.DEADLINE_EXCEEDED);
    }

    @Test
    void isNotReachedASecondBefore() {
      job.deadline(Duration.ofMinutes(50).plusSeconds(4))
          .attempt(1, Result.FAILED, Verdict.RETRY, Duration.ofMinutes(50));
      assertThat(saved(job.record(1, "s1").step()).attempt()).isEqualTo(2);
    }

    @Test
    void countsFromAnAttemptThatNeverRan() {
      job.deadline(HOUR)
          .attempt(1, Result.NOT_STARTED, Verdict.RETRY, HOUR)
          .attempt(2, Result.NOT_STARTED, Verdict.RETRY, Duration.ofMinutes(10));
      rests(job.record(2, "s2").step(), JobPhase.FAILED, Reason.DEADLINE_EXCEEDED);
    }

    @Test
    void wakesTheJobFromItsPause() {
      job.deadline(Duration.ofSeconds(6))
          .attempt(1, Result.FAILED, Verdict.RETRY, Duration.ofSeconds(1));
      var step = job.record(1, "s1").step();
      rests(step, JobPhase.BACKING_OFF, Reason.EXIT_CODE);
      assertThat(step.wakeAt()).contains(JobFixture.NOW.plusSeconds(2));
    }

    @Test
    void stopsARunningAttempt() {
      job.deadline(Duration.ofSeconds(9));
      stops(running().step(), Reason.DEADLINE_EXCEEDED);
    }

    @Test
    void isWaitedForWhileAnAttemptRuns() {
      job.deadline(Duration.ofSeconds(10));
      var step = running().step();
      rests(step, JobPhase.RUNNING, Reason.RUNNING);
      assertThat(step.wakeAt()).contains(JobFixture.NOW.plusSeconds(1));
    }

    @Test
    void ofARunWithEarlierAttemptsStopsTheNextOneSooner() {
      job.deadline(HOUR).attempt(1, Result.FAILED, Verdict.RETRY, HOUR);
      job.record(2, "s2").service("s2", 2, 1).task("s2", TaskState.RUNNING, 0, "");
      stops(job.step(), Reason.DEADLINE_EXCEEDED);
    }

    @Test
    void stopsAnAttemptThatIsStillStarting() {
      job.deadline(Duration.ofSeconds(9));
      job.record(1, "s1").service("s1", 1, 1).task("s1", TaskState.PREPARING, 0, "");
      stops(job.step(), Reason.DEADLINE_EXCEEDED);
    }

    @Test
    void stopsAnAttemptThatHasNoNodeYet() {
      job.deadline(Duration.ofSeconds(9));
      job.record(1, "s1").service("s1", 1, 1).task("s1", TaskState.PENDING, 0, "no suitable node");
      stops(job.step(), Reason.DEADLINE_EXCEEDED);
    }

    @Test
    void fencesAnAttemptThatWasNotStartedYet() {
      job.deadline(HOUR).attempt(1, Result.FAILED, Verdict.RETRY, HOUR);
      stops(job.record(2, "s2").service("s2", 2, 0).step(), Reason.DEADLINE_EXCEEDED);
    }

    @Test
    void failsTheRunOnceTheAttemptIsOver() {
      job.record(1, "s1")
          .stoppedService("s1", 1, 1, Reason.DEADLINE_EXCEEDED)
          .task("s1", TaskState.SHUTDOWN, 137, "");
      records(job.step(), Result.STOPPED, Verdict.RUN_FAILED, Reason.DEADLINE_EXCEEDED);
    }

    @Test
    void isOfNoConcernToASuccess() {
      job.deadline(Duration.ofSeconds(1));
      job.record(1, "s1").service("s1", 1, 1).task("s1", TaskState.COMPLETE, 0, "");
      records(job.step(), Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.COMPLETED);
    }

    @Test
    void isOfNoConcernToAnotherRun() {
      job.deadline(HOUR).attempt(1, Result.FAILED, Verdict.RETRY, HOUR).otherRun();
      assertThat(saved(job.record(1, "s1").step()).attempt()).isEqualTo(2);
    }

    @Test
    void doesNotCountFromWhatAPersonSaid() {
      job.deadline(HOUR);
      job.attempt(JobSamples.RUN, 1, Result.FAILED, Verdict.RETRY, Reason.RESOLVED, HOUR);
      assertThat(saved(job.record(1, "s1").step()).attempt()).isEqualTo(2);
    }
  }

  @Nested
  class TheTimeOutOfAnAttempt {
    @Test
    void stopsIt() {
      job.attemptTimeout(Duration.ofSeconds(1));
      stops(running().step(), Reason.ATTEMPT_TIMED_OUT);
    }

    @Test
    void countsFromWhenItRan() {
      job.attemptTimeout(Duration.ofSeconds(2));
      var step = running().step();
      rests(step, JobPhase.RUNNING, Reason.RUNNING);
      assertThat(step.wakeAt()).contains(JobFixture.NOW.plusSeconds(1));
    }

    @Test
    void doesNotConcernAnAttemptThatIsStillStarting() {
      job.attemptTimeout(Duration.ofSeconds(1));
      job.record(1, "s1").service("s1", 1, 1).task("s1", TaskState.PREPARING, 0, "");
      rests(job.step(), JobPhase.STARTING, Reason.STARTING);
    }

    private JobFixture timedOut(int number) {
      return job.record(number, "s" + number)
          .stoppedService("s" + number, number, 1, Reason.ATTEMPT_TIMED_OUT)
          .task("s" + number, TaskState.SHUTDOWN, 137, "");
    }

    @Test
    void isTriedAgain() {
      records(timedOut(1).step(), Result.TIMED_OUT, Verdict.RETRY, Reason.ATTEMPT_TIMED_OUT);
    }

    @Test
    void countsAgainstTheLimit() {
      job.backoffLimit(1).attempt(1, Result.TIMED_OUT, Verdict.RETRY, HOUR);
      records(
          timedOut(2).step(), Result.TIMED_OUT, Verdict.RUN_FAILED, Reason.BACKOFF_LIMIT_EXCEEDED);
    }

    @Test
    void isASuccessIfTheTaskCompletedFirst() {
      job.record(1, "s1")
          .stoppedService("s1", 1, 1, Reason.ATTEMPT_TIMED_OUT)
          .task("s1", TaskState.COMPLETE, 0, "");
      records(job.step(), Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.COMPLETED);
    }
  }

  @Nested
  class ANodesClock {
    @Test
    void thatIsBehindDoesNotLengthenAnAttempt() {
      // By its node it began two hours ago, but it was made ten minutes ago only.
      job.attemptTimeout(HOUR);
      var step = running().times(Duration.ofMinutes(10), Duration.ofHours(2)).step();
      rests(step, JobPhase.RUNNING, Reason.RUNNING);
      assertThat(step.wakeAt()).contains(JobFixture.NOW.plus(Duration.ofMinutes(50)));
    }

    @Test
    void thatIsAheadDoesNotTimeOutWhatHasJustBegun() {
      // Its image took ten minutes to come; by its node it begins in a second.
      job.attemptTimeout(Duration.ofMinutes(5));
      var step = running().times(Duration.ofMinutes(10), Duration.ofSeconds(-1)).step();
      rests(step, JobPhase.RUNNING, Reason.RUNNING);
      assertThat(step.wakeAt()).contains(JobFixture.NOW.plus(Duration.ofMinutes(5)));
    }

    @Test
    void thatIsAheadDoesNotLengthenThePauseAfterAFailure() {
      job.record(1, "s1").service("s1", 1, 1).task("s1", TaskState.FAILED, 1, "exit 1");
      var end = recorded(job.times(Duration.ofMinutes(1), HOUR.negated()).step());
      assertThat(end.endedAt()).isEqualTo(JobFixture.NOW);
    }

    @Test
    void thatIsBehindStillTimesItOut() {
      job.attemptTimeout(HOUR);
      stops(running().times(HOUR, Duration.ofHours(2)).step(), Reason.ATTEMPT_TIMED_OUT);
    }
  }

  @Nested
  class OurClock {
    @Test
    void thatStepsBackDoesNotStretchARest() {
      job.record(1, "s1", JobSamples.KEY).service("s1", 1, 1);
      job.attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Duration.ofDays(-1));
      assertThat(job.step().wakeAt()).contains(JobFixture.NOW.plus(Duration.ofMinutes(10)));
    }

    @Test
    void thatStepsBackNeverStopsAnything() {
      job.deadline(HOUR).attemptTimeout(HOUR);
      rests(
          running().times(HOUR.negated(), HOUR.negated()).step(), JobPhase.RUNNING, Reason.RUNNING);
    }
  }
}
