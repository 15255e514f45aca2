package dev.skep.reconciler;

import static dev.skep.reconciler.JobClaims.rests;
import static dev.skep.reconciler.JobClaims.saved;
import static dev.skep.reconciler.JobSamples.KEY;
import static dev.skep.reconciler.JobSamples.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobOrders;
import dev.skep.model.JobPhase;
import dev.skep.model.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What people order, between attempts. Of a running one, {@link JobStopsTest} tells. */
class JobUnderOrdersTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final JobFixture job = new JobFixture();

  @Nested
  class Suspended {
    @Test
    void byOrderItBeginsNothing() {
      var step = job.suspended().step();
      rests(step, JobPhase.SUSPENDED, Reason.SUSPENDED);
      assertThat(step.message()).isEqualTo("maintenance");
      assertThat(step.stalled()).isTrue();
    }

    @Test
    void inTheManifestItBeginsNothing() {
      rests(job.policy(p -> p.suspended(true)).step(), JobPhase.SUSPENDED, Reason.SUSPENDED);
    }

    @Test
    void itTriesNothingAgain() {
      job.suspended();
      job.record(1, "s1").attempt(1, Result.FAILED, Verdict.RETRY, HOUR);
      rests(job.step(), JobPhase.SUSPENDED, Reason.SUSPENDED);
    }

    @Test
    void byOrderItStaysThoughTheManifestDoesNotSayIt() {
      job.suspended().policy(p -> p.suspended(false));
      rests(job.step(), JobPhase.SUSPENDED, Reason.SUSPENDED);
    }

    @Test
    void aSuccessStaysASuccess() {
      job.suspended().record(1, "s1", KEY);
      job.attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, HOUR);
      rests(job.step(), JobPhase.SUCCEEDED, Reason.FROM_RECORD);
    }

    @Test
    void whatIsOverIsStillCollected() {
      job.suspended().record(1, "s1").service("s1", 1, 1);
      job.attempt(RUN, 1, Result.STOPPED, Verdict.RETRY, Reason.SUSPENDED, Duration.ZERO);
      assertThat(
              JobClaims.only(Action.CollectAttempt.class, job.step()).observed().id())
          .isEqualTo("s1");
    }

    @Test
    void resumedItGoesOnAtOnceWithAnotherAttempt() {
      job.orders(o -> o.suspend(JobFixture.NOW, "").resume()).record(1, "s1");
      job.attempt(RUN, 1, Result.STOPPED, Verdict.RETRY, Reason.SUSPENDED, Duration.ZERO);
      assertThat(saved(job.step()).attempt()).isEqualTo(2);
    }
  }

  @Nested
  class Cancelled {
    @Test
    void theRunHasFailedThoughNothingOfItEverBegan() {
      var step = job.cancelled().step();
      rests(step, JobPhase.FAILED, Reason.CANCELLED);
      assertThat(step.stalled()).isTrue();
    }

    @Test
    void itIsNotTriedAgain() {
      job.cancelled().record(1, "s1").attempt(1, Result.FAILED, Verdict.RETRY, HOUR);
      rests(job.step(), JobPhase.FAILED, Reason.CANCELLED);
    }

    @Test
    void itStaysCancelledAfterItsAttemptWasStopped() {
      job.cancelled().record(1, "s1");
      job.attempt(RUN, 1, Result.STOPPED, Verdict.RUN_FAILED, Reason.CANCELLED, HOUR);
      rests(job.step(), JobPhase.FAILED, Reason.CANCELLED);
    }

    @Test
    void anotherKeyRuns() {
      job.cancelled().record(1, "s1").otherRun();
      job.attempt(RUN, 1, Result.STOPPED, Verdict.RUN_FAILED, Reason.CANCELLED, HOUR);
      assertThat(saved(job.step()).run().key()).isEqualTo(JobSamples.OTHER_KEY);
    }

    @Test
    void itStaysCancelledWhenItComesBackAfterAnother() {
      job.cancelled().recordOfOtherRun(2, "s2", JobSamples.OTHER_KEY);
      job.attempt(RUN, 1, Result.STOPPED, Verdict.RUN_FAILED, Reason.CANCELLED, HOUR);
      job.attempt(JobSamples.OTHER_RUN, 2, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, HOUR);
      rests(job.step(), JobPhase.FAILED, Reason.CANCELLED);
    }

    @Test
    void aRerunOfItsKeyIsAnotherRun() {
      job.cancelled().wantedRun(JobSamples.OTHER_RUN, RunKey.withToken(KEY, "r1"));
      assertThat(saved(job.step()).run().id()).isEqualTo(JobSamples.OTHER_RUN);
    }

    @Test
    void aSuccessStaysASuccess() {
      job.cancelled().record(1, "s1", KEY);
      job.attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, HOUR);
      rests(job.step(), JobPhase.SUCCEEDED, Reason.FROM_RECORD);
    }

    @Test
    void onlySixteenAreKeptAndTheNewestAmongThem() {
      var orders = JobOrders.none("shop", "migrate");
      for (int i = 1; i <= 20; i++) orders = orders.cancel("run" + i);
      assertThat(orders.cancelled()).hasSize(16).contains("run20").doesNotContain("run4");
    }
  }

  @Nested
  class ToldToRunAgain {
    private final String again = RunKey.withToken(KEY, "r1");

    private JobFixture succeededOnce() {
      return job.record(1, "s1", KEY).attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, HOUR);
    }

    @Test
    void aSucceededKeyRunsAgain() {
      var after = saved(succeededOnce().wantedRun(JobSamples.OTHER_RUN, again).step());
      assertThat(after.run().key()).isEqualTo(again);
      assertThat(after.attempt()).isEqualTo(2);
      assertThat(after.succeeded()).containsExactly(KEY);
    }

    @Test
    void itRunsOnceOnly() {
      job.record(2, "s2", KEY, again)
          .attempt(2, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, HOUR)
          .wantedRun(JobSamples.OTHER_RUN, again);
      rests(job.step(), JobPhase.SUCCEEDED, Reason.FROM_RECORD);
    }

    @Test
    void anotherTokenRunsItOnceMore() {
      job.record(2, "s2", KEY, again)
          .attempt(2, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, HOUR)
          .wantedRun(JobSamples.OTHER_RUN, RunKey.withToken(KEY, "r2"));
      assertThat(saved(job.step()).run().key()).isEqualTo(RunKey.withToken(KEY, "r2"));
    }

    @Test
    void aSuspendedJobWaitsWithIt() {
      job.suspended();
      succeededOnce().wantedRun(JobSamples.OTHER_RUN, again);
      rests(job.step(), JobPhase.SUSPENDED, Reason.SUSPENDED);
    }

    @Test
    void whatHasFailedRunsAgain() {
      job.record(1, "s1").attempt(1, Result.FAILED, Verdict.RUN_FAILED, HOUR);
      job.wantedRun(JobSamples.OTHER_RUN, again);
      assertThat(saved(job.step()).run().key()).isEqualTo(again);
    }

    @Test
    void itsSuccessIsOneOfTheWorkToo() {
      job.wantedRun(RUN, again).record(1, "s1");
      job.attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, HOUR);
      assertThat(saved(job.step()).succeeded()).contains(KEY);
    }
  }
}
