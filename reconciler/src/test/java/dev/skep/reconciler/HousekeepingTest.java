package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
  private final FakeSwarm swarm = new FakeSwarm();
  private final RecordedJobs jobs = new RecordedJobs(swarm);
  private final FakeClock clock = new FakeClock(swarm);
  private final Lease lease =
      new Lease(swarm, RecordedJobs.OWNER, "one", Duration.ofDays(1), clock);
  private final Records records = new Records(swarm, RecordedJobs.OWNER);
  private final KnownAttempts known = new KnownAttempts(records, clock);
  private final Housekeeping house =
      new Housekeeping(swarm, records, known, RecordedJobs.OWNER, lease, clock);

  @BeforeEach
  void lead() {
    lease.acquireOrRenew();
  }

  /** In one run of a job, nothing has started so many times. */
  private void notStarted(int times) {
    jobs.open("shop", "migrate", 1, times);
    IntStream.rangeClosed(1, times)
        .forEach(n -> jobs.attempt("shop", "migrate", 1, n, Result.NOT_STARTED, Verdict.RETRY));
  }

  private int count(String kind) {
    return swarm.payloads(Kind.CONFIG, Map.of(Labels.KIND, kind)).get().size();
  }

  @Test
  void dropsWithTheLogsAndLeavesTheRecordsOfJobsAndOrders() {
    notStarted(80);
    clock.later(Duration.ofMinutes(1));
    house.work();
    assertThat(count("attempt")).isEqualTo(Retention.NOT_STARTED + 1);
    assertThat(count("log")).isEqualTo(Retention.NOT_STARTED + 1);
    assertThat(count("job")).isEqualTo(1);
    assertThat(count("lease")).isEqualTo(1);
  }

  @Test
  void whatWasDroppedIsNotTakenForKnown() {
    notStarted(80);
    known.read(records.heads().get().byStack(), List.of(), Scope.ALL);
    clock.later(Duration.ofMinutes(1));
    house.work();
    assertThat(known
            .read(records.heads().get().byStack(), List.of(), Scope.ALL)
            .get()
            .get("shop"))
        .hasSize(Retention.NOT_STARTED + 1);
  }

  @Test
  void isDueSoonAfterTheStartEveryHourAndAfterManyAttempts() {
    assertThat(house.due()).as("at the very start").isFalse();
    clock.later(Duration.ofSeconds(10));
    assertThat(house.due()).isTrue();
    house.work();
    assertThat(house.due()).isFalse();
    clock.later(Housekeeping.EVERY);
    assertThat(house.due()).isTrue();
    house.work();
    for (int i = 0; i < Housekeeping.MANY_ATTEMPTS; i++) {
      assertThat(house.due()).isFalse();
      house.recorded();
    }
    assertThat(house.due()).isTrue();
  }

  @Test
  void withoutTheLeaseNothingIsReadOrDropped() {
    notStarted(80);
    lease.release();
    clock.later(Housekeeping.EVERY);
    int calls = swarm.calls().size();
    house.work();
    assertThat(house.due()).isFalse();
    assertThat(swarm.calls()).hasSize(calls);
  }

  @Test
  void whenTheLeaseIsLostOnTheWayTheRestStays() {
    notStarted(80);
    clock.later(Duration.ofMinutes(1));
    long before = swarm.writes();
    swarm.faults(call -> {
      if (call.isWrite() && call.write() == before + 3) clock.later(Duration.ofDays(1));
      return FaultPlan.NONE;
    });
    house.work();
    assertThat(swarm.writes()).isEqualTo(before + 3);
  }

  @Test
  void aFaultIsTriedAgainSoonAndNothingIsDroppedTwice() {
    notStarted(80);
    clock.later(Duration.ofMinutes(1));
    swarm.faults(call -> call.isWrite() ? new FaultPlan.LoseAnswer() : FaultPlan.NONE);
    house.work();
    assertThat(count("log")).as("one, of which nobody heard").isEqualTo(79);
    swarm.faults(call -> FaultPlan.NONE);
    clock.later(Duration.ofMinutes(2));
    house.work();
    assertThat(count("attempt")).isEqualTo(Retention.NOT_STARTED + 1);
  }

  @Test
  void whatIsMuchIsDroppedInPortions() {
    notStarted(Retention.NOT_STARTED + 1 + Housekeeping.AT_ONCE);
    clock.later(Duration.ofMinutes(1));
    long before = swarm.writes();
    house.work();
    assertThat(swarm.writes() - before).isEqualTo(Housekeeping.AT_ONCE);
    clock.later(Duration.ofMinutes(2));
    house.work();
    assertThat(count("attempt")).isEqualTo(Retention.NOT_STARTED + 1);
  }

  /** A list of configs does not tell how long their contents are. */
  @Test
  void aLogTellsItsLength() {
    jobs.attempt("shop", "migrate", 1, 1, Result.FAILED, Verdict.RETRY);
    var log = records.kept().get().stream().filter(Kept::isLog).findFirst().orElseThrow();
    records.create(
        RecordedJobs.record("shop", "migrate", 1, 2, Result.FAILED, Verdict.RETRY),
        List.of("x".repeat(20_000)));
    var longer = records.kept().get().stream()
        .filter(k -> k.isLog() && k.of().number() == 2)
        .findFirst()
        .orElseThrow();
    assertThat(longer.bytes() - log.bytes())
        .isBetween(Records.LOG_BYTES - 10L, (long) Records.LOG_BYTES);
  }
}
