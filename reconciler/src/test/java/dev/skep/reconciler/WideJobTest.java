package dev.skep.reconciler;

import static dev.skep.reconciler.JobClaims.only;
import static dev.skep.reconciler.JobClaims.recorded;
import static dev.skep.reconciler.JobClaims.records;
import static dev.skep.reconciler.JobClaims.rests;
import static dev.skep.reconciler.JobClaims.stops;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy.NodeLost;
import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An attempt that runs on several tasks; what each of them says is {@link TallyTest}'s matter. */
class WideJobTest {
  private static final Width THREE = new Width(3);

  private final JobFixture job = new JobFixture();

  @Nested
  class OfANumber {
    private JobFixture open() {
      return job.wide(THREE).record(1, "s1").started("s1", 1);
    }

    private JobFixture ends(long slot, int code) {
      return code == 0
          ? job.task("s1", TaskState.COMPLETE, 0, "").at(slot, "n1")
          : job.task("s1", TaskState.FAILED, code, "task: non-zero exit (" + code + ")")
              .at(slot, "n1");
    }

    private JobFixture runs(long slot, String node) {
      return job.task("s1", TaskState.RUNNING, 0, "").at(slot, node);
    }

    @Test
    void isMadeWithoutAReplicaAndStartedWithAll() {
      var made = only(
              Action.CreateAttempt.class, job.wide(THREE).record(1, null).step())
          .spec();
      assertThat(made.number("Mode", "Replicated", "Replicas")).hasValue(0);
      assertThat(made.text("Labels", Labels.TASKS)).contains("3");

      var inert = job.record(1, "s1").service("s1", 1, 0).step();
      var start = only(Action.StartAttempt.class, inert);
      assertThat(AttemptSpec.started(start.observed()).number("Mode", "Replicated", "Replicas"))
          .hasValue(3);
    }

    @Test
    void isStartingUntilAllItsTasksAreThere() {
      open();
      ends(1, 0).task("s1", TaskState.FAILED, 1, "").at(2, "n1");
      rests(job.suspended().step(), JobPhase.STARTING, Reason.STARTING);
    }

    @Test
    void runsWhileOneDoes() {
      open();
      ends(1, 1);
      runs(2, "n1");
      ends(3, 0);
      rests(job.step(), JobPhase.RUNNING, Reason.RUNNING);
      assertThat(job.step().message()).isEqualTo("1 of 3 tasks run, 2 done");
    }

    @Test
    void tellsWhyOneCannotBegin() {
      open();
      ends(1, 0);
      ends(2, 0);
      job.task("s1", TaskState.PENDING, 0, "no suitable node (1 node)").at(3, "");
      rests(job.step(), JobPhase.STARTING, Reason.UNSCHEDULABLE);
    }

    @Test
    void succeedsWhenAllDo() {
      open();
      ends(1, 0);
      ends(2, 0);
      ends(3, 0);
      records(job.step(), Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.COMPLETED);
      assertThat(recorded(job.step()).message()).isEmpty();
    }

    @Test
    void failsWhenOneDoesAndIsTriedAgainAsAWhole() {
      open();
      ends(1, 0);
      ends(2, 4);
      ends(3, 0);
      records(job.step(), Result.FAILED, Verdict.RETRY, Reason.EXIT_CODE);
      var end = recorded(job.step());
      assertThat(end.message()).isEqualTo("1 of 3 tasks: task: non-zero exit (4)");
      assertThat(end.exitCode()).hasValue(4);
    }

    @Test
    void thatCouldNotBeginInPartHasFailed() {
      open();
      ends(1, 0);
      ends(2, 0);
      job.task("s1", TaskState.REJECTED, 0, "No such image: a", null).at(3, "n1");
      records(job.step(), Result.FAILED, Verdict.RETRY, Reason.IMAGE_UNAVAILABLE);
      assertThat(recorded(job.step()).exitCode()).isEmpty();
    }

    @Test
    void thatCouldNotBeginAtAllSpendsNoAttempt() {
      open();
      for (int slot = 1; slot <= 3; slot++) {
        job.task("s1", TaskState.REJECTED, 0, "No such image: a", null).at(slot, "n1");
      }
      records(job.step(), Result.NOT_STARTED, Verdict.RETRY, Reason.IMAGE_UNAVAILABLE);
    }

    @Test
    void isUnknownWhenTheEndOfOneIsThoughOthersFailed() {
      open();
      ends(1, 1);
      ends(2, 0);
      job.task("s1", TaskState.SHUTDOWN, 0, "").at(3, "n1");
      rests(job.step(), JobPhase.UNKNOWN, Reason.INTERRUPTED);
    }

    @Test
    void withATaskOnALostNodeRunsOnAndIsUnknownThen() {
      open().also("n2", "down");
      ends(1, 0);
      runs(2, "n2");
      runs(3, "n1");
      rests(job.step(), JobPhase.RUNNING, Reason.RUNNING);
      job.tasks.removeLast();
      ends(3, 0);
      rests(job.step(), JobPhase.UNKNOWN, Reason.NODE_LOST);
    }

    @Test
    void givenUpWithItsNodeIsFencedFirst() {
      open().also("n2", "down").policy(p -> p.with(NodeLost.FAIL));
      ends(1, 0);
      ends(2, 0);
      runs(3, "n2");
      stops(job.step(), Reason.NODE_LOST);
    }

    @Test
    void isStoppedWholeAndItsReplacementsDoNotCount() {
      open();
      ends(1, 0);
      ends(2, 1);
      runs(3, "n1");
      stops(job.suspended().step(), Reason.SUSPENDED);

      job.stopping(Reason.SUSPENDED);
      rests(job.step(), JobPhase.STOPPING, Reason.SUSPENDED);
      job.tasks.removeLast();
      job.task("s1", TaskState.SHUTDOWN, 137, "").at(3, "n1");
      for (int slot = 1; slot <= 3; slot++) job.replacement("s1").at(slot, "");
      records(job.step(), Result.STOPPED, Verdict.RETRY, Reason.SUSPENDED);
    }

    @Test
    void whoseEngineForgotATaskOfItIsUnknown() {
      open().stopping(Reason.SUSPENDED);
      ends(1, 0);
      ends(2, 0);
      rests(job.step(), JobPhase.UNKNOWN, Reason.VANISHED);
      job.replacement("s1").at(3, "");
      rests(job.step(), JobPhase.UNKNOWN, Reason.VANISHED);
    }

    @Test
    void runsFromWhenTheFirstThatStillRunsBegan() {
      open().attemptTimeout(Duration.ofSeconds(30));
      runs(1, "n1").times(Duration.ofMinutes(1), Duration.ofSeconds(40)).at(1, "n1");
      runs(2, "n1");
      runs(3, "n1");
      stops(job.step(), Reason.ATTEMPT_TIMED_OUT);
    }
  }

  @Nested
  class OnEveryNode {
    private JobFixture open() {
      return job.wide(Width.EVERY_NODE).record(1, "s1").started("s1", 1);
    }

    private JobFixture ends(String node, int code) {
      return code == 0
          ? job.task("s1", TaskState.COMPLETE, 0, "").at(0, node)
          : job.task("s1", TaskState.FAILED, code, "boom").at(0, node);
    }

    private JobFixture later() {
      return job.later(OpenAttempt.SETTLES);
    }

    @Test
    void isMadeForNoNodeAndStartedForAll() {
      var made = only(
              Action.CreateAttempt.class,
              job.wide(Width.EVERY_NODE).record(1, null).step())
          .spec();
      assertThat(made.array("TaskTemplate", "Placement", "Constraints"))
          .containsExactly(Tree.of(AttemptSpec.IMPOSSIBLE));
      assertThat(made.text("Labels", Labels.TASKS)).contains("global");

      var start = only(
          Action.StartAttempt.class, job.record(1, "s1").service("s1", 1, 0).step());
      assertThat(AttemptSpec.begun(start.observed())).isFalse();
      var started = AttemptSpec.started(start.observed());
      assertThat(started.at("TaskTemplate", "Placement", "Constraints")).isEmpty();
      assertThat(started.at("Mode", "Global")).isPresent();
    }

    @Test
    void isClosedToFurtherNodesBeforeItsEndIsRecorded() {
      open();
      ends("n1", 0);
      ends("n2", 0);
      assertThat(only(Action.StopAttempt.class, job.step()).why()).isEqualTo(Reason.COMPLETED);
      job.stopping(Reason.COMPLETED);
      records(job.step(), Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Reason.COMPLETED);
    }

    @Test
    void keepsItsEndWhenItIsClosed() {
      open().stopping(Reason.COMPLETED);
      ends("n1", 0);
      ends("n2", 3);
      records(job.step(), Result.FAILED, Verdict.RETRY, Reason.EXIT_CODE);
      assertThat(recorded(job.step()).message()).isEqualTo("1 of 2 tasks: boom");
    }

    @Test
    void countsNoNodeThatWentBeforeItHeardOfItsTask() {
      open().also("n2", "down");
      ends("n1", 0);
      job.doomedTask("s1", TaskState.PENDING).at(0, "n2");
      assertThat(only(Action.StopAttempt.class, job.step()).why()).isEqualTo(Reason.COMPLETED);
    }

    @Test
    void whoseNodesAllWentBeforeTheyHeardOfItIsTriedAgain() {
      open().doomedTask("s1", TaskState.PENDING).at(0, "n1");
      assertThat(only(Action.StopAttempt.class, job.step()).why()).isEqualTo(Reason.COMPLETED);
      job.stopping(Reason.COMPLETED);
      records(job.step(), Result.NOT_STARTED, Verdict.RETRY, Reason.NOT_STARTED);
    }

    @Test
    void thatWasGivenUpWithItsNodeAndIsForgottenIsUnknown() {
      open().stopping(Reason.NODE_LOST);
      rests(later().step(), JobPhase.UNKNOWN, Reason.VANISHED);
    }

    @Test
    void thatNoNodeSuitsWaits() {
      open();
      rests(job.step(), JobPhase.STARTING, Reason.STARTING);
      rests(later().step(), JobPhase.STARTING, Reason.UNSCHEDULABLE);
      assertThat(job.step().stalled()).isFalse();
      assertThat(job.later(Duration.ofMinutes(10)).step().stalled()).isTrue();
    }

    @Test
    void stoppedBeforeItHasATaskIsOverWhenNoneCanComeAnyMore() {
      stops(open().suspended().step(), Reason.SUSPENDED);
      job.stopping(Reason.SUSPENDED);
      rests(job.step(), JobPhase.STOPPING, Reason.SUSPENDED);
      records(later().step(), Result.NOT_STARTED, Verdict.RETRY, Reason.SUSPENDED);
    }

    @Test
    void stoppedIsOverWhenAllItsTasksAre() {
      open().stopping(Reason.CANCELLED);
      ends("n1", 0);
      job.doomedTask("s1", TaskState.PENDING).at(0, "n2");
      job.task("s1", TaskState.RUNNING, 0, "").at(0, "n3");
      rests(job.step(), JobPhase.STOPPING, Reason.CANCELLED);
      job.tasks.removeLast();
      job.task("s1", TaskState.SHUTDOWN, 137, "").at(0, "n3");
      records(job.step(), Result.STOPPED, Verdict.RUN_FAILED, Reason.CANCELLED);
    }

    @Test
    void whoseEndAPersonToldIsClosed() {
      job.wide(Width.EVERY_NODE)
          .record(1, "s1")
          .started("s1", 1)
          .attempt(1, Result.FAILED, Verdict.RETRY, Duration.ofSeconds(1));
      assertThat(only(Action.StopAttempt.class, job.step()).observed().id()).isEqualTo("s1");
    }

    @Test
    void whoseNodesAreAllGoneIsUnknown() {
      open().stopping(Reason.COMPLETED);
      rests(job.step(), JobPhase.UNKNOWN, Reason.VANISHED);
    }
  }
}
