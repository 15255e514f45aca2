package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy;
import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.Phase;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What people order, and that the controller obeys. */
class JobOrdersTest {
  private static final String NAME = "shop_migrate";

  /** Whatever counts as a failure ends the run. */
  private static final JobPolicy STRICT =
      ShopStack.POLICY.retrying(true, OptionalInt.of(0), ShopStack.POLICY.backoff());

  private final PassFixture shop = new PassFixture();

  private JobRow migrate() {
    return shop.pass().status().jobs().getFirst();
  }

  private void untilItRuns() {
    while (migrate().phase() != JobPhase.RUNNING) shop.pass();
  }

  private List<AttemptRecord> attempts() {
    return new Records(shop.swarm, "team").attempts(Optional.of("shop")).get();
  }

  private static String refusal(Either<SwarmFault, String> answer) {
    assertThat(answer.getLeft()).isInstanceOf(SwarmFault.Rejected.class);
    return answer.getLeft().message();
  }

  @Nested
  class Suspended {
    @Test
    void aRunningAttemptIsStoppedAndTheNextOneIsNotCounted() {
      shop.attempts(Behaviour.exits(0, Duration.ofSeconds(20)));
      shop.desired = ShopStack.of("shop:1", STRICT);
      untilItRuns();
      assertThat(shop.commands().suspend(NAME, "not before Monday").get())
          .contains(
              "is suspended; the attempt under way is stopped", "next: skep resume job " + NAME);
      assertThat(shop.survey().jobs().getFirst().phase()).isEqualTo(JobPhase.STOPPING);

      var status = shop.settle();
      assertThat(status.phase()).isEqualTo(Phase.BLOCKED);
      assertThat(status.jobs().getFirst().phase()).isEqualTo(JobPhase.SUSPENDED);
      assertThat(status.summary()).isEqualTo("job migrate is suspended: not before Monday");
      assertThat(status.unblock()).containsExactly("skep resume job " + NAME);
      assertThat(shop.survey().unblock()).isEqualTo(status.unblock());
      assertThat(attempts()).extracting(AttemptRecord::result).containsExactly(Result.STOPPED);

      assertThat(shop.commands().resume(NAME).get()).contains("goes on");
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(2);
    }

    @Test
    void anAttemptThatHasNotBegunDoesNotBegin() {
      shop.pass();
      shop.pass();
      assertThat(shop.commands().suspend(NAME, "").get()).contains("no attempt begins");
      assertThat(shop.settle().jobs().getFirst().message()).isEqualTo("by order");
      assertThat(shop.starts("migrate")).isZero();
    }

    @Test
    void twiceChangesNothingAndSaysSo() {
      shop.settle();
      shop.commands().suspend(NAME, "first");
      long written = shop.writesBesideTheLease();
      assertThat(shop.commands().suspend(NAME, "second").get())
          .contains("is suspended already, since 2");
      assertThat(shop.writesBesideTheLease()).isEqualTo(written);
    }

    @Test
    void whatHasSucceededStaysSoAndTheNextRevisionWaits() {
      shop.settle();
      shop.commands().suspend(NAME, "");
      assertThat(shop.settle().ready()).isTrue();
      shop.desired = ShopStack.of("shop:2");
      assertThat(shop.settle().jobs().getFirst().phase()).isEqualTo(JobPhase.SUSPENDED);
      assertThat(shop.image("shop_app")).isEqualTo("shop:1");
    }

    @Test
    void byTheManifestIsForTheManifestToEnd() {
      shop.desired = ShopStack.of("shop:1", ShopStack.POLICY.suspended(true));
      assertThat(shop.settle().unblock())
          .containsExactly("take suspend out of x-skep.job of migrate and push");
      assertThat(refusal(shop.commands().resume(NAME))).contains("take suspend out of x-skep.job");
      shop.commands().suspend(NAME, "");
      assertThat(shop.commands().resume(NAME).get())
          .contains("no longer suspended by order, but its manifest suspends it");
      assertThat(shop.settle().jobs().getFirst().phase()).isEqualTo(JobPhase.SUSPENDED);
    }

    @Test
    void notAtAllIsNoFaultToResume() {
      shop.settle();
      assertThat(shop.commands().resume(NAME).get()).contains("is not suspended");
    }
  }

  @Nested
  class Cancelled {
    @Test
    void aRunningRunFailsAndStaysFailedAcrossARestart() {
      shop.attempts(Behaviour.exits(0, Duration.ofMinutes(9)));
      untilItRuns();
      assertThat(shop.commands().cancel(NAME, "wrong database").get())
          .contains("is given up; its attempt is stopped", "or: skep rerun job " + NAME);
      assertThat(shop.settle().summary())
          .isEqualTo("job migrate is cancelled by order: wrong database");
      shop.restart("holder-2");
      shop.pass(Duration.ofMinutes(5));
      assertThat(migrate().phase()).isEqualTo(JobPhase.FAILED);
      assertThat(migrate().reason()).isEqualTo(Reason.CANCELLED);
      assertThat(shop.starts("migrate")).isEqualTo(1);
      assertThat(attempts()).extracting(AttemptRecord::result).containsExactly(Result.STOPPED);
      assertThat(shop.survey().jobs().getFirst().reason()).isEqualTo(Reason.CANCELLED);
    }

    @Test
    void aRunThatBacksOffTriesNoMore() {
      shop.attempts(Behaviour.exits(1, Duration.ofSeconds(1)));
      while (migrate().phase() != JobPhase.BACKING_OFF) shop.pass();
      shop.commands().cancel(NAME, "");
      shop.pass(Duration.ofMinutes(2));
      assertThat(migrate().phase()).isEqualTo(JobPhase.FAILED);
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }

    @Test
    void aRunThatStillWaitsDoesNotBegin() {
      shop.swarm.behave(
          s -> s.text("Name").equals(Optional.of("shop_db")), Behaviour.rejected("no such image"));
      shop.pass(Duration.ofSeconds(10));
      assertThat(migrate().reason()).isEqualTo(Reason.WAITING_FOR_GATE);
      assertThat(shop.commands().cancel(NAME, "").get()).doesNotContain("attempt");
      assertThat(migrate().reason()).isEqualTo(Reason.CANCELLED);
      assertThat(shop.survey().jobs().getFirst().phase()).isEqualTo(JobPhase.FAILED);
    }

    @Test
    void aChangeOrARerunGoesOn() {
      shop.attempts(Behaviour.exits(0, Duration.ofMinutes(9)));
      untilItRuns();
      shop.commands().cancel(NAME, "");
      shop.settle();
      shop.attempts(Behaviour.exits(0, Duration.ofSeconds(2)));
      shop.commands().rerun(NAME, "");
      assertThat(shop.settle().ready()).isTrue();
      shop.desired = ShopStack.of("shop:2");
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(3);
    }

    @Test
    void whatIsUnderWayForAnEarlierRevisionGivesWayToTheWantedOne() {
      shop.attempts(Behaviour.exits(0, Duration.ofSeconds(15)));
      untilItRuns();
      shop.desired = ShopStack.of("shop:2");
      shop.pass();
      assertThat(shop.commands().cancel(NAME, "").get())
          .contains("the run that its manifest asks for now comes after it");
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(2);
    }

    @Test
    void nothingIsWhenNothingIsUnderWay() {
      shop.settle();
      assertThat(refusal(shop.commands().cancel(NAME, "")))
          .isEqualTo("job shop_migrate is Succeeded: nothing of it is under way");
      assertThat(migrate().phase()).isEqualTo(JobPhase.SUCCEEDED);
    }

    @Test
    void twiceSaysSo() {
      shop.attempts(Behaviour.exits(0, Duration.ofMinutes(9)));
      untilItRuns();
      shop.commands().cancel(NAME, "");
      assertThat(shop.commands().cancel(NAME, "").get()).contains("is given up already");
    }
  }

  @Nested
  class RunAgain {
    @Test
    void afterASuccessItRunsOnceMoreAndNoMore() {
      shop.settle();
      assertThat(shop.commands().rerun(NAME, "data restored").get())
          .contains("runs once more, as v1-", "+token1", "next: skep describe job " + NAME);
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(2);
      assertThat(migrate().because()).isEqualTo("told to run again: data restored");
      shop.restart("holder-2");
      shop.pass(Duration.ofMinutes(5));
      assertThat(shop.starts("migrate")).isEqualTo(2);
      assertThat(attempts()).extracting(AttemptRecord::runNumber).containsExactly(1, 2);
    }

    @Test
    void aRestartInTheMiddleDoesNotRunItTwice() {
      shop.settle();
      shop.commands().rerun(NAME, "");
      while (shop.starts("migrate") < 2) shop.pass();
      shop.restart("holder-2");
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(2);
    }

    @Test
    void ordersThatAreLostDoNotRunItAgain() {
      shop.settle();
      shop.commands().rerun(NAME, "");
      shop.settle();
      shop.drop("orders");
      shop.restart("holder-2");
      shop.pass(Duration.ofMinutes(5));
      assertThat(migrate().phase()).isEqualTo(JobPhase.SUCCEEDED);
      assertThat(shop.starts("migrate")).isEqualTo(2);
    }

    @Test
    void afterAFailureWithoutAChange() {
      shop.attempts(Behaviour.exits(1, Duration.ofSeconds(1)));
      shop.desired = ShopStack.of("shop:1", STRICT);
      shop.settle();
      shop.attempts(Behaviour.exits(0, Duration.ofSeconds(1)));
      shop.commands().rerun(NAME, "");
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(2);
    }

    @Test
    void twiceInARowRunsTwice() {
      shop.settle();
      for (int i = 0; i < 2; i++) {
        shop.commands().rerun(NAME, "");
        assertThat(shop.settle().ready()).isTrue();
      }
      assertThat(shop.starts("migrate")).isEqualTo(3);
    }

    @Test
    void notBesideARunThatIsUnderWay() {
      shop.attempts(Behaviour.exits(1, Duration.ofSeconds(3)));
      untilItRuns();
      assertThat(refusal(shop.commands().rerun(NAME, "")))
          .contains("is Running", "first: skep cancel job " + NAME);
      while (migrate().phase() != JobPhase.BACKING_OFF) shop.pass();
      assertThat(refusal(shop.commands().rerun(NAME, "")))
          .contains(
              "it is tried again by itself; to try at once: skep rerun job " + NAME + " --now");
    }

    @Test
    void atOnceInPlaceOfARunThatWaitsToBeTriedAgain() {
      shop.attempts(Behaviour.exits(1, Duration.ofSeconds(2)));
      while (migrate().phase() != JobPhase.BACKING_OFF) shop.pass();
      int before = attempts().size();
      shop.attempts(Behaviour.exits(0, Duration.ofSeconds(2)));
      assertThat(shop.commands().rerun(NAME, "data repaired", true).get())
          .contains("runs once more");
      assertThat(shop.settle().ready()).isTrue();
      assertThat(attempts()).hasSize(before + 1);
      assertThat(attempts().getLast().because()).isEqualTo("told to run again: data repaired");
    }

    @Test
    void notWhileItIsSuspended() {
      shop.settle();
      shop.commands().suspend(NAME, "freeze");
      assertThat(refusal(shop.commands().rerun(NAME, "")))
          .isEqualTo("job shop_migrate is suspended (freeze); first: skep resume job shop_migrate");
    }

    @Test
    void notBeforeItHasRun() {
      shop.pass();
      shop.pass();
      assertThat(refusal(shop.commands().rerun(NAME, ""))).contains("has not run yet");
    }
  }

  @Nested
  class BesideOthers {
    private int left;

    /** Somebody else's orders come between look and write, so many times. */
    private void meddle(int times) {
      left = times;
      shop.swarm.faults(call -> {
        if (call.isWrite() && call.target().startsWith("skep-orders-") && left > 0) {
          int now = left;
          left = 0;
          shop.commands().suspend(NAME, "");
          shop.commands().resume(NAME);
          left = now - 1;
        }
        return FaultPlan.NONE;
      });
    }

    @Test
    void anOrderThatCameBetweenIsKept() {
      shop.settle();
      meddle(1);
      assertThat(shop.commands().rerun(NAME, "").isRight()).isTrue();
      assertThat(left).isZero();
      var orders = new Records(shop.swarm, "team").heads().get().of("shop").orders();
      assertThat(orders.get("migrate").version()).isGreaterThan(1);
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(2);
    }

    @Test
    void whoIsAlwaysTooLateSaysSo() {
      shop.settle();
      shop.commands().rerun(NAME, "");
      shop.settle();
      meddle(100);
      assertThat(refusal(shop.commands().rerun(NAME, ""))).contains("somebody else", "try again");
      shop.swarm.faults(call -> FaultPlan.NONE);
      assertThat(shop.starts("migrate")).isEqualTo(2);
    }

    @Test
    void anAnswerThatIsLostDoesNotOrderTwice() {
      shop.settle();
      shop.swarm.faults(call -> call.isWrite() && call.target().startsWith("skep-orders-")
          ? new FaultPlan.LoseAnswer()
          : FaultPlan.NONE);
      assertThat(shop.commands().rerun(NAME, "").get()).contains("runs once more", "+token1");
      shop.swarm.faults(call -> FaultPlan.NONE);
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(2);
    }
  }

  @Test
  void aJobThatNobodyKnowsIsNamed() {
    shop.settle();
    var fault = shop.commands().suspend("shop_app", "").getLeft();
    assertThat(fault).isInstanceOf(SwarmFault.Absent.class);
    assertThat(fault.message()).contains("no job shop_app of owner team");
  }

  @Test
  void whoHoldsTheLeaseIsToldUnlessNobodyDoes() {
    shop.pass();
    assertThat(Lease.holder(shop.swarm, "team").get()).contains("holder-1");
    assertThat(Lease.holder(shop.swarm, "others").get()).isEmpty();
    shop.restart("holder-2");
    assertThat(Lease.holder(shop.swarm, "team").get()).isEmpty();
  }

  @Test
  void ordersCarryNoStacksLabel() {
    shop.settle();
    shop.commands().suspend(NAME, "");
    assertThat(shop.swarm.payloads(Kind.CONFIG, Map.of(Labels.KIND, "orders")).get())
        .singleElement()
        .satisfies(c -> assertThat(c.labels()).doesNotContainKey(Labels.NAMESPACE));
  }
}
