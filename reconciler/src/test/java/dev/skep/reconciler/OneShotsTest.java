package dev.skep.reconciler;

import static dev.skep.model.TaskState.COMPLETE;
import static dev.skep.model.TaskState.FAILED;
import static dev.skep.model.TaskState.ORPHANED;
import static dev.skep.model.TaskState.PENDING;
import static dev.skep.model.TaskState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.JobPhase;
import dev.skep.model.Labels;
import dev.skep.reconciler.OneShotAction.CollectOneShot;
import dev.skep.reconciler.OneShotAction.ForgetOneShot;
import dev.skep.reconciler.OneShotAction.RecordOneShot;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of services with a job's label that an application or a person made. */
class OneShotsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final OneShotFixture shot = new OneShotFixture();

  private OneShotFixture done() {
    return shot.task(COMPLETE, "shutdown", 0);
  }

  @Nested
  class Recording {
    @Test
    void happensOnce() {
      assertThat(done().recorded().actions()).isEmpty();
    }

    @Test
    void happensAgainAfterARunByUpdate() {
      done().recorded().updated();
      assertThat(shot.actions()).as("before the engine has acted").isEmpty();
      shot.task(RUNNING, "running", 0);
      assertThat(shot.actions()).as("while it runs").isEmpty();
    }

    @Test
    void keepsTheFirstEndAndAddsTheSecond() {
      done().recorded().updated().task(FAILED, "shutdown", 3).recorded();
      assertThat(shot.status().ended())
          .extracting(AttemptRecord::result)
          .containsExactly(Result.SUCCEEDED, Result.FAILED);
      assertThat(shot.phase()).isEqualTo(JobPhase.FAILED);
    }

    @Test
    void doesNotTrustAClockThatIsAhead() {
      var end = done().later(Duration.ofSeconds(-25)).end();
      assertThat(end.endedAt()).isEqualTo(OneShotFixture.NOW.minusSeconds(25));
    }
  }

  @Nested
  class Collecting {
    @Test
    void waitsForItsTime() {
      done().recorded();
      var collectAt = shot.status().collectAt().orElseThrow();
      assertThat(collectAt).isEqualTo(OneShotFixture.NOW.minusSeconds(21).plus(HOUR));
      assertThat(shot.decide().again()).contains(HOUR.minusSeconds(21));

      shot.later(HOUR.minusSeconds(22));
      assertThat(shot.actions()).isEmpty();
      shot.later(Duration.ofSeconds(1));
      assertThat(shot.actions()).singleElement().isInstanceOf(CollectOneShot.class);
    }

    @Test
    void neverComesBeforeTheRecord() {
      assertThat(done().later(HOUR).actions()).singleElement().isInstanceOf(RecordOneShot.class);
    }

    @ParameterizedTest
    @CsvSource({"10m,600", "90s,90", "1h30m,5400", " 10 M ,600", "soon,3600", "'',3600", "-5s,3600"
    })
    void goesByTheServicesOwnLabelWhereThatSaysATime(String label, long seconds) {
      done().label(Labels.TTL, label).recorded();
      assertThat(shot.status().collectAt())
          .contains(OneShotFixture.NOW.minusSeconds(21).plusSeconds(seconds));
    }

    @Test
    void survivesATimeThatIsTooLongForAnyDate() {
      done().label(Labels.TTL, "999999999d".repeat(6)).recorded();
      assertThat(shot.actions()).isEmpty();
      shot.label(Labels.TTL, "999999999d".repeat(60));
      assertThat(shot.status().collectAt())
          .contains(OneShotFixture.NOW.minusSeconds(21).plus(HOUR));
    }

    @Test
    void sparesWhatBelongsToAStack() {
      done().label(Labels.NAMESPACE, "shop").recorded().later(HOUR.multipliedBy(9));
      assertThat(shot.actions()).isEmpty();
      assertThat(shot.status().collectAt()).isEmpty();
      assertThat(shot.status().madeBy()).isEqualTo("stack deploy");
      assertThat(shot.status().ended().getFirst().stack()).isEqualTo("shop");
    }

    @Test
    void countsFromTheLastChange() {
      done().recorded().later(HOUR).updated().task(COMPLETE, "shutdown", 0).recorded();
      assertThat(shot.actions()).isEmpty();
      shot.later(HOUR);
      assertThat(shot.actions()).hasSize(1);
    }

    @Test
    void sparesWhatIsAboutToRunAgain() {
      done().recorded().updated().later(HOUR.multipliedBy(2));
      assertThat(shot.actions()).isEmpty();
    }

    @Test
    void sparesWhatMayRunOnWhereNobodySeesIt() {
      shot.task(ORPHANED, "shutdown", 0).recorded().nodeDown().later(HOUR.multipliedBy(2));
      assertThat(shot.actions()).isEmpty();
    }

    @Test
    void needsNothingOfANodeThatToldTheEndBeforeItWentDown() {
      done().recorded().nodeDown().later(HOUR);
      assertThat(shot.actions()).hasSize(1);
    }
  }

  /** As {@code skep run} makes them, and removes them. */
  @Nested
  class Attended {
    private static final Duration TTL = Duration.ofMinutes(10);

    private OneShotFixture attended() {
      return shot.label(Labels.EPHEMERAL, "true")
          .label(Labels.KIND, Labels.ATTENDED)
          .label(Labels.TTL, "10m");
    }

    @Test
    void isNobodysBusinessWhileItRuns() {
      var decision = attended().task(RUNNING, "running", 0).decide();
      assertThat(decision.statuses()).isEmpty();
      assertThat(decision.actions()).isEmpty();
      assertThat(decision.live()).isFalse();
    }

    @Test
    void norSoonAfterItsEnd() {
      var decision = attended().task(FAILED, "shutdown", 3).decide();
      assertThat(decision.statuses()).isEmpty();
      assertThat(decision.actions()).isEmpty();
      assertThat(decision.again()).contains(TTL.minusSeconds(21));
    }

    @Test
    void isRecordedAndCollectedWhenItWasLeftBehind() {
      attended().task(FAILED, "shutdown", 3).later(TTL);
      assertThat(shot.actions()).singleElement().isInstanceOf(RecordOneShot.class);
      assertThat(shot.recorded().actions()).singleElement().isInstanceOf(CollectOneShot.class);
      assertThat(shot.phase()).isEqualTo(JobPhase.FAILED);
    }

    @Test
    void isCollectedAlsoWhenItsCommandWasKilledAsItStoppedIt() {
      attended()
          .task(FAILED, "shutdown", 143)
          .fenced()
          .task(PENDING, "running", 0)
          .later(TTL);
      assertThat(shot.actions()).singleElement().isInstanceOf(RecordOneShot.class);
      assertThat(shot.recorded().actions()).singleElement().isInstanceOf(CollectOneShot.class);
    }

    @Test
    void isLeftAloneAsLongAsSomebodyTellsThatHeIsThere() {
      attended().task(COMPLETE, "shutdown", 0).later(TTL.minusSeconds(25)).touched();
      shot.later(TTL.minusSeconds(1));
      assertThat(shot.actions()).isEmpty();
      shot.later(Duration.ofSeconds(1));
      assertThat(shot.actions()).hasSize(1);
    }

    @Test
    void staysForEverWhereNobodySaidForHowLong() {
      attended().task(COMPLETE, "shutdown", 0).without(Labels.TTL).later(HOUR.multipliedBy(99));
      assertThat(shot.decide().statuses()).isEmpty();
      assertThat(shot.actions()).isEmpty();
    }
  }

  @Nested
  class WhoseTheyAre {
    @Test
    void anotherOwnersIsNotOurs() {
      assertThat(done().label(Labels.OWNER, "others").decide().statuses()).isEmpty();
      assertThat(shot.label(Labels.OWNER, OneShotFixture.OWNER).actions()).hasSize(1);
    }

    @Test
    void anAttemptOfACommittedJobIsNotMeant() {
      assertThat(done().label(Labels.KIND, "attempt").decide().statuses()).isEmpty();
    }

    @Test
    void withoutItsLabelItIsLeftAlone() {
      assertThat(done().without(Labels.EPHEMERAL).decide().statuses()).isEmpty();
      assertThat(shot.label(Labels.JOB, "true").actions()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "", "yes", "migrate"})
    void aLabelThatSaysAnythingButTrueIsNone(String value) {
      assertThat(done().label(Labels.EPHEMERAL, value).decide().statuses()).isEmpty();
    }
  }

  @Nested
  class Remembering {
    @Test
    void tellsOfWhatIsGone() {
      done().recorded().gone();
      assertThat(shot.phase()).isEqualTo(JobPhase.SUCCEEDED);
      assertThat(shot.status().madeBy()).isEqualTo("api");
      assertThat(shot.actions()).isEmpty();
      assertThat(shot.decide().again()).isEmpty();
    }

    @Test
    void dropsTheOldestOfManyThatAreGone() {
      done().recorded();
      var end = shot.status().ended().getFirst();
      for (int i = 0; i <= OneShots.KEPT; i++) shot.alsoRecorded(OneShotFixture.gone(end, i));
      assertThat(shot.actions())
          .singleElement()
          .isInstanceOfSatisfying(
              ForgetOneShot.class,
              a -> assertThat(a.end().run()).isEqualTo("run-" + OneShots.KEPT));
    }

    @Test
    void dropsABurstBitByBit() {
      done().recorded();
      var end = shot.status().ended().getFirst();
      for (int i = 0; i < OneShots.KEPT * 2; i++) shot.alsoRecorded(OneShotFixture.gone(end, i));
      assertThat(shot.actions()).hasSize(OneShots.AT_ONCE);
    }
  }
}
