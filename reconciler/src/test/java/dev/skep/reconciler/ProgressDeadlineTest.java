package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Condition;
import dev.skep.model.DesiredStack;
import dev.skep.model.Reason;
import dev.skep.model.StackPolicy;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.Phase;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How long a service may be unwell until the stack is Degraded. */
class ProgressDeadlineTest {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Duration SHORT = Duration.ofMinutes(1);
  private static final String BROKEN = "No such image: shop:2";

  private final PassFixture shop = new PassFixture();

  @BeforeEach
  void imageThatDoesNotExist() {
    shop.swarm.behave(
        spec -> spec.text("TaskTemplate", "ContainerSpec", "Image").equals(Optional.of("shop:2"))
            && spec.text("Name").equals(Optional.of("shop_app")),
        Behaviour.rejected(BROKEN));
    shop.desired = within(ShopStack.of("shop:1"));
  }

  /** An update that goes on: one that the engine has paused is told of at once. */
  private static DesiredStack within(DesiredStack shop) {
    var path = List.of("UpdateConfig", "FailureAction");
    var stack = ShopStack.setting(shop, "app", path, Tree.of("continue"));
    return new DesiredStack(
        stack.name(),
        stack.revision(),
        stack.services(),
        stack.networks(),
        stack.payloads(),
        StackPolicy.DEFAULT.within(DEADLINE));
  }

  private StackStatus after(Duration time) {
    shop.pass(time);
    return shop.pass().status();
  }

  /** From then on the application cannot start. */
  private void push() {
    shop.settle();
    shop.desired = within(ShopStack.of("shop:2"));
    while (!shop.image("shop_app").equals("shop:2")) shop.pass();
  }

  private static Condition condition(StackStatus status, Condition.Type type) {
    return status.condition(type).orElseThrow();
  }

  private static String withoutTimes(String text) {
    return text.replaceAll("[0-9-]{10}T[0-9:]{8}Z", "TIME");
  }

  @Nested
  class AServiceThatDoesNotStart {
    @BeforeEach
    void push() {
      ProgressDeadlineTest.this.push();
    }

    @Test
    void hasTimeUntilTheDeadlineWhichIsTold() {
      var status = after(SHORT);
      assertThat(status.phase()).isEqualTo(Phase.PROGRESSING);
      assertThat(withoutTimes(status.summary()))
          .isEqualTo("app: 0 of 2 tasks running, deadline TIME");
      var deadline = Instant.parse(status.summary().replaceFirst(".*deadline ", ""));
      var changed = shop.service("shop_app").updatedAt();
      assertThat(ChronoUnit.SECONDS.between(changed.plus(DEADLINE), deadline)).isBetween(-1L, 1L);
      assertThat(after(Duration.ofSeconds(10)).summary()).isEqualTo(status.summary());
    }

    @Test
    void isLookedAtAgainAtTheDeadline() {
      var again = shop.pass().again();
      assertThat(again.orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void degradesTheStackAfterIt() {
      var status = after(LONG);
      var why = "service app has not been healthy since TIME, longer than progressDeadline allows:"
          + " 0 of 2 tasks running, " + BROKEN;
      assertThat(status.phase()).isEqualTo(Phase.DEGRADED);
      assertThat(withoutTimes(status.summary())).isEqualTo(why);
      for (var type : List.of(Condition.Type.READY, Condition.Type.HEALTHY)) {
        assertThat(condition(status, type).status()).isEqualTo(Condition.Status.FALSE);
      }
      var told = List.of(
          condition(status, Condition.Type.HEALTHY), condition(status, Condition.Type.STALLED));
      assertThat(condition(status, Condition.Type.STALLED).status())
          .isEqualTo(Condition.Status.TRUE);
      assertThat(told).allSatisfy(c -> {
        assertThat(c.reason()).isEqualTo(Reason.PROGRESS_DEADLINE_EXCEEDED);
        assertThat(withoutTimes(c.message())).isEqualTo(why);
      });
    }

    @Test
    void isHelpedByThese() {
      assertThat(after(LONG).unblock())
          .containsExactly(
              "skep describe stack shop",
              "docker service ps --no-trunc shop_app   # what became of its tasks",
              "skep rollback stack shop   # to what was in place before");
    }

    @Test
    void isReadyOnceItIsWell() {
      after(LONG);
      shop.desired = within(ShopStack.of("shop:3"));
      assertThat(after(SHORT).phase()).isEqualTo(Phase.READY);
    }

    @Test
    void hasItsTimeAnewAfterAnotherChange() {
      after(SHORT);
      shop.desired = within(ShopStack.setting(
          shop.desired,
          "app",
          List.of("TaskTemplate", "ContainerSpec", "Env"),
          Tree.strings(List.of("A=1"))));
      assertThat(after(Duration.ofSeconds(90)).phase()).isEqualTo(Phase.PROGRESSING);
      assertThat(after(SHORT).phase()).isEqualTo(Phase.DEGRADED);
    }

    @Test
    void hasItsTimeAnewUnderAnotherController() {
      after(LONG);
      shop.restart("holder-2");
      assertThat(after(SHORT).phase()).isEqualTo(Phase.PROGRESSING);
      assertThat(after(LONG).phase()).isEqualTo(Phase.DEGRADED);
    }
  }

  @Test
  void aFirstRevisionHasNoneToGoBackTo() {
    shop.desired = within(ShopStack.of("shop:2"));
    var status = after(LONG);
    assertThat(status.phase()).isEqualTo(Phase.DEGRADED);
    assertThat(status.unblock()).noneMatch(line -> line.contains("rollback"));
  }

  @Test
  void aShortDipLongAfterTheDeployDegradesNothing() {
    shop.settle();
    shop.pass(LONG);
    shop.swarm.machines().drain("node1");
    assertThat(after(SHORT).phase()).isEqualTo(Phase.PROGRESSING);
    shop.swarm.machines().restore("node1");
    assertThat(after(SHORT).phase()).isEqualTo(Phase.READY);
    shop.swarm.machines().drain("node1");
    assertThat(after(SHORT).phase()).isEqualTo(Phase.PROGRESSING);
    assertThat(after(LONG).phase()).isEqualTo(Phase.DEGRADED);
  }

  @Test
  void whatWaitsForAMigrationIsNotLate() {
    shop.settle();
    shop.attempts(Behaviour.exits(0, LONG.multipliedBy(2), "done"));
    shop.desired = within(ShopStack.of("shop:3"));
    assertThat(after(LONG).phase()).isEqualTo(Phase.PROGRESSING);
  }

  @Test
  void isThatOfTheRevisionThatIsKept() {
    var kept = RevisionCodec.read(RevisionCodec.write(shop.desired));
    assertThat(kept.policy()).isEqualTo(shop.desired.policy());
  }

  @Test
  void theUsualDeadlineIsTenMinutes() {
    shop.desired = ShopStack.of("shop:2");
    assertThat(after(Duration.ofMinutes(9)).phase()).isEqualTo(Phase.PROGRESSING);
    assertThat(after(Duration.ofMinutes(2)).phase()).isEqualTo(Phase.DEGRADED);
  }
}
