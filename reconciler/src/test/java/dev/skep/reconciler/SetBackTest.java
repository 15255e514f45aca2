package dev.skep.reconciler;

import static dev.skep.reconciler.JobClaims.rests;
import static dev.skep.reconciler.JobSamples.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.JobOrders.Rerun;
import dev.skep.model.JobPhase;
import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.TaskState;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A backup of the Swarm's store was restored: what came after it is remembered nowhere. */
class SetBackTest {
  @Nested
  class AJob {
    private static final long BEFORE = 0;
    private static final long SINCE = 100;

    private final JobFixture job = new JobFixture().setBack(SINCE);

    private void waits(JobPhase phase) {
      var step = job.step();
      rests(step, phase, Reason.LEDGER_SET_BACK);
      assertThat(step.stalled()).isTrue();
      assertThat(step.message()).contains("put back to an earlier time");
    }

    @Test
    void waitsThatIsNotKnownToHaveRun() {
      waits(JobPhase.BLOCKED);
    }

    @Test
    void isDoneThatHadSucceededBefore() {
      job.record(1, "s1", KEY);
      rests(job.step(), JobPhase.SUCCEEDED, Reason.FROM_RECORD);
    }

    @Test
    void waitsWhoseAttemptWasIntended() {
      job.record(1, null);
      waits(JobPhase.UNKNOWN);
    }

    @Test
    void waitsWhoseServiceWasMadeAndNotStarted() {
      job.record(1, "s1").service("s1", 1, 0);
      waits(JobPhase.UNKNOWN);
    }

    @Test
    void isFollowedWhoseAttemptHadBeenStarted() {
      job.record(1, "s1").service("s1", 1, 1).task("s1", TaskState.RUNNING, 0, "");
      assertThat(job.step().reason()).isNotEqualTo(Reason.LEDGER_SET_BACK);
    }

    @Test
    void runsThatAPersonHasToldToSince() {
      job.wantedRun("again", RunKey.withToken(KEY, "r1"))
          .orders(o ->
              o.rerun(new Rerun(KEY, "r1", JobFixture.NOW.plusSeconds(1), "nothing was lost")));
      assertThat(job.step().phase()).isEqualTo(JobPhase.STARTING);
    }

    @Test
    void waitsThatHadBeenToldToRunAgainBefore() {
      job.wantedRun("again", RunKey.withToken(KEY, "r1"))
          .orders(o -> o.rerun(new Rerun(KEY, "r1", JobFixture.NOW.minusSeconds(1), "")));
      waits(JobPhase.BLOCKED);
    }
  }

  @Nested
  class AStack {
    private final PassFixture shop = new PassFixture();

    /** As people find it: another controller, on a store that is as it was before the migration. */
    private void putBackBefore(String revision) {
      shop.desired = ShopStack.of("shop:1");
      shop.settle();
      var backup = shop.swarm.state().copy();
      shop.desired = ShopStack.of(revision);
      shop.settle();
      shop.restart("holder-2");
      shop.swarm.putBack(backup);
      shop.settle();
    }

    private long migrations() {
      return shop.swarm.containers().stream()
          .filter(c -> c.serviceName().contains("migrate"))
          .count();
    }

    private JobRow migrate() {
      return shop.pass().status().jobs().getFirst();
    }

    @Test
    void runsNoMigrationAgainInSilence() {
      putBackBefore("shop:2");

      assertThat(migrations()).isEqualTo(2);
      assertThat(migrate().phase()).isEqualTo(JobPhase.BLOCKED);
      assertThat(migrate().reason()).isEqualTo(Reason.LEDGER_SET_BACK);
    }

    @Test
    void goesOnWhereItsRevisionHadRunBefore() {
      putBackBefore("shop:1");

      assertThat(migrations()).isEqualTo(1);
      assertThat(shop.settle().phase()).isEqualTo(StackStatus.Phase.READY);
    }

    @Test
    void goesOnWhenAPersonSaysThatTheMigrationIsDone() {
      putBackBefore("shop:2");

      shop.commands()
          .resolve("shop_migrate", JobCommands.As.SUCCEEDED, "looked at the tables")
          .get();

      assertThat(shop.settle().phase()).isEqualTo(StackStatus.Phase.READY);
      assertThat(migrations()).isEqualTo(2);
    }

    @Test
    void runsWhatAPersonTellsToRunAgain() {
      putBackBefore("shop:2");

      shop.swarm.tick(Duration.ofSeconds(1));
      shop.commands().rerun("shop_migrate", "the database was put back too").get();

      assertThat(shop.settle().phase()).isEqualTo(StackStatus.Phase.READY);
      assertThat(migrations()).isEqualTo(3);
    }

    @Test
    void runsWhatWaitsWhenAPersonAcceptsTheRecords() {
      putBackBefore("shop:2");

      var records = new Records(shop.swarm, "team");
      records.accept(records.heads().get().setBack().orElseThrow()).get();

      assertThat(shop.settle().phase()).isEqualTo(StackStatus.Phase.READY);
      assertThat(migrations()).isEqualTo(3);
      shop.restart("holder-3");
      shop.settle();
      assertThat(records.heads().get().setBack()).isEmpty();
    }
  }

  @Nested
  class TheLease {
    private final FakeSwarm swarm = new FakeSwarm();
    private final Clock clock = new FakeClock(swarm);
    private final Records records = new Records(swarm, "team");
    private final Lease one = lease("one");

    private Lease lease(String holder) {
      return new Lease(swarm, "team", holder, Lease.DURATION, clock);
    }

    private FakeState backup() {
      one.acquireOrRenew();
      return swarm.state().copy();
    }

    private boolean found() {
      return records.heads().get().setBack().isPresent();
    }

    @Test
    void findsItAtTheNextRenewal() {
      var backup = backup();
      one.acquireOrRenew();
      one.acquireOrRenew();
      swarm.putBack(backup);

      one.acquireOrRenew();

      assertThat(found()).isTrue();
      assertThat(one.held()).isTrue();
      assertThat(records.heads().get().setBack().orElseThrow().value().epoch())
          .isEqualTo(one.epoch());
    }

    @Test
    void isFoundByWhoComesLaterAndRemembers() {
      var backup = backup();
      one.acquireOrRenew();
      one.acquireOrRenew();
      swarm.putBack(backup);
      var two = lease("two");
      two.remember(one.mark());

      two.acquireOrRenew();

      assertThat(found()).isTrue();
    }

    @Test
    void isFoundWhenThereWasNoneYet() {
      var backup = swarm.state().copy();
      one.acquireOrRenew();
      one.acquireOrRenew();
      swarm.tick(Duration.ofMinutes(1));
      swarm.putBack(backup);
      var two = lease("two");
      two.remember(one.mark());

      two.acquireOrRenew();

      assertThat(found()).isTrue();
      assertThat(two.held()).isTrue();
    }

    @Test
    void isNotTakenForPutBackWhenSomebodyDeletesIt() {
      one.acquireOrRenew();
      one.acquireOrRenew();
      var config =
          swarm.payloads(Kind.CONFIG, Map.of(Labels.KIND, "lease")).get().getFirst();
      swarm.removePayload(Kind.CONFIG, config.id());
      swarm.tick(Duration.ofMinutes(1));

      one.acquireOrRenew();

      assertThat(one.held()).isTrue();
      assertThat(found()).isFalse();
    }

    @Test
    void isFoundOnceAndNotAgainByOthersThatRememberTheOldStore() {
      var backup = backup();
      one.acquireOrRenew();
      one.acquireOrRenew();
      var mark = one.mark();
      swarm.putBack(backup);
      one.acquireOrRenew();
      records.accept(records.heads().get().setBack().orElseThrow());
      var two = lease("two");
      two.remember(mark);

      two.acquireOrRenew();
      one.acquireOrRenew();

      assertThat(found()).isFalse();
      assertThat(one.held()).isTrue();
    }

    @Test
    void isBelievedOnlyWhenAWriteProvesIt() {
      var backup = backup();
      one.acquireOrRenew();
      one.acquireOrRenew();
      swarm.putBack(backup);
      swarm.faults(call -> call.isWrite() ? new FaultPlan.Refuse() : FaultPlan.NONE);

      assertThat(one.acquireOrRenew().isLeft()).isTrue();

      assertThat(one.held()).isFalse();
      swarm.faults(call -> FaultPlan.NONE);
      assertThat(found()).isFalse();
      one.acquireOrRenew();
      assertThat(found()).isTrue();
    }
  }
}
