package dev.skep.reconciler;

import static dev.skep.model.TaskState.COMPLETE;
import static dev.skep.model.TaskState.FAILED;
import static dev.skep.model.TaskState.PENDING;
import static dev.skep.model.TaskState.REJECTED;
import static dev.skep.model.TaskState.RUNNING;
import static dev.skep.model.TaskState.SHUTDOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.JobPhase;
import dev.skep.model.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When a one-shot that somebody else made is over, and how it ended. */
class OneShotRunTest {
  private final OneShotFixture shot = new OneShotFixture();

  @Nested
  class APlainService {
    @Test
    void isRecordedWhenItHasSucceeded() {
      var end = shot.task(COMPLETE, "shutdown", 0).end();
      assertThat(end.result()).isEqualTo(Result.SUCCEEDED);
      assertThat(end.job()).isEqualTo("cleanup");
      assertThat(end.stack()).isEmpty();
      assertThat(end.serviceId()).contains("s1");
      assertThat(end.exitCode()).hasValue(0);
      assertThat(end.node()).contains("worker-1");
      assertThat(end.duration()).isEqualTo(Duration.ofSeconds(9));
      assertThat(shot.phase()).isEqualTo(JobPhase.SUCCEEDED);
    }

    @Test
    void isRecordedWithItsExitCodeWhenItHasFailed() {
      var end = shot.task(FAILED, "shutdown", 3).end();
      assertThat(end.result()).isEqualTo(Result.FAILED);
      assertThat(end.exitCode()).hasValue(3);
      assertThat(end.message()).isEqualTo("task: non-zero exit (3)");
      assertThat(shot.phase()).isEqualTo(JobPhase.FAILED);
    }

    @Test
    void isAskedForOftenWhileItRuns() {
      shot.task(RUNNING, "running", 0);
      assertThat(shot.phase()).isEqualTo(JobPhase.RUNNING);
      assertThat(shot.status().row().message()).isEqualTo("on worker-1");
      assertThat(shot.actions()).isEmpty();
      assertThat(shot.decide().live()).isTrue();
    }

    @Test
    void isNotOverWhileTheEngineTriesAgain() {
      shot.task(FAILED, "shutdown", 1).task(PENDING, "ready", 0);
      assertThat(shot.phase()).isEqualTo(JobPhase.BACKING_OFF);
      assertThat(shot.actions()).isEmpty();
      assertThat(shot.decide().live()).isTrue();
    }

    @Test
    void isNotOverBeforeTheEngineHasGivenItsTaskUp() {
      assertThat(shot.task(FAILED, "running", 1).actions()).isEmpty();
    }

    @Test
    void endsWithTheLastOfTheEnginesTries() {
      shot.task(FAILED, "shutdown", 1).task(FAILED, "shutdown", 2);
      assertThat(shot.end().exitCode()).hasValue(2);
    }

    @Test
    void hasSucceededWhenALaterTryHas() {
      shot.task(FAILED, "shutdown", 1).task(COMPLETE, "shutdown", 0);
      assertThat(shot.end().result()).isEqualTo(Result.SUCCEEDED);
    }

    @Test
    void isNotOverWhenTheEngineRestartsWhatSucceeded() {
      shot.task(COMPLETE, "shutdown", 0).task(RUNNING, "running", 0);
      assertThat(shot.phase()).isEqualTo(JobPhase.RUNNING);
      assertThat(shot.actions()).isEmpty();
    }

    @Test
    void hasFailedWhenTheRestartOfWhatSucceededHas() {
      shot.task(COMPLETE, "shutdown", 0).task(FAILED, "shutdown", 6);
      assertThat(shot.end().exitCode()).hasValue(6);
    }

    @Test
    void isOverWhenRestartsOfWhatSucceededAreUsedUp() {
      shot.task(COMPLETE, "shutdown", 0).task(COMPLETE, "shutdown", 0);
      assertThat(shot.end().result()).isEqualTo(Result.SUCCEEDED);
    }

    @Test
    void hasNotBegunWithoutReplicas() {
      shot.replicas(0);
      assertThat(shot.phase()).isEqualTo(JobPhase.PENDING);
      assertThat(shot.actions()).isEmpty();
      assertThat(shot.decide().again()).isEmpty();
    }

    @Test
    void isNotOverBeforeAllOfItsReplicasAre() {
      shot.replicas(2).taskOfSlot(1, COMPLETE, "shutdown", 0);
      assertThat(shot.phase()).isEqualTo(JobPhase.STARTING);
      shot.taskOfSlot(2, RUNNING, "running", 0);
      assertThat(shot.phase()).isEqualTo(JobPhase.RUNNING);
      assertThat(shot.actions()).isEmpty();
    }

    @Test
    void hasFailedWhenOneOfItsReplicasHas() {
      shot.replicas(2).taskOfSlot(1, FAILED, "shutdown", 5).taskOfSlot(2, COMPLETE, "shutdown", 0);
      assertThat(shot.end().exitCode()).hasValue(5);
    }

    @Test
    void neverRanWhenItsImageIsMissing() {
      var end = shot.taskWithoutContainer(REJECTED, "No such image: x:1").end();
      assertThat(end.result()).isEqualTo(Result.NOT_STARTED);
      assertThat(end.reason()).isEqualTo(Reason.IMAGE_UNAVAILABLE);
      assertThat(end.exitCode()).isEmpty();
    }

    @Test
    void hasAnUnknownEndWhenTheEngineStoppedIt() {
      var end = shot.task(SHUTDOWN, "shutdown", 0).end();
      assertThat(end.result()).isEqualTo(Result.LOST);
      assertThat(end.reason()).isEqualTo(Reason.INTERRUPTED);
      assertThat(shot.phase()).isEqualTo(JobPhase.UNKNOWN);
    }

    @Test
    void isUnknownWhileItsNodeIsDown() {
      shot.task(RUNNING, "shutdown", 0).nodeDown();
      assertThat(shot.phase()).isEqualTo(JobPhase.UNKNOWN);
      assertThat(shot.status().row().message()).isEqualTo("node worker-1 is down");
      assertThat(shot.actions()).isEmpty();
    }

    @Test
    void isNotOverWhileATryMayRunOnANodeThatIsDown() {
      shot.task(RUNNING, "shutdown", 0).task(COMPLETE, "shutdown", 0).nodeDown();
      assertThat(shot.phase()).isEqualTo(JobPhase.UNKNOWN);
      assertThat(shot.actions()).isEmpty();
    }
  }

  @Nested
  class AJobMode {
    @Test
    void isDoneWhenItHasAllItsCompletions() {
      shot.job(2).taskOfSlot(0, COMPLETE, "complete", 0);
      assertThat(shot.actions()).isEmpty();
      shot.taskOfSlot(1, COMPLETE, "complete", 0);
      assertThat(shot.end().result()).isEqualTo(Result.SUCCEEDED);
      assertThat(shot.end().runNumber()).isEqualTo(1);
    }

    @Test
    void isDoneAlsoWhenATryOfItFailed() {
      shot.job(1).taskOfSlot(0, FAILED, "shutdown", 1).taskOfSlot(0, COMPLETE, "complete", 0);
      assertThat(shot.end().result()).isEqualTo(Result.SUCCEEDED);
    }

    @Test
    void isDoneWhateverBecameOfARunThatNobodyAskedFor() {
      shot.job(1).taskOfSlot(0, COMPLETE, "complete", 0).taskOfSlot(0, FAILED, "shutdown", 1);
      assertThat(shot.end().result()).isEqualTo(Result.SUCCEEDED);
    }

    @Test
    void hasFailedOnlyWhenTheEngineHasLeftItForAWhile() {
      shot.job(1).taskOfSlot(0, FAILED, "shutdown", 4).later(Duration.ofSeconds(-10));
      assertThat(shot.phase()).isEqualTo(JobPhase.BACKING_OFF);
      assertThat(shot.actions()).isEmpty();
      assertThat(shot.decide().again()).contains(Duration.ofSeconds(4));

      shot.later(Duration.ofSeconds(4));
      assertThat(shot.end().exitCode()).hasValue(4);
    }

    @Test
    void getsASecondRecordWhenTheEngineRunsItAgainUnasked() {
      shot.job(1).taskOfSlot(0, FAILED, "shutdown", 4).recorded();
      shot.taskOfSlot(0, COMPLETE, "complete", 0);
      assertThat(shot.end().result()).isEqualTo(Result.SUCCEEDED);
    }

    @Test
    void runsAgainAfterAnUpdateAndGetsASecondRecord() {
      shot.job(1).taskOfSlot(0, COMPLETE, "complete", 0).recorded().updated();
      assertThat(shot.phase()).isEqualTo(JobPhase.STARTING);
      assertThat(shot.actions()).isEmpty();

      shot.taskOfSlot(0, COMPLETE, "complete", 0);
      assertThat(shot.end().runNumber()).isEqualTo(2);
      shot.recorded();
      assertThat(shot.status().ended()).hasSize(2);
    }
  }
}
