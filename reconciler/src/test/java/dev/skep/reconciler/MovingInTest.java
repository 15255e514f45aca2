package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.JobPhase;
import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Stacks that ran before there were records of them, and what others do to stacks of ours. */
class MovingInTest {
  private static final List<String> IMAGE = List.of("TaskTemplate", "ContainerSpec", "Image");

  private final PassFixture shop = new PassFixture();

  private JobRow migrate() {
    return shop.pass().status().jobs().getFirst();
  }

  /** As {@code docker stack deploy} makes it: no mark of ours, images pinned to digests. */
  private Tree.Obj byHand(String service) {
    var spec = shop.desired.services().get(service).spec();
    return spec.with(IMAGE, Tree.of(spec.text(IMAGE.toArray(String[]::new)).get() + "@sha256:1f"))
        .with(
            List.of("TaskTemplate", "RestartPolicy"),
            new Tree.Obj(Map.of("Condition", Tree.of("on-failure"), "MaxAttempts", Tree.of(1))));
  }

  private void byHand(String service, Behaviour behaviour) {
    var name = shop.desired.services().get(service).fullName();
    shop.swarm.behave(s -> s.text("Name").equals(Optional.of(name)), behaviour);
    shop.swarm.createNetwork(shop.desired.networks().get("default").spec());
    assertThat(shop.swarm.createService(byHand(service)).isRight()).isTrue();
  }

  @Nested
  class AJobThatDockerStackDeployRan {
    @Test
    void isTakenForDoneWhenItHasCompletedTheSameWork() {
      byHand("db", Behaviour.forEver());
      byHand("migrate", Behaviour.exits(0, Duration.ofSeconds(2), "done by hand"));
      shop.pass(Duration.ofMinutes(1));
      assertThat(migrate().phase()).isEqualTo(JobPhase.SUCCEEDED);
      assertThat(shop.starts("migrate")).isZero();
      var records = new Records(shop.swarm, "team");
      var attempt = records.attempts(Optional.of("shop")).get().getFirst();
      assertThat(attempt.reason()).isEqualTo(Reason.ADOPTED);
      assertThat(records.log(attempt.run(), attempt.number()).get())
          .containsExactly("done by hand");
      shop.restart("holder-2");
      shop.swarm.removeService(shop.service("shop_migrate").id());
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.starts("migrate")).isZero();
    }

    @Test
    void holdsOursWhileItRuns() {
      byHand("migrate", Behaviour.exits(0, Duration.ofHours(1), ""));
      shop.pass(Duration.ofMinutes(1));
      assertThat(migrate().reason()).isEqualTo(Reason.FOREIGN_ATTEMPT_RUNNING);
      assertThat(shop.starts("migrate")).isZero();
    }

    @Test
    void holdsOursWhileTheEngineRetriesIt() {
      byHand("db", Behaviour.forEver());
      byHand("migrate", Behaviour.exits(1, Duration.ofSeconds(4), ""));
      shop.pass(Duration.ofSeconds(7));
      assertThat(migrate().reason()).isEqualTo(Reason.FOREIGN_ATTEMPT_RUNNING);
    }

    @Test
    void needsAPersonsWordWhenItFailed() {
      byHand("db", Behaviour.forEver());
      byHand("migrate", Behaviour.exits(1, Duration.ofSeconds(2), ""));
      shop.pass(Duration.ofMinutes(1));
      assertThat(migrate().reason()).isEqualTo(Reason.NEEDS_BASELINE);
      assertThat(shop.starts("migrate")).isZero();
    }

    @Test
    void needsAPersonsWordWhenItDidOtherWork() {
      byHand("migrate", Behaviour.exits(0, Duration.ofSeconds(2), ""));
      shop.desired = ShopStack.of("shop:2");
      shop.pass(Duration.ofMinutes(1));
      assertThat(migrate().reason()).isEqualTo(Reason.NEEDS_BASELINE);
      assertThat(shop.starts("migrate")).isZero();
    }

    @Test
    void inAStackOfOursItStandsForOurRun() {
      shop.settle();
      shop.desired = ShopStack.of("shop:2");
      byHand("migrate", Behaviour.exits(0, Duration.ofSeconds(2), ""));
      assertThat(shop.settle().summary()).isEmpty();
      assertThat(shop.starts("migrate")).isEqualTo(1);
      assertThat(shop.image("shop_app")).isEqualTo("shop:2");
    }

    @Test
    void inAStackOfOursOursRunsWhenItFailed() {
      shop.settle();
      shop.desired = ShopStack.of("shop:2");
      byHand("migrate", Behaviour.exits(1, Duration.ofSeconds(2), ""));
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(2);
    }
  }

  @Nested
  class LostRecords {
    @Test
    void allOfThemHoldEveryJob() {
      shop.settle();
      for (var kind : List.of("stack", "job", "attempt", "log")) shop.drop(kind);
      shop.restart("holder-2");
      shop.pass(Duration.ofMinutes(2));
      assertThat(migrate().reason()).isIn(Reason.NEEDS_BASELINE, Reason.LEDGER_LOST);
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }

    @Test
    void theJobsRecordIsMissedEvenWhenNothingElseTellsOfIt() {
      shop.settle();
      shop.pass(Duration.ofMinutes(1));
      for (var kind : List.of("job", "attempt", "log")) shop.drop(kind);
      shop.restart("holder-2");
      shop.pass(Duration.ofMinutes(1));
      assertThat(migrate().reason()).isEqualTo(Reason.LEDGER_LOST);
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }

    @Test
    void anAttemptsRecordOfASuccessIsNotMissed() {
      shop.settle();
      shop.drop("attempt");
      shop.restart("holder-2");
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }

    @Test
    void aNewJobInAStackThatMovedInRunsUnasked() {
      byHand("db", Behaviour.forEver());
      byHand("migrate", Behaviour.exits(0, Duration.ofSeconds(2), ""));
      shop.pass(Duration.ofMinutes(1));
      var record =
          new Records(shop.swarm, "team").heads().get().of("shop").stack().get();
      assertThat(record.value().unproven()).containsExactly("migrate");
    }
  }

  /** {@code docker stack deploy} over a stack of ours writes specs without our mark. */
  @Nested
  class AStackOfOursThatSomebodyDeploysOver {
    @Test
    void isPutBackAndRunsNothing() {
      shop.settle();
      var app = shop.service("shop_app");
      shop.swarm.updateService(app.id(), app.version(), byHand("app"));
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.service("shop_app").label(Labels.OWNER)).contains("team");
      assertThat(shop.service("shop_app").id()).isEqualTo(app.id());
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }

    @Test
    void whatAnotherOwnerTookIsTheirs() {
      shop.settle();
      var app = shop.service("shop_app");
      var theirs = app.spec().with(List.of("Labels", Labels.OWNER), Tree.of("others"));
      shop.swarm.updateService(app.id(), app.version(), theirs);
      assertThat(shop.settle().summary()).contains("not ours");
      assertThat(shop.service("shop_app").label(Labels.OWNER)).contains("others");
    }
  }
}
