package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Condition;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody changes what Skep keeps: put right at once, but not for ever in a fight. */
class ContestTest {
  private static final List<String> REPLICAS = List.of("Mode", "Replicated", "Replicas");

  private final PassFixture shop = new PassFixture();

  @BeforeEach
  void settle() {
    shop.settle();
    shop.pass(Duration.ofMinutes(1));
  }

  private void scale(int replicas) {
    var app = shop.service("shop_app");
    shop.swarm.updateService(app.id(), app.version(), app.spec().with(REPLICAS, Tree.of(replicas)));
  }

  private boolean right() {
    return shop.service("shop_app").replicas().orElseThrow() == 2;
  }

  /** Somebody who changes it back whenever it was put right; how often that was. */
  private int fight(Duration time) {
    int repairs = 0;
    var end = shop.swarm.now().plus(time);
    while (shop.swarm.now().isBefore(end)) {
      if (right()) {
        repairs++;
        scale(9);
      }
      shop.pass();
    }
    return repairs;
  }

  private long updates() {
    return shop.swarm.calls().stream()
        .filter(c -> c.name().equals("updateService"))
        .count();
  }

  private StackStatus status() {
    return shop.pass().status();
  }

  @Test
  void aChangeNowAndThenIsPutRightInTheNextPass() {
    for (int i = 0; i < 3; i++) {
      scale(9);
      shop.pass();
      assertThat(right()).isTrue();
    }
    shop.pass(Duration.ofMinutes(15));
    scale(9);
    shop.pass();
    assertThat(right()).isTrue();
  }

  @Test
  void eachRepairIsToldOf() {
    assertThat(shop.repaired).isEmpty();
    scale(9);
    shop.pass();
    assertThat(shop.repaired).containsExactly("shop/app");
    shop.swarm.removeService(shop.service("shop_app").id());
    shop.pass();
    assertThat(shop.repaired).containsExactly("shop/app", "shop/app");
  }

  @Test
  void aFightIsBackedOffFrom() {
    assertThat(fight(Duration.ofHours(1))).isBetween(8, 24);
  }

  @Test
  void aFightIsReported() {
    fight(Duration.ofMinutes(2));
    var status = status();
    assertThat(status.phase()).isEqualTo(StackStatus.Phase.DEGRADED);
    assertThat(status.summary())
        .contains("somebody keeps changing service app (replicas 9 -> 2): put right ");
    var drifted = status.condition(Condition.Type.DRIFTED).orElseThrow();
    assertThat(drifted.reason()).isEqualTo(Reason.CONTESTED);
    assertThat(status.unblock()).anyMatch(way -> way.contains("find who changes shop_app"));
  }

  @Test
  void aFieldThatTheEngineWritesInItsOwnWayHidesNoFight() {
    var grace = List.of("TaskTemplate", "ContainerSpec", "StopGracePeriod");
    shop.desired = ShopStack.setting(shop.desired, "app", grace, Tree.of(1500));
    shop.swarm.keepsSpecs(spec -> spec.with(grace, Tree.of(1000)));
    shop.settle();

    assertThat(fight(Duration.ofHours(1))).isBetween(8, 24);
    assertThat(status().summary())
        .contains("somebody keeps changing service app (replicas 9 -> 2)");
  }

  /** The engine forgets at each write what the service was before, which it could go back to. */
  @Test
  void aFieldThatTheEngineWritesInItsOwnWayIsNotSetTwice() {
    var grace = List.of("TaskTemplate", "ContainerSpec", "StopGracePeriod");
    shop.swarm.keepsSpecs(spec -> spec.with(grace, Tree.of(1000)));
    shop.restart("holder-2");
    shop.desired = ShopStack.setting(shop.desired, "app", grace, Tree.of(1500));
    long before = shop.service("shop_app").version();
    long writes = updates();

    shop.pass(Duration.ofMinutes(2));

    assertThat(shop.service("shop_app").version()).isGreaterThan(before);
    assertThat(updates() - writes).isEqualTo(1);
  }

  @Test
  void aFightThatEndsIsOver() {
    fight(Duration.ofMinutes(10));
    shop.pass(Duration.ofMinutes(6));
    assertThat(right()).isTrue();
    assertThat(status().ready()).isTrue();
  }

  @Test
  void theNextRepairIsNotForgotten() {
    fight(Duration.ofMinutes(2));
    var pass = shop.pass();
    assertThat(pass.outcomes()).isEmpty();
    assertThat(pass.again())
        .hasValueSatisfying(wait -> assertThat(wait).isLessThan(Duration.ofMinutes(6)));
  }

  @Test
  void aFightIsTakenUpAtOnceWhenSomebodySaysSo() {
    fight(Duration.ofMinutes(30));
    shop.pass();
    assertThat(right()).isFalse();
    new StackCommands(shop.swarm, "team", shop.clock()).reconcile("shop").get();
    shop.pass();
    assertThat(right()).isTrue();
  }

  @Test
  void aServiceThatIsRemovedAgainAndAgainIsAFightToo() {
    int made = 0;
    Instant end = shop.swarm.now().plus(Duration.ofMinutes(10));
    while (shop.swarm.now().isBefore(end)) {
      var app = shop.find("shop_app");
      if (app.isPresent()) {
        made++;
        shop.swarm.removeService(app.get().id());
      }
      shop.pass();
    }
    assertThat(made).isBetween(4, 12);
    assertThat(status().summary())
        .contains("somebody keeps changing service app (removed): put right ");
  }

  @Test
  void whatACommitChangesDoesNotWaitForAFight() {
    fight(Duration.ofMinutes(10));
    shop.desired = ShopStack.of("shop:2");
    shop.pass(Duration.ofSeconds(20));
    assertThat(shop.image("shop_app")).isEqualTo("shop:2");
  }
}
