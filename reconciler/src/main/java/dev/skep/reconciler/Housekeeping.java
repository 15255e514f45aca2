package dev.skep.reconciler;

import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.Schedule.History;
import dev.skep.reconciler.Swarm.Done;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what {@link Retention} decides, while the lease is ours: soon after the start, every
 * hour, and after many attempts. It reads all logs, and what it does can wait.
 */
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  /** The first passes come first. */
  private static final Duration AFTER_START = Duration.ofSeconds(5);

  static final Duration EVERY = Duration.ofHours(1);
  static final int MANY_ATTEMPTS = 100;

  /** Each removal is a write to the Raft log and an event for every controller. */
  static final int AT_ONCE = 500;

  private static final Duration THE_REST = Duration.ofMinutes(1);

  private final Swarm swarm;
  private final Records records;
  private final KnownAttempts known;
  private final String owner;
  private final Lease lease;
  private final Clock clock;
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile long next;

  Housekeeping(
      Swarm swarm, Records records, KnownAttempts known, String owner, Lease lease, Clock clock) {
    this.swarm = swarm;
    this.records = records;
    this.known = known;
    this.owner = owner;
    this.lease = lease;
    this.clock = clock;
    again(AFTER_START);
  }

  /** An attempt was recorded. */
  void recorded() {
    attempts.incrementAndGet();
  }

  /** Whether it is time. */
  boolean due() {
    return lease.held() && (attempts.get() >= MANY_ATTEMPTS || clock.nanos() - next >= 0);
  }

  /** Does it now, if it is time. One at a time. */
  void work() {
    if (!due()) return;
    attempts.set(0);
    again(EVERY);
    var done = read().flatMap(this::drop);
    if (done.isRight()) return;
    LOG.warn("dropping old records: {}", done.getLeft().message());
    again(THE_REST);
  }

  private void again(Duration after) {
    next = clock.nanos() + after.toNanos();
  }

  private Either<SwarmFault, List<Kept>> read() {
    return records
        .heads()
        .flatMap(heads -> swarm
            .services(Map.of(Labels.OWNER, owner, Labels.KIND, "attempt"))
            .flatMap(services -> records
                .kept()
                .map(kept -> Retention.toDrop(kept, jobs(heads), histories(heads), of(services)))));
  }

  private Either<SwarmFault, Done> drop(List<Kept> decided) {
    if (decided.isEmpty()) return Either.right(Done.DONE);
    var now = decided.subList(0, Math.min(AT_ONCE, decided.size()));
    if (now.size() < decided.size()) again(THE_REST);
    LOG.info(
        "dropping {} logs and {} attempts of {} bytes, the oldest and least needed",
        now.stream().filter(Kept::isLog).count(),
        now.stream().filter(k -> !k.isLog()).count(),
        now.stream().mapToLong(Kept::bytes).sum());
    for (var kept : now) {
      if (!lease.held()) break;
      var dropped = Writer.gone(records.drop(kept));
      if (!kept.isLog()) known.written(kept.job().stack(), kept.job().job());
      if (dropped.isLeft()) return dropped;
    }
    return Either.right(Done.DONE);
  }

  private static Map<JobName, JobRecord> jobs(Heads heads) {
    var out = new HashMap<JobName, JobRecord>();
    heads
        .byStack()
        .forEach((stack, ledger) ->
            ledger.jobs().forEach((job, held) -> out.put(new JobName(stack, job), held.value())));
    return out;
  }

  /** As the manifests had it last. */
  private static Map<JobName, History> histories(Heads heads) {
    var out = new HashMap<JobName, History>();
    heads
        .byStack()
        .forEach((stack, ledger) -> ledger
            .stack()
            .ifPresent(held -> held.value()
                .jobs()
                .forEach((job, asked) -> asked
                    .policy()
                    .schedule()
                    .ifPresent(s -> out.put(new JobName(stack, job), s.history())))));
    return out;
  }

  private static Set<Kept.Attempt> of(List<ObservedService> attemptServices) {
    return attemptServices.stream().map(Kept.Attempt::of).collect(Collectors.toSet());
  }
}
