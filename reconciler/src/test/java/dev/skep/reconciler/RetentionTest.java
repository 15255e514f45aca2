package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobRecord;
import dev.skep.model.Schedule.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
  private static final long MB = 1 << 20;
  private static final String STACK = "shop";

  private final List<Kept> all = new ArrayList<>();
  private final Map<JobName, JobRecord> heads = new HashMap<>();
  private final Map<JobName, History> histories = new HashMap<>();
  private final Set<Kept.Attempt> standing = new HashSet<>();

  private void head(String job, int run, int attempt, List<String> succeeded) {
    heads.put(new JobName(STACK, job), RecordedJobs.head(STACK, job, run, attempt, succeeded));
  }

  /** The number tells the age too. */
  private void log(String job, int run, int number, long bytes) {
    var at = RecordedJobs.AT.plusSeconds(number);
    all.add(new Kept(
        "log " + job + number,
        new JobName(STACK, job),
        of(job, run, number),
        bytes,
        at,
        Optional.empty()));
  }

  private void attempt(
      String job, int run, int number, Result result, Verdict verdict, long bytes) {
    var end = RecordedJobs.record(STACK, job, run, number, result, verdict);
    all.add(new Kept(
        job + number,
        new JobName(STACK, job),
        of(job, run, number),
        bytes,
        end.endedAt(),
        Optional.of(end)));
  }

  private void failure(String job, int run, int number, long bytes) {
    attempt(job, run, number, Result.FAILED, Verdict.RETRY, bytes);
  }

  private void success(String job, int run, int number, long bytes) {
    attempt(job, run, number, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, bytes);
  }

  private static Kept.Attempt of(String job, int run, int number) {
    return new Kept.Attempt(RecordedJobs.run(STACK, job, run).id(), number);
  }

  private List<String> dropped() {
    return Retention.toDrop(all, heads, histories, standing).stream()
        .map(Kept::id)
        .toList();
  }

  @Nested
  class WhenThereIsTooMuch {
    @Test
    void theOldestLogsGoFirstUntilLittleEnoughIsLeft() {
      head("a", 9, 9, List.of());
      IntStream.rangeClosed(1, 8).forEach(n -> success("a", 1, n, 1));
      IntStream.rangeClosed(1, 8).forEach(n -> log("a", 1, n, 2 * MB));
      assertThat(dropped()).containsExactly("log a1", "log a2", "log a3");
    }

    @Test
    void upToTheMarkNothingGoes() {
      head("a", 9, 9, List.of());
      IntStream.rangeClosed(1, 7).forEach(n -> log("a", 1, n, 2 * MB));
      assertThat(dropped()).isEmpty();
    }

    /** An application may make thousands, each with a name of its own. */
    @Test
    void logsOfOneShotsGoHoweverFewOfANameThereAre() {
      log("once", 1, 1, 8 * MB);
      log("again", 1, 2, 8 * MB);
      assertThat(dropped()).containsExactly("log once1");
    }

    @Test
    void theNewestLogOfAJobStays() {
      head("a", 1, 1, List.of());
      failure("b", 1, 3, 1);
      log("a", 1, 1, 8 * MB);
      log("b", 1, 2, 8 * MB);
      log("b", 1, 3, 8 * MB);
      assertThat(dropped()).containsExactly("log b2");
    }

    @Test
    void thenOldAttemptsGoEachAfterItsLog() {
      head("a", 3, 6, List.of("key1", "key2"));
      failure("a", 1, 1, 4 * MB);
      failure("a", 1, 2, 4 * MB);
      success("a", 1, 3, 4 * MB);
      failure("a", 2, 4, 4 * MB);
      success("a", 2, 5, 4 * MB);
      log("a", 1, 1, 1);
      log("a", 2, 5, 1);
      assertThat(dropped()).containsExactly("log a1", "a1", "a2", "a3");
    }

    @Test
    void theNewestFailureAndSuccessOfAJobStay() {
      head("a", 9, 9, List.of("key1"));
      success("a", 1, 1, 8 * MB);
      failure("a", 2, 2, 8 * MB);
      attempt("a", 3, 3, Result.STOPPED, Verdict.SUPERSEDED, 8 * MB);
      assertThat(dropped()).isEmpty();
    }

    @Test
    void attemptsOfThePresentRunStay() {
      head("a", 1, 3, List.of());
      IntStream.rangeClosed(1, 3).forEach(n -> failure("a", 1, n, 8 * MB));
      assertThat(dropped()).isEmpty();
    }

    @Test
    void anAttemptWhoseServiceIsThereStays() {
      head("a", 9, 9, List.of());
      IntStream.rangeClosed(1, 4).forEach(n -> failure("a", 1, n, 5 * MB));
      standing.add(of("a", 1, 1));
      assertThat(dropped()).containsExactly("a2", "a3");
    }

    @Test
    void aSuccessThatTheJobsRecordDoesNotHaveYetStays() {
      head("a", 9, 9, List.of("key2", "key3"));
      IntStream.rangeClosed(1, 3).forEach(n -> success("a", n, n, 8 * MB));
      assertThat(dropped()).containsExactly("a2");
    }

    @Test
    void ofAJobWhoseRecordIsLostTheAttemptsStay() {
      IntStream.rangeClosed(1, 3).forEach(n -> failure("a", n, n, 8 * MB));
      assertThat(dropped()).isEmpty();
    }

    @Test
    void aFailureForGoodGoesAfterAllOthers() {
      head("a", 9, 9, List.of());
      attempt("a", 1, 1, Result.FAILED, Verdict.RUN_FAILED, 5 * MB);
      IntStream.rangeClosed(2, 4).forEach(n -> failure("a", 2, n, 5 * MB));
      assertThat(dropped()).containsExactly("a2", "a3");
    }
  }

  @Nested
  class OfAttemptsInWhichNothingRan {
    private void notStarted(int from, int to) {
      IntStream.rangeClosed(from, to).forEach(n -> {
        attempt("a", 1, n, Result.NOT_STARTED, Verdict.RETRY, 1);
        log("a", 1, n, 1);
      });
    }

    @Test
    void theNewestFiftyOfARunAndItsFirstAttemptStay() {
      head("a", 1, 100, List.of());
      notStarted(1, 100);
      var gone = IntStream.rangeClosed(2, 50).boxed().toList();
      assertThat(dropped())
          .containsExactlyInAnyOrderElementsOf(
              gone.stream().flatMap(n -> List.of("log a" + n, "a" + n).stream()).toList());
    }

    @Test
    void fiftyStay() {
      head("a", 1, 50, List.of());
      notStarted(1, 50);
      assertThat(dropped()).isEmpty();
    }

    @Test
    void othersOfTheSameRunAreNotCounted() {
      head("a", 1, 80, List.of());
      IntStream.rangeClosed(1, 30).forEach(n -> failure("a", 1, n, 1));
      notStarted(31, 80);
      assertThat(dropped()).isEmpty();
    }
  }

  @Nested
  class OfRunsAtSlots {
    private String key(int run) {
      return RunKey.atSlot("key", RecordedJobs.AT.plusSeconds(60L * run));
    }

    private void slot(int run, int number, Result result) {
      var verdict = result == Result.SUCCEEDED ? Verdict.RUN_SUCCEEDED : Verdict.RETRY;
      var of = RecordedJobs.record(STACK, "a", run, number, result, verdict);
      var end = new AttemptRecord(
          STACK,
          "a",
          of.run(),
          key(run),
          run,
          number,
          result,
          verdict,
          of.reason(),
          "",
          of.exitCode(),
          of.node(),
          of.serviceId(),
          of.startedAt(),
          of.endedAt());
      all.add(new Kept(
          "a" + number,
          new JobName(STACK, "a"),
          of("a", run, number),
          1,
          end.endedAt(),
          Optional.of(end)));
    }

    private List<String> names(int from, int to) {
      return IntStream.rangeClosed(from, to).mapToObj(n -> "a" + n).toList();
    }

    @Test
    void theNewestTwentyOfEachKindStay() {
      IntStream.rangeClosed(1, 30).forEach(n -> slot(n, n, Result.SUCCEEDED));
      IntStream.rangeClosed(31, 60).forEach(n -> slot(n, n, Result.FAILED));
      head("a", 61, 61, List.of(key(30)));
      var gone = new ArrayList<>(names(1, 10));
      gone.addAll(names(31, 40));
      assertThat(dropped()).containsExactlyInAnyOrderElementsOf(gone);
    }

    @Test
    void orSoManyAsTheScheduleSaysAndTheNewestAlways() {
      histories.put(new JobName(STACK, "a"), new History(3, 0));
      IntStream.rangeClosed(1, 5).forEach(n -> slot(n, n, Result.SUCCEEDED));
      IntStream.rangeClosed(6, 8).forEach(n -> slot(n, n, Result.FAILED));
      head("a", 9, 9, List.of(key(5)));
      assertThat(dropped()).containsExactlyInAnyOrder("a1", "a2", "a6", "a7");
    }

    @Test
    void aRunOfManyAttemptsIsOne() {
      histories.put(new JobName(STACK, "a"), new History(1, 1));
      IntStream.rangeClosed(1, 4).forEach(n -> slot(1, n, Result.FAILED));
      slot(1, 5, Result.SUCCEEDED);
      IntStream.rangeClosed(6, 9).forEach(n -> slot(2, n, Result.FAILED));
      head("a", 3, 10, List.of(key(1)));
      assertThat(dropped()).isEmpty();
    }

    @Test
    void noMoreThanTwoHundredAttemptsOfThemStay() {
      histories.put(new JobName(STACK, "a"), new History(100, 100));
      IntStream.rangeClosed(1, 250).forEach(n -> slot(1 + n / 50, n, Result.FAILED));
      head("a", 9, 251, List.of());
      assertThat(dropped()).containsExactlyInAnyOrderElementsOf(names(1, 50));
    }
  }

  /** Whatever there is, nothing goes that a decision may still rest on. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverWhatIsStillNeeded(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 4; i++) {
      int run = 1;
      int attempts = 50 + random.nextInt(150);
      for (int n = 1; n <= attempts; n++) {
        if (random.nextInt(5) == 0) run++;
        var result = Result.values()[random.nextInt(Result.values().length)];
        var verdict = Verdict.values()[random.nextInt(Verdict.values().length)];
        attempt("j" + i, run, n, result, verdict, random.nextInt(200_000));
        log("j" + i, run, n, random.nextInt(100_000));
        if (random.nextInt(10) == 0) standing.add(of("j" + i, run, n));
      }
      head("j" + i, run, attempts, List.of("key1", "key3", "key5"));
    }
    var gone = Retention.toDrop(all, heads, histories, standing);
    assertThat(gone).as("seed %s", seed).isNotEmpty().doesNotHaveDuplicates();
    for (var kept : gone) {
      if (kept.isLog()) continue;
      var end = kept.end().orElseThrow();
      var head = heads.get(kept.job());
      assertThat(standing).as("seed %s", seed).doesNotContain(kept.of());
      assertThat(end.number()).as("seed %s", seed).isNotEqualTo(head.attempt());
      assertThat(head.run().id().equals(end.run()) && end.result() != Result.NOT_STARTED)
          .as("seed %s: of the present run: %s", seed, end)
          .isFalse();
      if (end.verdict() == Verdict.RUN_SUCCEEDED && end.result() != Result.NOT_STARTED) {
        assertThat(head.succeeded()).as("seed %s", seed).contains(end.runKey());
      }
    }
  }
}
