package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.JobPhase;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.reconciler.JobCommands.As;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A person's word where Skep cannot know. */
class ResolutionTest {
  private static final String NAME = "shop_migrate";
  private static final String NOTE = "looked at the schema";

  private final PassFixture shop = new PassFixture();

  private Either<SwarmFault, String> resolve(As as) {
    return shop.commands().resolve(NAME, as, NOTE);
  }

  private String refused(As as) {
    var fault = resolve(as).getLeft();
    assertThat(fault).isInstanceOf(SwarmFault.Rejected.class);
    return fault.message();
  }

  private JobRow migrate() {
    return shop.pass().status().jobs().getFirst();
  }

  private List<AttemptRecord> attempts() {
    return new Records(shop.swarm, "team").attempts(Optional.of("shop")).get();
  }

  private JobRecord record() {
    return new Records(shop.swarm, "team")
        .heads()
        .get()
        .of("shop")
        .jobs()
        .get("migrate")
        .value();
  }

  private void settlesWithStarts(int starts) {
    shop.pass(Duration.ofMinutes(1));
    assertThat(shop.settle().ready()).isTrue();
    shop.restart("holder-2");
    shop.pass(Duration.ofMinutes(1));
    assertThat(shop.pass().status().ready()).isTrue();
    assertThat(shop.starts("migrate")).isEqualTo(starts);
  }

  @Nested
  class AnAttemptOfWhichNobodyKnowsHowItEnded {
    private void lose() {
      while (shop.starts("migrate") == 0) shop.pass();
      shop.swarm.removeService(shop.attempts().getFirst().id());
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.starts("migrate")).isEqualTo(1);
      assertThat(migrate().phase()).isEqualTo(JobPhase.UNKNOWN);
      assertThat(migrate().reason()).isEqualTo(Reason.VANISHED);
    }

    @Test
    void waitsForAPersonWhoSaysThatItSucceeded() {
      lose();
      assertThat(resolve(As.SUCCEEDED).get())
          .isEqualTo("attempt 1 of job shop_migrate is recorded: succeeded\n"
              + "next: skep describe job shop_migrate");
      assertThat(attempts().getLast().message()).isEqualTo(NOTE);
      settlesWithStarts(1);
    }

    @Test
    void waitsForAPersonWhoSaysTryAgain() {
      lose();
      assertThat(resolve(As.RETRY).isRight()).isTrue();
      settlesWithStarts(2);
    }

    @Test
    void waitsForAPersonWhoSaysThatItFailed() {
      lose();
      assertThat(resolve(As.FAILED).get()).contains("skep rerun job " + NAME);
      assertThat(shop.settle().jobs().getFirst().phase()).isEqualTo(JobPhase.FAILED);
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }

    @Test
    void isDecidedOnceOnly() {
      lose();
      resolve(As.FAILED);
      assertThat(refused(As.RETRY)).contains("skep rerun job");
    }

    @Test
    void cannotBeDecidedAgainstWhatWasRecordedMeanwhile() {
      lose();
      var once = new boolean[1];
      shop.swarm.faults(call -> {
        if (call.isWrite() && call.target().startsWith("skep-log-") && !once[0]) {
          once[0] = true;
          shop.commands().resolve(NAME, As.SUCCEEDED, "my word came first");
        }
        return FaultPlan.NONE;
      });
      assertThat(refused(As.FAILED)).contains("attempt 1 was recorded meanwhile");
      shop.swarm.faults(call -> FaultPlan.NONE);
      settlesWithStarts(1);
    }

    @Test
    void isRecordedOnceWhenTheAnswerIsLost() {
      lose();
      shop.swarm.faults(call -> call.isWrite() && call.target().startsWith("skep-attempt-")
          ? new FaultPlan.LoseAnswer()
          : FaultPlan.NONE);
      assertThat(resolve(As.RETRY).get()).contains("your word on job shop_migrate is recorded");
      shop.swarm.faults(call -> FaultPlan.NONE);
      settlesWithStarts(2);
    }

    @Test
    void isNeitherCancelledNorRunAgain() {
      lose();
      for (var answer :
          List.of(shop.commands().cancel(NAME, ""), shop.commands().rerun(NAME, ""))) {
        assertThat(answer.getLeft().message()).contains("skep resolve job " + NAME);
      }
    }
  }

  @Nested
  class WorkDoneByHand {
    private void fail() {
      shop.attempts(Behaviour.exits(1, Duration.ofSeconds(1)));
      var once = ShopStack.POLICY.retrying(true, OptionalInt.of(0), ShopStack.POLICY.backoff());
      shop.desired = ShopStack.of("shop:1", once);
      assertThat(shop.settle().jobs().getFirst().phase()).isEqualTo(JobPhase.FAILED);
    }

    @Test
    void standsForTheRunThatFailed() {
      fail();
      assertThat(resolve(As.SUCCEEDED).get()).contains("is recorded: succeeded");
      settlesWithStarts(1);
      assertThat(attempts()).extracting(AttemptRecord::number).containsExactly(1, 2);
      assertThat(migrate().phase()).isEqualTo(JobPhase.SUCCEEDED);
    }

    @Test
    void standsForTheRunThatWasCancelledBeforeItBegan() {
      shop.pass();
      shop.pass();
      shop.commands().cancel(NAME, "");
      assertThat(shop.settle().jobs().getFirst().reason()).isEqualTo(Reason.CANCELLED);
      assertThat(resolve(As.SUCCEEDED).isRight()).isTrue();
      settlesWithStarts(0);
    }

    @Test
    void numbersAreNotUsedTwice() {
      fail();
      resolve(As.SUCCEEDED);
      shop.attempts(Behaviour.exits(0, Duration.ofSeconds(1)));
      shop.desired = ShopStack.of("shop:2");
      settlesWithStarts(2);
      assertThat(attempts()).extracting(AttemptRecord::number).containsExactly(1, 2, 3);
    }

    @Test
    void isNotTriedAgainByAWord() {
      fail();
      assertThat(refused(As.RETRY)).contains("has failed; to run it: skep rerun job " + NAME);
      assertThat(refused(As.FAILED)).contains("nothing to add");
    }

    @Test
    void isNotNeededForWhatSucceeded() {
      shop.settle();
      assertThat(refused(As.RETRY)).contains("is Succeeded", "nothing for a person to decide");
    }

    @Test
    void isCompletedByTheControllerWhenTheCommandDiesHalfWay() {
      fail();
      shop.swarm.faults(call -> call.isWrite() && call.target().startsWith("skep-job-")
          ? new FaultPlan.Refuse()
          : FaultPlan.NONE);
      assertThat(resolve(As.SUCCEEDED).isLeft()).isTrue();
      shop.swarm.faults(call -> FaultPlan.NONE);
      shop.restart("holder-2");
      settlesWithStarts(1);
    }
  }

  @Nested
  class AStackThatRanBeforeThereWereRecords {
    private void moveIn() {
      var database = shop.desired.services().get("db").spec();
      shop.swarm.createNetwork(shop.desired.networks().get("default").spec());
      shop.swarm.createService(database);
      shop.pass(Duration.ofSeconds(30));
      shop.swarm.removeService(shop.service("shop_db").id());
      shop.pass(Duration.ofSeconds(30));
      assertThat(migrate().reason()).isEqualTo(Reason.NEEDS_BASELINE);
      assertThat(shop.pass().status().unblock())
          .containsExactly(
              "skep resolve job shop_migrate --as succeeded --note '…'   # its work is done",
              "skep rerun job shop_migrate   # it is not: run it");
    }

    @Test
    void runsNothingWhenItsWorkIsDone() {
      moveIn();
      assertThat(resolve(As.SUCCEEDED).isRight()).isTrue();
      settlesWithStarts(0);
      shop.desired = ShopStack.of("shop:2");
      settlesWithStarts(1);
      assertThat(migrate().because()).isEqualTo("what it ran before is not known");
    }

    @Test
    void runsOnceWhenItIsNot() {
      moveIn();
      assertThat(refused(As.RETRY)).contains("skep rerun job " + NAME);
      assertThat(shop.commands().rerun(NAME, "").isRight()).isTrue();
      settlesWithStarts(1);
    }

    @Test
    void isNotCancelled() {
      moveIn();
      assertThat(shop.commands().cancel(NAME, "").getLeft().message())
          .contains("is Blocked", "; skep resolve job shop_migrate", "; or: skep rerun job");
    }
  }

  /** As on a new Swarm that has the volumes of an old one. */
  @Nested
  class ASuspendedJob {
    @Test
    void doesNotRunLaterWhenItsWorkIsDone() {
      shop.desired = ShopStack.of("shop:1", ShopStack.POLICY.suspended(true));
      shop.pass(Duration.ofSeconds(10));
      assertThat(migrate().phase()).isEqualTo(JobPhase.SUSPENDED);

      assertThat(resolve(As.SUCCEEDED).isRight()).isTrue();

      shop.desired = ShopStack.of("shop:1");
      settlesWithStarts(0);
    }

    @Test
    void isNothingElseByAPersonsWord() {
      shop.desired = ShopStack.of("shop:1", ShopStack.POLICY.suspended(true));
      shop.pass(Duration.ofSeconds(10));
      for (var as : List.of(As.FAILED, As.RETRY)) {
        assertThat(refused(as)).contains("is Suspended: there is nothing for a person to decide");
      }
    }
  }

  @Nested
  class ALostRecord {
    private void isLost() {
      shop.restart("holder-2");
      shop.pass(Duration.ofSeconds(20));
      assertThat(migrate().reason()).isEqualTo(Reason.LEDGER_LOST);
      assertThat(shop.commands().rerun(NAME, "").getLeft().message()).contains("skep resolve job");
    }

    private void rewrite(String kind, UnaryOperator<Map<String, String>> edit) {
      var config =
          shop.swarm.payloads(Kind.CONFIG, Map.of(Labels.KIND, kind)).get().getFirst();
      shop.swarm.relabelPayload(
          Kind.CONFIG,
          config.id(),
          config.version(),
          config.name(),
          edit.apply(new TreeMap<>(config.labels())));
    }

    private static UnaryOperator<Map<String, String>> ofLaterFormat() {
      return labels -> {
        labels.put(Labels.of("format"), "9");
        return labels;
      };
    }

    @Test
    void ofWorkThatIsDoneRunsNothing() {
      shop.settle();
      shop.drop("job");
      isLost();
      assertThat(resolve(As.SUCCEEDED).get())
          .isEqualTo("the record of job shop_migrate is written anew: 1 attempt, 1 key of"
              + " succeeded runs\nnext: skep describe job shop_migrate");
      settlesWithStarts(1);
    }

    @Test
    void leavesNothingBehindThatWasMadeAndNotStarted() {
      shop.settle();
      shop.desired = ShopStack.of("shop:2");
      while (shop.attempts().stream().noneMatch(a -> AttemptSpec.number(a) == 2)) shop.pass();
      shop.drop("job");
      shop.desired = ShopStack.of("shop:1");
      isLost();
      assertThat(resolve(As.SUCCEEDED).isRight()).isTrue();
      settlesWithStarts(1);
      assertThat(shop.attempts()).isEmpty();
    }

    @Test
    void ofWorkThatIsDoneIsNotRetried() {
      shop.settle();
      shop.drop("job");
      isLost();
      assertThat(refused(As.RETRY)).contains("a success of its present run is recorded");
      assertThat(refused(As.FAILED)).contains("say --as succeeded or --as retry");
    }

    @Test
    void whenNothingElseIsLeftEitherIsAPersonsWord() {
      shop.settle();
      shop.pass(Duration.ofMinutes(1));
      for (var kind : List.of("job", "attempt", "log")) shop.drop(kind);
      isLost();
      assertThat(resolve(As.SUCCEEDED).isRight()).isTrue();
      settlesWithStarts(1);
    }

    @Test
    void whenNothingElseIsLeftRetryRunsOnce() {
      shop.settle();
      shop.pass(Duration.ofMinutes(1));
      for (var kind : List.of("job", "attempt", "log")) shop.drop(kind);
      isLost();
      assertThat(resolve(As.RETRY).isRight()).isTrue();
      settlesWithStarts(2);
    }

    @Test
    void whileAnAttemptRunsNothingRunsBesideIt() {
      shop.attempts(Behaviour.exits(0, Duration.ofMinutes(2)));
      while (migrate().phase() != JobPhase.RUNNING) shop.pass();
      shop.drop("job");
      isLost();
      assertThat(resolve(As.RETRY).get())
          .contains("attempt 1 may run and is followed to its end first");
      shop.pass(Duration.ofSeconds(20));
      assertThat(migrate().phase()).isEqualTo(JobPhase.RUNNING);
      settlesWithStarts(1);
      assertThat(attempts()).extracting(AttemptRecord::number).containsExactly(1);
    }

    @Test
    void whileAnAttemptRunsTheWordCountsOnceItHasEnded() {
      shop.attempts(Behaviour.exits(1, Duration.ofMinutes(1)));
      while (migrate().phase() != JobPhase.RUNNING) shop.pass();
      shop.drop("job");
      isLost();
      assertThat(resolve(As.SUCCEEDED).get()).contains("followed to its end first");
      settlesWithStarts(1);
      assertThat(attempts())
          .extracting(AttemptRecord::result)
          .containsExactly(AttemptRecord.Result.FAILED);
    }

    @Test
    void thatIsOlderThanItsAttemptsGoesOnFromThem() {
      shop.settle();
      var old = new TreeMap<String, String>();
      rewrite("job", labels -> {
        old.putAll(labels);
        return labels;
      });
      shop.desired = ShopStack.of("shop:2");
      shop.settle();
      rewrite("job", labels -> old);
      isLost();
      assertThat(resolve(As.SUCCEEDED).isRight()).isTrue();
      assertThat(record().attempt()).isEqualTo(2);
      settlesWithStarts(2);
      shop.desired = ShopStack.of("shop:1");
      settlesWithStarts(2);
    }

    @Test
    void thatCannotBeReadKeepsTheKeysThatCan() {
      shop.settle();
      shop.desired = ShopStack.of("shop:2");
      shop.settle();
      shop.pass(Duration.ofMinutes(1));
      for (var kind : List.of("attempt", "log")) shop.drop(kind);
      rewrite("job", ofLaterFormat());
      isLost();
      assertThat(resolve(As.SUCCEEDED).get()).contains("0 attempts, 2 keys");
      assertThat(record().attempt()).isEqualTo(3);
      settlesWithStarts(2);
      shop.desired = ShopStack.of("shop:1");
      settlesWithStarts(2);
    }

    @Test
    void ofAFailedRunStaysFailedWhenToldToRetry() {
      shop.attempts(Behaviour.exits(1, Duration.ofSeconds(1)));
      var once = ShopStack.POLICY.retrying(true, OptionalInt.of(0), ShopStack.POLICY.backoff());
      shop.desired = ShopStack.of("shop:1", once);
      shop.settle();
      shop.drop("job");
      isLost();
      assertThat(resolve(As.RETRY).isRight()).isTrue();
      shop.pass(Duration.ofMinutes(1));
      assertThat(migrate().phase()).isEqualTo(JobPhase.FAILED);
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }

    @Test
    void ofOrdersIsForAPersonToRemove() {
      shop.settle();
      shop.commands().suspend(NAME, "");
      rewrite("orders", ofLaterFormat());
      isLost();
      assertThat(refused(As.SUCCEEDED))
          .contains("skep-orders-shop_migrate-", "format 9", "docker config rm");
    }

    @Test
    void ofItsStackTooWaitsForTheStacks() {
      shop.settle();
      for (var kind : List.of("job", "stack")) shop.drop(kind);
      assertThat(refused(As.SUCCEEDED)).contains("the record of its stack is missing too");
    }
  }
}
