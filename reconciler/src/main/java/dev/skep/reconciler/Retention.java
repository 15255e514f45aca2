package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobRecord;
import dev.skep.model.Schedule.History;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which records of ended attempts go, so that Swarm's store stays small. Logs go first,
 * the oldest first, then attempts of runs that are over. What a decision may still rest on stays,
 * however much there is: the present run, the newest attempt, success and failure of a job, a
 * success that the job's record does not have yet, and whatever has a service left. Orders and the
 * keys that have succeeded are no concern of this: they are never dropped. Nor are the ends of
 * one-shots that nobody committed, which have a bound of their own; but their logs are. Pure.
 */
final class Retention {
  /** Above this, records are dropped until no more than {@link #LOW} is left. */
  static final long HIGH = 14L << 20;

  static final long LOW = 12L << 20;

  /** Of attempts in which nothing ran, so many of a run: back-off over days would pile them up. */
  static final int NOT_STARTED = 50;

  /** Of attempts at slots of a schedule, so many of a job, however few runs they are of. */
  static final int AT_SLOTS = 200;

  private static final Comparator<Kept> OLDEST = Comparator.comparing(Kept::at);
  private static final Comparator<Kept> LOWEST =
      Comparator.comparing(k -> k.of().number());

  private final Map<Kept.Attempt, Kept> logs = new HashMap<>();
  private final Map<Kept.Attempt, Kept> attempts = new HashMap<>();
  private final Set<JobName> jobs;
  private final Map<JobName, JobRecord> heads;
  private final Map<JobName, History> histories;
  private final Set<Kept.Attempt> standing;
  private final Set<Kept> dropped = new LinkedHashSet<>();
  private long left;

  private Retention(
      Collection<Kept> all,
      Map<JobName, JobRecord> heads,
      Map<JobName, History> histories,
      Set<Kept.Attempt> standing) {
    all.forEach(kept -> (kept.isLog() ? logs : attempts).put(kept.of(), kept));
    this.jobs = attempts.values().stream().map(Kept::job).collect(Collectors.toSet());
    this.heads = heads;
    this.histories = histories;
    this.standing = standing;
    this.left = all.stream().mapToLong(Kept::bytes).sum();
  }

  /**
   * What is to go, in this order: no attempt before its log.
   *
   * @param heads of all jobs: of one without, nothing but logs is dropped
   * @param histories how many runs are remembered of a job with a schedule
   * @param standing attempts whose services exist
   */
  static List<Kept> toDrop(
      Collection<Kept> all,
      Map<JobName, JobRecord> heads,
      Map<JobName, History> histories,
      Set<Kept.Attempt> standing) {
    var retention = new Retention(all, heads, histories, standing);
    retention.thinOut();
    if (retention.left > HIGH) retention.shrink();
    return List.copyOf(retention.dropped);
  }

  private void thinOut() {
    for (var run : attempts.values().stream()
        .collect(Collectors.groupingBy(k -> k.of().run()))
        .values()) {
      // The run's deadline counts from its first attempt.
      var first = run.stream().min(LOWEST).orElseThrow();
      run.stream()
          .filter(k -> end(k).result() == Result.NOT_STARTED)
          .sorted(LOWEST.reversed())
          .skip(NOT_STARTED)
          .filter(k -> k != first && !standing.contains(k.of()))
          .filter(k -> head(k).isPresent() && !named(k))
          .forEach(this::drop);
    }
    var over = over();
    attempts.values().stream()
        .filter(k -> RunKey.slot(end(k).runKey()).isPresent())
        .collect(Collectors.groupingBy(Kept::job))
        .forEach((job, ofJob) -> {
          var history = histories.getOrDefault(job, History.DEFAULT);
          var runs =
              ofJob.stream().collect(Collectors.groupingBy(k -> k.of().run())).values().stream()
                  .collect(Collectors.partitioningBy(
                      run -> run.stream().anyMatch(k -> end(k).result() == Result.SUCCEEDED)));
          var beyond = Stream.of(
              beyond(runs.get(true), history.succeeded()),
              beyond(runs.get(false), history.failed()),
              ofJob.stream().sorted(LOWEST.reversed()).skip(AT_SLOTS));
          beyond.flatMap(Function.identity()).filter(over).forEach(this::drop);
        });
  }

  private static Stream<Kept> beyond(List<List<Kept>> runs, int most) {
    return runs.stream()
        .sorted(Comparator.comparing(run -> Collections.max(run, LOWEST), LOWEST.reversed()))
        .skip(most)
        .flatMap(List::stream);
  }

  private void shrink() {
    var newest = newestOfEachJob(logs, this::ofJob);
    dropUntilLow(logs.values().stream().filter(k -> !newest.contains(k)).toList(), OLDEST);
    // A failure for good goes last: without it an old manifest that comes back would run again.
    Comparator<Kept> forGood = Comparator.comparing(k -> end(k).verdict() == Verdict.RUN_FAILED);
    dropUntilLow(attempts.values().stream().filter(over()).toList(), forGood.thenComparing(OLDEST));
  }

  /** Logs of one-shots that nobody committed are kept too; each of these has a name of its own. */
  private boolean ofJob(Kept log) {
    return heads.containsKey(log.job()) || jobs.contains(log.job());
  }

  private void dropUntilLow(List<Kept> candidates, Comparator<Kept> order) {
    for (var kept : candidates.stream().sorted(order).toList()) {
      if (left <= LOW) return;
      drop(kept);
    }
  }

  /** Whether nothing rests on an attempt any more. */
  private Predicate<Kept> over() {
    var newest = newestOfEachJob(attempts, k -> true);
    newest.addAll(newestOfEachJob(attempts, k -> end(k).result() == Result.SUCCEEDED));
    newest.addAll(newestOfEachJob(attempts, k -> end(k).counted()));
    return k -> head(k).filter(h -> !h.run().id().equals(k.of().run())).isPresent()
        && !standing.contains(k.of())
        && !newest.contains(k)
        && !unsaved(k);
  }

  private void drop(Kept kept) {
    var log = logs.get(kept.of());
    if (log != null && dropped.add(log)) left -= log.bytes();
    if (dropped.add(kept)) left -= kept.bytes();
  }

  /** Without it, the job machine would take the attempt for one that has vanished. */
  private boolean named(Kept kept) {
    return head(kept)
        .filter(h -> new Kept.Attempt(h.run().id(), h.attempt()).equals(kept.of()))
        .isPresent();
  }

  private boolean unsaved(Kept kept) {
    return RunKey.unsaved(end(kept), head(kept));
  }

  private Optional<JobRecord> head(Kept kept) {
    return Optional.ofNullable(heads.get(kept.job()));
  }

  private static Set<Kept> newestOfEachJob(Map<Kept.Attempt, Kept> some, Predicate<Kept> among) {
    return some.values().stream()
        .filter(among)
        .collect(Collectors.groupingBy(Kept::job, Collectors.maxBy(LOWEST)))
        .values()
        .stream()
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  private static AttemptRecord end(Kept attempt) {
    return attempt.end().orElseThrow();
  }
}
