package dev.skep.reconciler;

import dev.skep.model.JobPolicy.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the passes of one stack have learnt and a restart may forget: it spares calls and noise,
 * and nothing is decided by it that could not be decided without. One pass at a time writes to it.
 */
final class PassMemory {
  private static final Backoff REFUSED =
      new Backoff(Duration.ofSeconds(10), 2, Duration.ofMinutes(5));

  /** For how long nothing is planned anew where nothing has changed. */
  private static final Duration SAME = Duration.ofMinutes(1);

  private record Refusal(String message, int times, Instant until) {}

  /** What followed from a look, with nothing to do before a certain time. */
  private record Planned(Object content, Instant at, Plan plan) {
    boolean holds(Look look, Instant now) {
      boolean early = plan.after().filter(a -> !now.isBefore(at.plus(a))).isEmpty();
      return content == look.content() && now.isBefore(at.plus(SAME)) && early;
    }

    Plan at(Instant now) {
      return plan.later(Duration.between(at, now));
    }
  }

  private final Map<String, Refusal> refusals = new HashMap<>();
  private final Map<String, Set<String>> tolerated = new HashMap<>();
  private Repairs repairs = new Repairs();
  private Map<String, Unwell> unwell = Map.of();
  private final SpecHashes hashes = new SpecHashes();

  /** Read by the looks of other stacks too. */
  private volatile Map<String, Long> settled = Map.of();

  private Optional<Planned> planned = Optional.empty();
  private boolean lookedBefore;
  private Optional<Instant> looked = Optional.empty();
  private String revision = "";
  private Instant since = Instant.EPOCH;
  private boolean written;
  private long writtenAt;

  Snapshot.Memory at(String currentRevision, Instant now) {
    if (!currentRevision.equals(revision)) {
      refusals.clear();
      hashes.forget();
      since = now;
    }
    revision = currentRevision;
    var rejected = new HashMap<String, String>();
    refusals.forEach((key, refusal) -> {
      if (now.isBefore(refusal.until())) rejected.put(key, refusal.message());
    });
    return new Snapshot.Memory(
        rejected,
        Map.copyOf(tolerated),
        repairs.contests(now),
        unwell,
        settled,
        since,
        hashes::remembered);
  }

  /**
   * Somebody asks for a look: nothing waits any more for what was refused, or is fought over. False
   * when nobody has since the last time; what was asked before the first is over.
   */
  boolean told(Optional<Instant> toLook) {
    boolean anew = lookedBefore && !looked.equals(toLook);
    lookedBefore = true;
    looked = toLook;
    if (anew) {
      refusals.clear();
      repairs = new Repairs();
      planned = Optional.empty();
    }
    return anew;
  }

  /** What was planned from the same, and depends on nothing else. */
  Optional<Plan> plan(Look look, Instant now) {
    return planned.filter(p -> p.holds(look, now)).map(p -> p.at(now));
  }

  /** What has nothing to do stays the same until something changes, or its time comes. */
  void learn(Plan plan, Look look, Instant now) {
    planned = plan.idle() ? Optional.of(new Planned(look.content(), now, plan)) : Optional.empty();
    settled = plan.healthy();
    unwell = plan.unwell();
    var wanted = new HashSet<String>();
    plan.actions().forEach(a -> wanted.add(a.key()));
    plan.withheld().forEach(a -> wanted.add(a.key()));
    refusals.keySet().retainAll(wanted);
  }

  Map<String, Long> settled() {
    return settled;
  }

  /** Nanos of the clock when the last writes of a pass had been answered. */
  void wrote(long at) {
    written = true;
    writtenAt = at;
    planned = Optional.empty();
  }

  /** Whether a look that began then has seen all that this stack's passes wrote. */
  boolean writtenBefore(long looked) {
    return !written || looked - writtenAt > 0;
  }

  /** What somebody had changed or removed was put right. */
  void repaired(String service, Instant now) {
    repairs.made(service, now);
  }

  /** Of these fields, those that are not known to differ whatever is set. */
  List<SpecDiff.Field> untolerated(String serviceId, List<SpecDiff.Field> fields) {
    var known = tolerated.getOrDefault(serviceId, Set.of());
    return fields.stream().filter(f -> !known.contains(f.path())).toList();
  }

  /** These fields differ still right after they were set. */
  void tolerate(String serviceId, List<SpecDiff.Field> fields) {
    var known = tolerated.computeIfAbsent(serviceId, i -> new HashSet<>());
    fields.forEach(f -> known.add(f.path()));
  }

  void refused(Action action, String message, Instant now) {
    int times = refusals.containsKey(action.key()) ? refusals.get(action.key()).times() + 1 : 1;
    var pause = Backoffs.after(REFUSED, times, action.key());
    var told = action.target() + " was refused by the engine: " + message;
    refusals.put(action.key(), new Refusal(told, times, now.plus(pause)));
  }
}
