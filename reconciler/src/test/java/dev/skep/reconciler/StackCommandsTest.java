package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Condition;
import dev.skep.model.DesiredStack;
import dev.skep.model.JobPhase;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.Phase;
import dev.skep.model.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Orders about a whole stack, and how they are obeyed. */
class StackCommandsTest {
  private final PassFixture shop = new PassFixture();

  private StackCommands commands() {
    return new StackCommands(shop.swarm, "team", shop.clock());
  }

  @Test
  void aStackThatNobodyKnowsIsRefused() {
    assertThat(commands().suspend("shop", "").getLeft())
        .isEqualTo(
            new SwarmFault.Absent("no stack shop of owner team; skep get stacks lists them"));
  }

  @Nested
  class ASuspendedStack {
    private void suspend() {
      shop.settle();
      assertThat(commands().suspend("shop", "audit").get())
          .isEqualTo("stack shop is suspended: nothing of it is changed, what runs goes on\n"
              + "next: skep resume stack shop");
    }

    @Test
    void isNotChangedByACommit() {
      suspend();
      shop.desired = ShopStack.of("shop:2");
      shop.pass(Duration.ofMinutes(2));
      assertThat(shop.image("shop_app")).isEqualTo("shop:1");
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }

    @Test
    void isNotRepaired() {
      suspend();
      shop.swarm.removeService(shop.service("shop_app").id());
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.find("shop_app")).isEmpty();
    }

    @Test
    void saysSo() {
      suspend();
      var status = shop.pass().status();
      assertThat(status.phase()).isEqualTo(Phase.SUSPENDED);
      assertThat(status.summary()).isEqualTo("suspended: audit");
      assertThat(status.unblock()).containsExactly("skep resume stack shop");
      assertThat(status.condition(Condition.Type.SUSPENDED).orElseThrow().message())
          .isEqualTo("audit");
      assertThat(status.condition(Condition.Type.READY).orElseThrow().reason())
          .isEqualTo(Reason.SUSPENDED);
      assertThat(shop.survey().phase()).isEqualTo(Phase.SUSPENDED);
      assertThat(shop.survey().unblock()).containsExactly("skep resume stack shop");
    }

    @Test
    void letsAnAttemptUnderWayComeToItsEnd() {
      shop.attempts(Behaviour.exits(0, Duration.ofSeconds(30)));
      while (shop.starts("migrate") == 0) shop.pass();
      commands().suspend("shop", "");
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.pass().status().jobs().getFirst().phase()).isEqualTo(JobPhase.SUCCEEDED);
      assertThat(shop.find("shop_app")).isEmpty();
    }

    @Test
    void beginsNoAttempt() {
      shop.attempts(Behaviour.exits(1, Duration.ofSeconds(1)));
      while (shop.starts("migrate") == 0) shop.pass();
      commands().suspend("shop", "");
      shop.pass(Duration.ofMinutes(2));
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }

    @Test
    void goesOnWhenItIsResumed() {
      suspend();
      shop.desired = ShopStack.of("shop:2");
      shop.pass(Duration.ofMinutes(1));
      assertThat(commands().resume("shop").get()).startsWith("stack shop follows its source again");
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.image("shop_app")).isEqualTo("shop:2");
      assertThat(commands().resume("shop").get())
          .isEqualTo("stack shop is neither suspended nor pinned");
    }

    @Test
    void isSuspendedOnce() {
      suspend();
      long writes = shop.writesBesideTheLease();
      assertThat(commands().suspend("shop", "again").get())
          .startsWith("stack shop is suspended already, since ");
      assertThat(shop.writesBesideTheLease()).isEqualTo(writes);
    }

    @Test
    void causesNoWrites() {
      suspend();
      shop.desired = ShopStack.of("shop:2");
      // The attempt of the first revision is collected meanwhile.
      shop.pass(Duration.ofMinutes(2));
      long writes = shop.writesBesideTheLease();
      shop.pass(Duration.ofMinutes(5));
      assertThat(shop.writesBesideTheLease()).isEqualTo(writes);
    }
  }

  @Nested
  class ARevisionThatRemovesMoreThanHalf {
    private void shrink() {
      shop.settle();
      shop.desired =
          new DesiredStack("shop", "little", Map.of(), shop.desired.networks(), List.of());
      shop.pass(Duration.ofSeconds(30));
    }

    @Test
    void isHeldUntilItIsApproved() {
      shrink();
      assertThat(shop.find("shop_app")).isPresent();
      assertThat(shop.pass().status().unblock())
          .containsExactly("skep approve stack shop   # if that is meant");
      assertThat(shop.survey().summary())
          .startsWith("not wholly in place; if it stays so, the controller's status file");
      assertThat(commands().approve("shop").get())
          .startsWith(
              "revision little may change stack shop as it says, also where it removes more than half");
      shop.pass(Duration.ofSeconds(30));
      assertThat(shop.find("shop_app")).isEmpty();
    }

    @Test
    void needsAnApprovalOfItsOwn() {
      shrink();
      commands().approve("shop");
      shop.desired =
          new DesiredStack("shop", "other", Map.of(), shop.desired.networks(), List.of());
      // The approval names a revision, so that one given for it never serves another.
      shop.pass(Duration.ofSeconds(30));
      assertThat(shop.find("shop_app")).isPresent();
    }
  }

  @Test
  void ordersSurviveARestart() {
    shop.settle();
    commands().suspend("shop", "");
    shop.restart("holder-2");
    var db = shop.service("shop_db");
    shop.swarm.updateService(
        db.id(),
        db.version(),
        db.spec().with(List.of("Mode", "Replicated", "Replicas"), Tree.of(7)));
    shop.pass(Duration.ofSeconds(30));
    assertThat(shop.service("shop_db").replicas()).contains(7L);
  }
}
