package dev.skep.reconciler;

import static dev.skep.reconciler.JobClaims.recorded;
import static dev.skep.reconciler.JobClaims.records;
import static dev.skep.reconciler.JobClaims.rests;
import static dev.skep.reconciler.JobClaims.saved;
import static dev.skep.reconciler.JobSamples.KEY;
import static dev.skep.reconciler.JobSamples.OTHER_RUN;
import static dev.skep.reconciler.JobSamples.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobPhase;
import dev.skep.model.ObservedTask;
import dev.skep.model.Reason;
import dev.skep.model.RunPart;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Jobs that ran before Skep did: by somebody else's service, or without a trace. */
class JobAdoptionTest {
  private final JobFixture job = new JobFixture();

  @Nested
  class SomebodyElsesServiceOfTheSameWork {
    @Test
    void isTakenOverInTheJobsRecordFirst() {
      // Else a run that begins at the same time would not hear of it.
      var after = saved(job.foreign(false, true).step());
      assertThat(after.run().id()).isEqualTo(RUN);
      assertThat(after.attempt()).isEqualTo(1);
      assertThat(after.givenUp()).contains(Reason.ADOPTED);
      assertThat(after.succeeded()).isEmpty();
    }

    @Test
    void isRecordedNextWithAllThatIsKnownOfIt() {
      job.record(1, null).givenUp(Reason.ADOPTED).foreign(false, true);
      var step = job.step();
      records(step, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.ADOPTED);
      var end = recorded(step);
      assertThat(end.runKey()).isEqualTo(KEY);
      assertThat(end.number()).isEqualTo(1);
      assertThat(end.serviceId()).contains("theirs");
      assertThat(end.exitCode()).hasValue(0);
      assertThat(end.message()).contains("shop_migrate");
    }

    @Test
    void isRecordedThoughItHasGoneMeanwhile() {
      var step = job.record(1, null).givenUp(Reason.ADOPTED).step();
      records(step, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.ADOPTED);
      assertThat(recorded(step).serviceId()).isEmpty();
    }

    @Test
    void takesANumberThatNoAttemptOfOursEverHad() {
      job.record(3, "s3").otherRun().foreign(false, true);
      job.attempt(3, Result.FAILED, Verdict.RUN_FAILED, Duration.ofHours(1));
      assertThat(saved(job.step()).attempt()).isEqualTo(4);
    }

    @Test
    void isRememberedInTheJobsRecordNext() {
      job.attempt(RUN, 1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.ADOPTED, Duration.ZERO);
      var after = saved(job.foreign(false, true).step());
      assertThat(after.succeeded()).containsExactly(KEY);
      assertThat(after.attempt()).isEqualTo(1);
    }

    @Test
    void lendsItsRecordNothingOfWhatIsWantedMeanwhile() {
      // Two runs with equal parts count as the same work.
      job.attempt(RUN, 1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.ADOPTED, Duration.ZERO);
      var after = saved(job.otherRun().parts(Map.of(RunPart.IMAGE, "shop:2")).step());
      assertThat(after.run().id()).isEqualTo(RUN);
      assertThat(after.run().parts()).isEmpty();
    }

    @Test
    void isTakenOverOnce() {
      job.record(1, "theirs", KEY).foreign(false, true);
      job.attempt(RUN, 1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.ADOPTED, Duration.ZERO);
      rests(job.step(), JobPhase.SUCCEEDED, Reason.FROM_RECORD);
    }

    @Test
    void doesNotMakeTheRecordsContradictEachOther() {
      // The attempt's number is beyond the record's, as one of ours must never be.
      job.record(3, "s3", KEY);
      job.attempt(3, Result.FAILED, Verdict.RUN_FAILED, Duration.ofHours(1));
      job.attempt(RUN, 4, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.ADOPTED, Duration.ZERO);
      rests(job.step(), JobPhase.SUCCEEDED, Reason.FROM_RECORD);
    }

    @Test
    void isTakenOverWhateverTheGateSays() {
      job.gate("service/db").foreign(false, true);
      assertThat(saved(job.step()).givenUp()).contains(Reason.ADOPTED);
    }

    @Test
    void isNotTakenOverByASuspendedJob() {
      job.policy(p -> p.suspended(true)).foreign(false, true);
      rests(job.step(), JobPhase.SUSPENDED, Reason.SUSPENDED);
    }

    @Test
    void isNotWhatARerunAsksFor() {
      job.wantedRun(OTHER_RUN, RunKey.withToken(KEY, "r1")).foreign(false, true);
      assertThat(saved(job.step()).run().id()).isEqualTo(OTHER_RUN);
    }

    @Test
    void thatWeFollowOurselvesIsOfNoInterest() {
      job.foreign(false, true)
          .record(1, "s1")
          .service("s1", 1, 1)
          .task("s1", TaskState.RUNNING, 0, "");
      rests(job.step(), JobPhase.RUNNING, Reason.RUNNING);
    }
  }

  @Nested
  class SomebodyElsesServiceThatMayRun {
    @Test
    void holdsTheJob() {
      var step = job.foreign(true, false).step();
      rests(step, JobPhase.BLOCKED, Reason.FOREIGN_ATTEMPT_RUNNING);
      assertThat(step.wakeAt()).isPresent();
      assertThat(step.stalled()).isTrue();
    }

    @Test
    void holdsARerunToo() {
      job.wantedRun(OTHER_RUN, RunKey.withToken(KEY, "r1")).foreign(true, false);
      rests(job.step(), JobPhase.BLOCKED, Reason.FOREIGN_ATTEMPT_RUNNING);
    }

    @Test
    void doesNotHoldWhatHasSucceeded() {
      job.record(1, "s1", KEY).foreign(true, false);
      job.attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Duration.ofHours(1));
      rests(job.step(), JobPhase.SUCCEEDED, Reason.FROM_RECORD);
    }
  }

  @Nested
  class SomebodyElsesServiceThatEndedWithOtherWork {
    @Test
    void isInNobodysWay() {
      assertThat(saved(job.foreign(false, false).step()).attempt()).isEqualTo(1);
    }

    @Test
    void provesNothingOfAJobOfUnknownPast() {
      rests(job.unproven().foreign(false, false).step(), JobPhase.BLOCKED, Reason.NEEDS_BASELINE);
    }
  }

  @Nested
  class AJobOfUnknownPast {
    @Test
    void waitsForAPerson() {
      var step = job.unproven().step();
      rests(step, JobPhase.BLOCKED, Reason.NEEDS_BASELINE);
      assertThat(step.stalled()).isTrue();
    }

    @Test
    void isProvenByACompletedServiceOfTheSameWork() {
      var step = job.unproven().foreign(false, true).step();
      assertThat(saved(step).givenUp()).contains(Reason.ADOPTED);
    }

    @Test
    void runsWhenItIsToldTo() {
      job.unproven().wantedRun(OTHER_RUN, RunKey.withToken(KEY, "r1"));
      assertThat(saved(job.step()).run().key()).isEqualTo(RunKey.withToken(KEY, "r1"));
    }

    @Test
    void hasSucceededWhenAPersonSaysSo() {
      job.unproven();
      job.attempt(RUN, 1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.RESOLVED, Duration.ZERO);
      assertThat(saved(job.step()).succeeded()).containsExactly(KEY);
    }

    @Test
    void hasAPastOnceItHasARecord() {
      job.unproven().record(1, "s1", KEY).otherRun();
      job.attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Duration.ofDays(1));
      assertThat(saved(job.step()).run().id()).isEqualTo(OTHER_RUN);
    }
  }

  @Nested
  class WhatSomebodyElsesTasksSay {
    private boolean live(int replicas, String... tasks) {
      return of(replicas, true, tasks).live();
    }

    private ForeignRun of(int replicas, boolean sameWork, String... tasks) {
      var spec =
          JobSamples.withReplicas(new Tree.Obj(Map.of("Name", Tree.of("shop_migrate"))), replicas);
      var service = JobSamples.service("theirs", spec, JobFixture.NOW, JobFixture.NOW);
      var seen = new ArrayList<ObservedTask>();
      for (var task : tasks) {
        var words = List.of(task.split("/"));
        seen.add(JobSamples.task(
            "t" + seen.size(),
            "theirs",
            TaskState.of(words.get(0)),
            words.get(1),
            0,
            "",
            "c",
            JobFixture.NOW.plusSeconds(seen.size()),
            JobFixture.NOW));
      }
      return ForeignRun.of(service, seen, sameWork);
    }

    @Test
    void withoutATaskItRunsSoonUnlessItHasNoReplica() {
      assertThat(live(1)).isTrue();
      assertThat(live(0)).isFalse();
    }

    @Test
    void aTaskThatRunsIsLive() {
      assertThat(live(1, "running/running")).isTrue();
    }

    @Test
    void aTaskThatTheEngineWillReplaceIsLive() {
      assertThat(live(1, "complete/running")).isTrue();
      assertThat(live(1, "complete/shutdown", "ready/ready")).isTrue();
    }

    @Test
    void aTaskThatIsGivenUpButNotOverIsLive() {
      assertThat(live(1, "running/shutdown")).isTrue();
    }

    @Test
    void aLastTaskThatIsGivenUpIsOver() {
      assertThat(live(1, "failed/shutdown", "complete/shutdown")).isFalse();
    }

    @Test
    void onlyTheNewestTaskCounts() {
      assertThat(of(1, true, "complete/shutdown", "failed/shutdown").completed())
          .isEmpty();
      assertThat(of(1, true, "failed/shutdown", "complete/shutdown").completed())
          .isPresent();
    }

    @Test
    void ofSeveralReplicasAllHaveToBeDone() {
      var spec = JobSamples.SPEC.with(List.of("Mode", "Replicated", "Replicas"), Tree.of(2));
      assertThat(wide(spec, 1, 2).completed()).isPresent();
      assertThat(wide(spec, 1).completed()).isEmpty();
      assertThat(wide(spec, 1, 1).completed()).isEmpty();
      assertThat(wide(spec, 1, 2, -1).completed()).isEmpty();
    }

    @Test
    void ofAGlobalOneAllNodesHaveToBeDone() {
      var spec = JobSamples.SPEC.with("Mode", Tree.Obj.EMPTY.with("Global", Tree.Obj.EMPTY));
      assertThat(wide(spec, 1, 2).completed()).isPresent();
      assertThat(wide(spec, 1, 2, -2).completed()).isEmpty();
    }

    /** The places of its tasks, the oldest first; a negative one's task failed. */
    private static ForeignRun wide(Tree.Obj spec, int... places) {
      var service = JobSamples.service("theirs", spec, JobFixture.NOW, JobFixture.NOW);
      var seen = new ArrayList<ObservedTask>();
      for (int place : places) {
        var state = place > 0 ? TaskState.COMPLETE : TaskState.FAILED;
        var made = JobFixture.NOW.plusSeconds(seen.size());
        var task =
            JobSamples.task("t" + seen.size(), "theirs", state, "shutdown", 0, "", "c", made, made);
        int at = Math.abs(place);
        seen.add(JobSamples.at(task, at, Optional.of("n" + at)));
      }
      return ForeignRun.of(service, seen, true);
    }

    @Test
    void otherWorkIsNotOurs() {
      assertThat(of(1, false, "complete/shutdown").completed()).isEmpty();
    }

    @Test
    void nothingIsDoneWhileItMayRunAgain() {
      assertThat(of(1, true, "complete/running").completed()).isEmpty();
    }
  }
}
