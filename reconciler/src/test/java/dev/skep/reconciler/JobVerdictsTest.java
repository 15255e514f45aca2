package dev.skep.reconciler;

import static dev.skep.reconciler.JobClaims.recorded;
import static dev.skep.reconciler.JobClaims.records;
import static dev.skep.reconciler.JobClaims.rests;
import static dev.skep.reconciler.JobClaims.saved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.ExitCodes;
import dev.skep.model.ExitCodes.Effect;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an exit code means for the run. */
class JobVerdictsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final JobFixture job = new JobFixture();

  private static ExitCodes.Rule rule(Effect effect, int from, int to) {
    return new ExitCodes.Rule(effect, List.of(new ExitCodes.Range(from, to)));
  }

  private JobFixture rules(ExitCodes.Rule... rules) {
    return job.policy(p -> p.with(new ExitCodes(List.of(rules))));
  }

  private JobStep exits(int number, int code) {
    return job.record(number, "s" + number)
        .service("s" + number, number, 1)
        .task("s" + number, TaskState.FAILED, code, "task: non-zero exit (" + code + ")")
        .step();
  }

  private static JobPolicy once(JobPolicy policy) {
    return policy.retrying(false, OptionalInt.empty(), policy.backoff());
  }

  @Nested
  class ARuleThatSaysFail {
    @Test
    void endsTheRunWhateverIsLeftOfItsAttempts() {
      rules(rule(Effect.FAIL, 3, 3)).backoffLimit(9);
      records(exits(1, 3), Result.FAILED, Verdict.RUN_FAILED, Reason.EXIT_CODE_POLICY);
    }

    @Test
    void leavesOtherCodesAlone() {
      rules(rule(Effect.FAIL, 3, 3));
      records(exits(1, 4), Result.FAILED, Verdict.RETRY, Reason.EXIT_CODE);
    }
  }

  @Nested
  class ARuleThatSaysIgnore {
    @Test
    void isTriedAgainAndNotCounted() {
      rules(rule(Effect.IGNORE, 75, 75)).backoffLimit(0);
      var end = recorded(exits(1, 75));
      assertThat(end.verdict()).isEqualTo(Verdict.RETRY);
      assertThat(end.result()).isEqualTo(Result.IGNORED);
      assertThat(end.counted()).isFalse();
    }

    @Test
    void cannotMakeAnAttemptOfAJobThatIsTriedOnce() {
      rules(rule(Effect.IGNORE, 75, 75)).policy(JobVerdictsTest::once);
      records(exits(1, 75), Result.FAILED, Verdict.RUN_FAILED, Reason.BACKOFF_LIMIT_EXCEEDED);
    }

    @Test
    void pausesLongerEachTime() {
      job.attempt(1, Result.IGNORED, Verdict.RETRY, Duration.ofMinutes(1))
          .attempt(2, Result.IGNORED, Verdict.RETRY, Duration.ofSeconds(7));
      rests(job.record(2, "s2").step(), JobPhase.BACKING_OFF, Reason.EXIT_CODE);
    }

    @Test
    void neverCallsAJobStalled() {
      for (int i = 1; i <= 6; i++) {
        job.attempt(i, Result.IGNORED, Verdict.RETRY, Duration.ofMinutes(7).minusMinutes(i));
      }
      var step = job.record(6, "s6").step();
      assertThat(step.phase()).isEqualTo(JobPhase.BACKING_OFF);
      assertThat(step.stalled()).isFalse();
    }
  }

  @Nested
  class ARuleThatSaysSuccess {
    @Test
    void isASuccessLikeAnyOther() {
      rules(rule(Effect.SUCCESS, 2, 2));
      records(exits(1, 2), Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.EXIT_CODE_POLICY);
    }

    @Test
    void countsForARunThatIsNoLongerWanted() {
      rules(rule(Effect.SUCCESS, 2, 2)).otherRun();
      records(exits(1, 2), Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.EXIT_CODE_POLICY);
    }

    @Test
    void saysNothingOfATaskThatTheEngineStopped() {
      rules(rule(Effect.SUCCESS, 137, 137));
      job.record(1, "s1").service("s1", 1, 1).task("s1", TaskState.SHUTDOWN, 137, "");
      rests(job.step(), JobPhase.UNKNOWN, Reason.INTERRUPTED);
    }
  }

  @Nested
  class TheFirstRuleThatNamesTheCode {
    @Test
    void decides() {
      rules(rule(Effect.COUNT, 1, 1), rule(Effect.FAIL, 1, 255));
      records(exits(1, 1), Result.FAILED, Verdict.RETRY, Reason.EXIT_CODE);
    }

    @Test
    void mayNameMany() {
      rules(rule(Effect.COUNT, 1, 1), rule(Effect.FAIL, 1, 255));
      records(exits(1, 255), Result.FAILED, Verdict.RUN_FAILED, Reason.EXIT_CODE_POLICY);
    }
  }

  @Nested
  class TheLimit {
    @Test
    void ofZeroAllowsOneAttempt() {
      job.backoffLimit(0);
      records(exits(1, 1), Result.FAILED, Verdict.RUN_FAILED, Reason.BACKOFF_LIMIT_EXCEEDED);
    }

    @Test
    void isNotReachedByWhatIsNotCounted() {
      job.backoffLimit(1)
          .attempt(1, Result.IGNORED, Verdict.RETRY, Duration.ofHours(3))
          .attempt(2, Result.STOPPED, Verdict.RETRY, Duration.ofHours(2))
          .attempt(3, Result.NOT_STARTED, Verdict.RETRY, HOUR);
      records(exits(4, 1), Result.FAILED, Verdict.RETRY, Reason.EXIT_CODE);
    }

    @Test
    void isReachedByTimeOutsAndLossesToo() {
      job.backoffLimit(2)
          .attempt(1, Result.TIMED_OUT, Verdict.RETRY, Duration.ofHours(3))
          .attempt(2, Result.LOST, Verdict.RETRY, Duration.ofHours(2));
      records(exits(3, 1), Result.FAILED, Verdict.RUN_FAILED, Reason.BACKOFF_LIMIT_EXCEEDED);
    }

    @Test
    void thatIsLoweredHoldsForAttemptsAlreadyMade() {
      job.backoffLimit(1)
          .attempt(1, Result.FAILED, Verdict.RETRY, Duration.ofHours(2))
          .attempt(2, Result.FAILED, Verdict.RETRY, HOUR);
      rests(job.record(2, "s2").step(), JobPhase.FAILED, Reason.BACKOFF_LIMIT_EXCEEDED);
    }

    @Test
    void ofOneAttemptThatIsSetAfterAFailureHolds() {
      job.policy(JobVerdictsTest::once);
      job.attempt(1, Result.FAILED, Verdict.RETRY, Duration.ofHours(2));
      rests(job.record(1, "s1").step(), JobPhase.FAILED, Reason.BACKOFF_LIMIT_EXCEEDED);
    }

    @Test
    void holdsForARunThatIsWantedAgainAfterItsLastFailureWasOfNoInterest() {
      job.backoffLimit(0);
      job.attempt(1, Result.FAILED, Verdict.SUPERSEDED, HOUR);
      rests(job.record(1, "s1").step(), JobPhase.FAILED, Reason.BACKOFF_LIMIT_EXCEEDED);
    }

    @Test
    void doesNotHoldAgainstAPersonWhoSaysTryAgain() {
      job.backoffLimit(0);
      job.attempt(JobSamples.RUN, 1, Result.FAILED, Verdict.RETRY, Reason.RESOLVED, HOUR);
      assertThat(saved(job.record(1, "s1").step()).attempt()).isEqualTo(2);
    }

    @Test
    void isCountedForEachRunAlone() {
      job.backoffLimit(1).attempt(JobSamples.OTHER_RUN, 1, Result.FAILED, Verdict.RETRY, HOUR);
      records(exits(2, 1), Result.FAILED, Verdict.RETRY, Reason.EXIT_CODE);
    }
  }

  @Test
  void aRunThatIsNoLongerWantedIsNotTriedAgain() {
    job.otherRun();
    records(exits(1, 1), Result.FAILED, Verdict.SUPERSEDED, Reason.EXIT_CODE);
  }

  @Test
  void aRunThatFailsForGoodStaysFailedThoughAnotherTookItsPlace() {
    rules(rule(Effect.FAIL, 3, 3)).otherRun();
    records(exits(1, 3), Result.FAILED, Verdict.RUN_FAILED, Reason.EXIT_CODE_POLICY);
  }

  @Test
  void whatFailedForGoodRestsAfterTheLimitWasRaised() {
    job.backoffLimit(5).attempt(1, Result.FAILED, Verdict.RUN_FAILED, HOUR);
    rests(job.record(1, "s1").step(), JobPhase.FAILED, Reason.EXIT_CODE);
  }

  @Test
  void anotherKeyHasItsOwnAttempts() {
    job.backoffLimit(0).attempt(1, Result.FAILED, Verdict.RUN_FAILED, HOUR);
    assertThat(saved(job.record(1, "s1").otherRun().step()).attempt()).isEqualTo(2);
  }
}
