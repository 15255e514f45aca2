package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The recorded attempts of all jobs, as far as they have been read. There may be thousands, so a
 * look reads only what can be new. An attempt's record never changes, and while the lease is ours
 * it comes only with a step of its job: with another version of the job's record, with a write of
 * our own, or for an attempt that is still open, where a person's word may come at any time too.
 * That a record is <em>not</em> there is never concluded from an earlier look in any of these
 * cases.
 */
final class KnownAttempts {
  /** Somebody may have removed a record by hand. */
  static final Duration ALL_AGAIN = Duration.ofMinutes(5);

  /** A further call costs about as much as the reading of so many records. */
  private static final int WORTH_A_CALL = 50;

  private record Known(Optional<Held<JobRecord>> head, List<AttemptRecord> attempts) {}

  /** What one call is to read again: all of a job, or one of its runs. */
  private record Part(JobName job, Optional<String> run) {}

  private final Records records;
  private final Clock clock;

  private final Map<JobName, Known> known = new HashMap<>();
  private final Map<Kept.Attempt, AttemptRecord> ends = new HashMap<>();

  /** Marked from any thread; taken over by the next look. */
  private final Set<JobName> written = ConcurrentHashMap.newKeySet();

  private final Set<JobName> stale = new HashSet<>();
  private boolean allRead;
  private long allReadAt;

  KnownAttempts(Records records, Clock clock) {
    this.records = records;
    this.clock = clock;
  }

  /** An attempt of the job has, or may have, been recorded by us. */
  void written(String stack, String job) {
    written.add(new JobName(stack, job));
  }

  /** Others may have written: the next look reads everything. */
  void forget() {
    allRead = false;
  }

  /**
   * All recorded attempts by stack, the oldest first.
   *
   * @param heads read just before
   * @param scope the stacks of which they have to be as they are now
   */
  Either<SwarmFault, Map<String, List<AttemptRecord>>> read(
      Map<String, Ledger> heads, List<ObservedService> attemptServices, Scope scope) {
    for (var job : written) {
      written.remove(job);
      stale.add(job);
    }
    var jobs = jobs(heads, attemptServices);
    if (!allRead || clock.nanos() - allReadAt >= ALL_AGAIN.toNanos()) return readAll(jobs);
    var parts = parts(jobs, attemptServices, scope);
    int count = known.values().stream().mapToInt(k -> k.attempts().size()).sum();
    if (parts.size() > 1 && parts.size() * WORTH_A_CALL >= count) return readAll(jobs);
    for (var part : parts) {
      var read = part.run().isPresent()
          ? records.attemptsOfRun(part.run().get())
          : records.attempts(part.job().stack(), part.job().job());
      if (read.isLeft()) return Either.left(read.getLeft());
      keep(part, jobs.getOrDefault(part.job(), Optional.empty()), read.get());
    }
    stale.removeIf(job -> scope.holds(job.stack()));
    return Either.right(byStack());
  }

  /** Whether no end of it is recorded, or one that nobody saw: its container may still run. */
  boolean open(ObservedService attemptService) {
    var end = ends.get(Kept.Attempt.of(attemptService));
    return end == null || end.result() == Result.LOST || end.taken();
  }

  private Either<SwarmFault, Map<String, List<AttemptRecord>>> readAll(
      Map<JobName, Optional<Held<JobRecord>>> jobs) {
    long at = clock.nanos();
    return records.attempts(Optional.empty()).map(read -> {
      known.clear();
      jobs.forEach((job, head) -> known.put(job, new Known(head, List.of())));
      read.stream()
          .collect(Collectors.groupingBy(a -> new JobName(a.stack(), a.job())))
          .forEach((job, attempts) -> known.put(
              job, new Known(jobs.getOrDefault(job, Optional.empty()), List.copyOf(attempts))));
      index();
      stale.clear();
      allRead = true;
      allReadAt = at;
      return byStack();
    });
  }

  /** All that there is a sign of, with their records where they have one. */
  private Map<JobName, Optional<Held<JobRecord>>> jobs(
      Map<String, Ledger> heads, List<ObservedService> attemptServices) {
    var out = new HashMap<JobName, Optional<Held<JobRecord>>>();
    known.keySet().forEach(job -> out.put(job, Optional.empty()));
    stale.forEach(job -> out.put(job, Optional.empty()));
    attemptServices.forEach(s -> out.put(job(s), Optional.empty()));
    heads.forEach((stack, ledger) ->
        ledger.jobs().forEach((job, head) -> out.put(new JobName(stack, job), Optional.of(head))));
    return out;
  }

  private List<Part> parts(
      Map<JobName, Optional<Held<JobRecord>>> jobs,
      List<ObservedService> attemptServices,
      Scope scope) {
    var unrecorded = attemptServices.stream()
        .filter(s -> !ends.containsKey(Kept.Attempt.of(s)))
        .map(KnownAttempts::job)
        .collect(Collectors.toSet());
    var out = new ArrayList<Part>();
    jobs.forEach((job, head) -> {
      if (!scope.holds(job.stack())) return;
      var before = known.get(job);
      if (stale.contains(job) || before == null || !version(before.head()).equals(version(head))) {
        out.add(new Part(job, Optional.empty()));
      } else if (unrecorded.contains(job)
          || head.filter(h -> open(h.value(), before.attempts())).isPresent()) {
        // No other run can have got a new attempt without another version of the job's record.
        out.add(new Part(job, head.map(h -> h.value().run().id())));
      }
    });
    return out;
  }

  /** A further attempt of the present run may be recorded, or the one that is under way. */
  private static boolean open(JobRecord record, List<AttemptRecord> attempts) {
    if (record.attempt() == 0) return false;
    if (record.succeeded().contains(record.run().key())) return false;
    return attempts.stream()
        .filter(a -> a.run().equals(record.run().id()) && a.number() == record.attempt())
        .noneMatch(a -> a.verdict() == Verdict.RUN_FAILED || a.verdict() == Verdict.SUPERSEDED);
  }

  private static Optional<String> version(Optional<Held<JobRecord>> head) {
    return head.map(h -> h.id() + "@" + h.version());
  }

  private void keep(Part part, Optional<Held<JobRecord>> head, List<AttemptRecord> read) {
    var all = new ArrayList<>(read);
    part.run()
        .ifPresent(run -> known.get(part.job()).attempts().stream()
            .filter(a -> !a.run().equals(run))
            .forEach(all::add));
    known.put(part.job(), new Known(head, List.copyOf(all)));
    index();
  }

  private void index() {
    ends.clear();
    known.values().stream()
        .flatMap(k -> k.attempts().stream())
        .forEach(a -> ends.put(new Kept.Attempt(a.run(), a.number()), a));
  }

  private static JobName job(ObservedService service) {
    return new JobName(
        service.label(Labels.STACK).orElse(""), service.label(Labels.JOB).orElse(""));
  }

  private Map<String, List<AttemptRecord>> byStack() {
    return known.values().stream()
        .map(Known::attempts)
        .flatMap(Collection::stream)
        .sorted(Comparator.comparing(AttemptRecord::number))
        .collect(Collectors.groupingBy(AttemptRecord::stack));
  }
}
