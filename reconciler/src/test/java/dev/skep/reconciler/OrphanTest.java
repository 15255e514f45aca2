package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.Condition;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.model.Receipt;
import dev.skep.model.StackStatus.Phase;
import dev.skep.model.StackStatus.ServiceRow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A stack that is no longer in its source: a person decides what becomes of it. */
class OrphanTest {
  private final PassFixture shop = new PassFixture();

  private void leave() {
    shop.desired = DesiredStack.gone("shop");
  }

  private List<AttemptRecord> attempts() {
    return new Records(shop.swarm, "team").attempts(Optional.of("shop")).get();
  }

  @Test
  void runsOn() {
    shop.settle();
    leave();
    shop.pass(Duration.ofMinutes(10));
    assertThat(shop.find("shop_app")).isPresent();
    assertThat(shop.find("shop_db")).isPresent();
  }

  @Test
  void isTold() {
    shop.settle();
    leave();
    shop.pass();
    var status = shop.pass().status();
    assertThat(status.phase()).isEqualTo(Phase.ORPHANED);
    assertThat(status.summary()).isEqualTo("no longer in its source; what runs of it runs on");
    assertThat(status.services()).extracting(ServiceRow::name).contains("app", "db");
    assertThat(status.condition(Condition.Type.READY).orElseThrow().reason())
        .isEqualTo(Reason.ORPHANED);
    assertThat(status.unblock().getLast()).startsWith("skep delete stack shop");
  }

  @Test
  void isToldByWhoDoesNotKnowTheSource() {
    shop.settle();
    leave();
    shop.pass();
    assertThat(shop.survey().phase()).isEqualTo(Phase.ORPHANED);
    assertThat(shop.survey().unblock()).hasSize(2);
  }

  @Test
  void isWrittenDownOnce() {
    shop.settle();
    shop.pass(Duration.ofMinutes(2));
    long before = shop.writesBesideTheLease();
    leave();
    shop.pass(Duration.ofMinutes(5));
    assertThat(shop.writesBesideTheLease()).isEqualTo(before + 1);
  }

  @Nested
  class ThatIsToGo {
    private final StackCommands commands = new StackCommands(shop.swarm, "team", shop.clock());

    private void delete(boolean forgetRuns) {
      leave();
      shop.pass();
      assertThat(commands.delete("shop", forgetRuns).get())
          .isEqualTo("stack shop is to be taken off the Swarm");
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.swarm.services(Map.of()).get()).isEmpty();
      assertThat(shop.swarm.networks().get())
          .noneMatch(n -> n.labels().containsKey(Labels.NAMESPACE));
      assertThat(commands.removed("shop", forgetRuns).get()).isTrue();
    }

    @Test
    void goesAndIsNoLongerListed() {
      shop.settle();
      delete(false);
      assertThat(Survey.of(shop.swarm, "team", "cluster", shop.clock()).get()).isEmpty();
    }

    @Test
    void runsNothingAgainWhenItComesBack() {
      shop.settle();
      delete(false);
      shop.desired = ShopStack.of("shop:1");
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(1);
      assertThat(new Records(shop.swarm, "team").receipts("shop").get()).noneMatch(Receipt::repair);
    }

    @Test
    void leavesNothingWhenItsRunsAreToBeForgotten() {
      shop.settle();
      delete(true);
      assertThat(shop.swarm.payloads(Kind.CONFIG, Map.of(Labels.STACK, "shop")).get())
          .isEmpty();
    }

    @Test
    void itsRunsCanBeForgottenLater() {
      shop.settle();
      delete(false);
      assertThat(commands.removed("shop", true).get()).isFalse();
      commands.delete("shop", true).get();
      assertThat(Survey.of(shop.swarm, "team", "cluster", shop.clock()).get()).hasSize(1);
      shop.pass(Duration.ofSeconds(10));
      assertThat(commands.removed("shop", true).get()).isTrue();
      assertThat(Survey.of(shop.swarm, "team", "cluster", shop.clock()).get()).isEmpty();
    }

    @Test
    void isFollowedToTheEndOfItsJobFirst() {
      shop.attempts(Behaviour.exits(0, Duration.ofMinutes(2), "done"));
      shop.pass(Duration.ofSeconds(20));
      leave();
      shop.pass();
      commands.delete("shop", false).get();
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.attempts()).hasSize(1);
      shop.pass(Duration.ofMinutes(3));
      assertThat(shop.swarm.services(Map.of()).get()).isEmpty();
      assertThat(attempts()).extracting(AttemptRecord::result).containsExactly(Result.SUCCEEDED);
    }

    @Test
    void staysWhenItHasComeBackMeanwhile() {
      shop.settle();
      leave();
      shop.pass();
      commands.delete("shop", false).get();
      shop.desired = ShopStack.of("shop:1");
      shop.pass(Duration.ofMinutes(1));
      leave();
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.find("shop_app")).isPresent();
    }

    @Test
    void isRefusedWhileItsSourceHasIt() {
      shop.settle();
      assertThat(commands.delete("shop", false).getLeft())
          .isInstanceOf(SwarmFault.Rejected.class)
          .extracting(SwarmFault::message)
          .asString()
          .contains("take it out of there first");
    }

    @Test
    void isToldOf() {
      shop.settle();
      leave();
      shop.pass();
      commands.delete("shop", false).get();
      assertThat(shop.pass().status().summary())
          .isEqualTo("no longer in its source, and being taken off the Swarm by order");
    }
  }

  @Test
  void isNotRepaired() {
    shop.settle();
    leave();
    shop.swarm.removeService(shop.service("shop_app").id());
    shop.pass(Duration.ofMinutes(1));
    assertThat(shop.find("shop_app")).isEmpty();
  }

  @Test
  void hasItsRunningJobFollowedToItsEnd() {
    shop.attempts(Behaviour.exits(0, Duration.ofSeconds(30), "done"));
    while (shop.starts("migrate") == 0) shop.pass();
    leave();
    shop.pass(Duration.ofMinutes(1));
    assertThat(attempts()).extracting(AttemptRecord::result).containsExactly(Result.SUCCEEDED);
  }

  @Test
  void beginsNothing() {
    shop.attempts(Behaviour.exits(1, Duration.ofSeconds(1)));
    while (shop.starts("migrate") == 0) shop.pass();
    leave();
    shop.pass(Duration.ofMinutes(5));
    assertThat(shop.starts("migrate")).isEqualTo(1);
  }

  @Test
  void comesBackWithoutRunningItsJobAgain() {
    var before = shop.desired;
    shop.settle();
    leave();
    shop.pass(Duration.ofMinutes(1));
    shop.desired = before;
    assertThat(shop.settle().ready()).isTrue();
    assertThat(shop.survey().phase()).isEqualTo(Phase.READY);
    assertThat(shop.starts("migrate")).isEqualTo(1);
  }
}
