package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which records of attempts a look reads. */
class KnownAttemptsTest {
  private static final String EVERYTHING = "everything";

  private final FakeSwarm swarm = new FakeSwarm();
  private final RecordedJobs jobs = new RecordedJobs(swarm);
  private final Records records = new Records(swarm, RecordedJobs.OWNER);
  private final FakeClock clock = new FakeClock(swarm);
  private final KnownAttempts known = new KnownAttempts(records, clock);
  private Scope scope = Scope.ALL;

  @BeforeEach
  void aHistory() {
    jobs.succeeded("shop", "migrate", 120);
    jobs.succeeded("shop", "seed", 3);
    jobs.succeeded("blog", "migrate", 2);
    assertThat(read()).hasSize(125);
  }

  private List<AttemptRecord> read() {
    var services = swarm.services(Map.of(Labels.KIND, "attempt")).get();
    return known.read(records.heads().get().byStack(), services, scope).get().values().stream()
        .flatMap(List::stream)
        .toList();
  }

  private boolean knows(int number) {
    return read().stream()
        .anyMatch(
            a -> a.stack().equals("shop") && a.job().equals("migrate") && a.number() == number);
  }

  /** What the lists of attempts asked for, that the work makes. */
  private List<String> asks(Runnable work) {
    long before = swarm.calls().size();
    work.run();
    return swarm.calls().stream()
        .skip(before)
        .filter(c -> c.name().equals("payloads"))
        .filter(c -> c.target().contains(Labels.KIND + "=attempt"))
        .map(c -> which(c.target()))
        .toList();
  }

  private static String which(String filter) {
    if (filter.contains(Labels.RUN + "=")) {
      return filter.replaceAll(".*" + Labels.RUN + "=([^,}]*).*", "$1");
    }
    return filter.contains(Labels.JOB + "=")
        ? filter.replaceAll(".*" + Labels.JOB + "=([^,}]*).*", "$1")
        : EVERYTHING;
  }

  private void remove(String run) {
    var configs = swarm
        .payloads(Kind.CONFIG, Map.of(Labels.KIND, "attempt", Labels.RUN, run))
        .get();
    assertThat(configs).hasSize(1);
    swarm.removePayload(Kind.CONFIG, configs.getFirst().id());
  }

  @Test
  void nothingIsReadAgainWhileNothingMoves() {
    assertThat(asks(this::read)).isEmpty();
  }

  @Test
  void anotherRunOfAJobReadsThatJobAlone() {
    jobs.move("shop", "seed", 4, 4, List.of("key1", "key2", "key3"));
    assertThat(asks(this::read)).containsExactly("seed");
  }

  @Test
  void anOpenRunIsReadAloneAtEveryLook() {
    jobs.move("shop", "migrate", 121, 121, List.of());
    read();
    for (int i = 0; i < 3; i++) assertThat(asks(this::read)).containsExactly("shop.migrate.121");
    assertThat(knows(121)).isFalse();
    jobs.attempt("shop", "migrate", 121, 121, Result.FAILED, Verdict.RETRY);
    assertThat(knows(121)).as("somebody recorded it").isTrue();
    assertThat(read()).as("and all else is still known").hasSize(126);
  }

  @Test
  void aRunThatHasFailedForGoodIsNotReadAgain() {
    jobs.move("shop", "migrate", 121, 121, List.of());
    jobs.attempt("shop", "migrate", 121, 121, Result.FAILED, Verdict.RUN_FAILED);
    assertThat(knows(121)).isTrue();
    assertThat(asks(this::read)).isEmpty();
  }

  /** A person's word on another run than the newest comes with such a step, too. */
  @Test
  void anyStepOfAJobReadsAllOfThatJob() {
    jobs.attempt("shop", "seed", 9, 4, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED);
    jobs.move("shop", "seed", 3, 3, List.of("key1", "key2", "key3", "key9"));
    assertThat(asks(() -> assertThat(read()).hasSize(126))).containsExactly("seed");
    assertThat(asks(this::read)).isEmpty();
  }

  @Test
  void whatWasWrittenByUsIsReadAgain() {
    jobs.attempt("shop", "seed", 9, 4, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED);
    assertThat(read()).as("as it comes with no step of the job").hasSize(125);
    known.written("shop", "seed");
    assertThat(asks(() -> assertThat(read()).hasSize(126))).containsExactly("seed");
  }

  @Test
  void theFirstAttemptOfAJobThatHasNoRecordIsReadOnceWritten() {
    jobs.attempt("shop", "new", 1, 1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED);
    known.written("shop", "new");
    assertThat(asks(() -> assertThat(read()).hasSize(126))).containsExactly("new");
  }

  @Test
  void jobsThatHaveLostTheirRecordAreReadAgain() {
    var head = records.heads().get().of("shop").jobs().get("seed");
    swarm.removePayload(Kind.CONFIG, head.id());
    assertThat(asks(() -> assertThat(read()).hasSize(125))).containsExactly("seed");
    assertThat(asks(this::read)).isEmpty();
  }

  @Test
  void whenManyJobsMovedOneCallReadsAll() {
    IntStream.range(0, 5).forEach(i -> jobs.open("many", "job" + i, 1, 1));
    assertThat(asks(this::read)).containsExactly(EVERYTHING);
  }

  @Test
  void othersMayHaveWrittenBeforeTheLeaseWasOurs() {
    known.forget();
    assertThat(asks(this::read)).containsExactly(EVERYTHING);
    assertThat(asks(this::read)).isEmpty();
  }

  @Test
  void ofStacksThatTheLookIsNotForNothingIsReadBeforeOneIs() {
    jobs.move("shop", "migrate", 121, 121, List.of());
    jobs.move("blog", "migrate", 3, 3, List.of());
    jobs.attempt("blog", "migrate", 3, 3, Result.FAILED, Verdict.RETRY);
    known.written("blog", "migrate");
    scope = Scope.of(Set.of(), "shop");
    assertThat(asks(() -> assertThat(read()).hasSize(125))).containsExactly("migrate");
    assertThat(asks(this::read)).containsExactly("shop.migrate.121");
    scope = Scope.of(Set.of(), "blog");
    assertThat(asks(() -> assertThat(read()).hasSize(126))).containsExactly("migrate");
  }

  @Test
  void whatCouldNotBeReadIsReadAtTheNextLook() {
    jobs.attempt("shop", "seed", 9, 4, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED);
    known.written("shop", "seed");
    var heads = records.heads().get().byStack();
    swarm.faults(call -> new FaultPlan.Refuse());
    assertThat(known.read(heads, List.of(), Scope.ALL).isLeft()).isTrue();
    swarm.faults(call -> FaultPlan.NONE);
    assertThat(read()).hasSize(126);
  }

  @Nested
  class ARecordRemovedByHand {
    @Test
    void isMissedAtTheNextLookWhileItsRunIsOpen() {
      jobs.move("shop", "migrate", 121, 121, List.of());
      jobs.attempt("shop", "migrate", 121, 121, Result.FAILED, Verdict.RETRY);
      assertThat(knows(121)).isTrue();
      remove("shop.migrate.121");
      assertThat(knows(121)).isFalse();
    }

    @Test
    void isMissedAfterSomeMinutesInAnyCase() {
      remove("shop.migrate.7");
      assertThat(knows(7)).isTrue();
      clock.later(KnownAttempts.ALL_AGAIN.minusSeconds(1));
      assertThat(knows(7)).isTrue();
      clock.later(Duration.ofSeconds(1));
      assertThat(knows(7)).isFalse();
    }
  }
}
