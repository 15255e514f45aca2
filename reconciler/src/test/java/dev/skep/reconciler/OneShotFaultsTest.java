package dev.skep.reconciler;

import static dev.skep.reconciler.OneShotPassFixture.exits;
import static dev.skep.reconciler.OneShotPassFixture.once;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.JobPhase;
import dev.skep.model.Labels;
import dev.skep.reconciler.OneShotAction.CollectOneShot;
import dev.skep.reconciler.OneShotAction.RecordOneShot;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One-shots of an application while others meddle and calls fail. */
class OneShotFaultsTest {
  private final OneShotPassFixture app = new OneShotPassFixture();

  @Nested
  class JustBeforeTheRemoval {
    private final String id = app.create("cleanup", exits(0));

    /** Something happens after all was looked at, when the record is looked at once more. */
    private void atTheLastMoment(Runnable what) {
      var done = new boolean[1];
      app.swarm.faults(call -> {
        if (call.name().equals("payloadsNamed") && !done[0]) {
          done[0] = true;
          what.run();
        }
        return FaultPlan.NONE;
      });
      app.passes(OneShotPassFixture.TTL.plusSeconds(10));
      assertThat(done[0]).isTrue();
    }

    @Test
    void whatRunsAgainIsSpared() {
      atTheLastMoment(() -> app.runsAgain(id));
      assertThat(app.exists(id)).isTrue();
      app.passes(Duration.ofSeconds(30));
      assertThat(app.recorded()).hasSize(2);
      app.passes(OneShotPassFixture.TTL);
      assertThat(app.exists(id)).isFalse();
    }

    @Test
    void whatLostItsLabelIsSpared() {
      atTheLastMoment(() -> app.changes(id, Labels.EPHEMERAL, "false"));
      app.passes(OneShotPassFixture.TTL.multipliedBy(2));
      assertThat(app.exists(id)).isTrue();
    }

    @Test
    void whatWasRemovedByOthersIsNoFault() {
      atTheLastMoment(() -> app.swarm.removeService(id));
      assertThat(app.outcomes)
          .hasSize(1)
          .allMatch(o -> o.action() instanceof RecordOneShot && o.result().isRight());
    }

    @Test
    void withoutItsRecordItIsSparedAndRecordedAgain() {
      app.passes(Duration.ofSeconds(5));
      remove(Names.oneShotRecord("team", app.recorded().getFirst().run()));
      app.passes(OneShotPassFixture.TTL.plusSeconds(10));
      assertThat(app.recorded()).hasSize(1);
      assertThat(app.outcomes)
          .filteredOn(o -> o.action() instanceof RecordOneShot)
          .hasSize(2);
      assertThat(app.exists(id)).isFalse();
    }

    private void remove(String config) {
      var found = app.swarm.payloadsNamed(Kind.CONFIG, Set.of(config)).get().getFirst();
      app.swarm.removePayload(Kind.CONFIG, found.id());
    }
  }

  @Nested
  class WhenThingsGoWrong {
    private final String id = app.create("cleanup", exits(2));

    /** What becomes of the first call that this is true of. */
    private void once(Predicate<FakeCall> which, FaultPlan fault) {
      var done = new boolean[1];
      app.swarm.faults(call -> {
        if (done[0] || !which.test(call)) return FaultPlan.NONE;
        done[0] = true;
        return fault;
      });
    }

    @Test
    void aLogThatIsThereAlreadyIsKept() {
      once(c -> c.target().startsWith("skep-one-shot-"), new FaultPlan.DropBefore());
      app.passes(Duration.ofSeconds(10));
      assertThat(app.recorded()).hasSize(1);
      assertThat(app.records.log(app.recorded().getFirst().run(), 1).get())
          .containsExactly("exit 2");
    }

    @Test
    void aRecordWhoseAnswerWasLostIsNotWrittenTwice() {
      once(c -> c.target().startsWith("skep-one-shot-"), new FaultPlan.LoseAnswer());
      app.passes(OneShotPassFixture.TTL.plusSeconds(10));
      assertThat(app.recorded()).hasSize(1);
      assertThat(app.exists(id)).isFalse();
    }

    @Test
    void aLogThatCannotBeHadHoldsNothingUp() {
      once(c -> c.name().equals("serviceLog"), new FaultPlan.Refuse());
      app.passes(Duration.ofSeconds(10));
      assertThat(app.records.log(app.recorded().getFirst().run(), 1).get())
          .singleElement()
          .asString()
          .startsWith("(no log: ");
    }

    @Test
    void aRemovalWhoseAnswerWasLostIsNoHarm() {
      once(c -> c.name().equals("removeService"), new FaultPlan.LoseAnswer());
      app.passes(OneShotPassFixture.TTL.plusSeconds(10));
      assertThat(app.exists(id)).isFalse();
      assertThat(app.outcomes)
          .filteredOn(o -> o.action() instanceof CollectOneShot)
          .hasSize(1);
    }

    @Test
    void withoutTheLeaseItOnlyLooks() {
      for (int i = 0; i < 20; i++) {
        app.swarm.tick(Duration.ofMillis(500));
        app.passOnly();
      }
      assertThat(app.swarm.writes()).as("but for the service's own creation").isEqualTo(1);
      assertThat(app.status("cleanup").row().phase()).isEqualTo(JobPhase.FAILED);
      assertThat(app.again).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void aRecordThatCannotBeReadIsNotHurriedAfter() {
      app.passes(Duration.ofSeconds(5));
      var record =
          app.swarm.payloads(Kind.CONFIG, Map.of(Labels.KIND, "one-shot")).get().getFirst();
      var labels = new HashMap<>(record.labels());
      labels.put(Labels.of("format"), "from-the-future");
      app.swarm.relabelPayload(Kind.CONFIG, record.id(), record.version(), record.name(), labels);
      app.restart();
      int before = app.swarm.calls().size();
      app.passes(Duration.ofMinutes(1));
      assertThat(app.calls("serviceLog", before)).isLessThan(40);
      app.passes(OneShotPassFixture.TTL.multipliedBy(2));
      assertThat(app.exists(id)).as("kept: its evidence cannot be read").isTrue();
    }
  }
}
