package dev.skep.reconciler;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import dev.skep.model.ObservedPayload;
import dev.skep.model.Tree;
import dev.skep.reconciler.Swarm.Done;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timed right to write, one per Swarm and owner. A config whose labels the holder rewrites by
 * compare-and-swap. Others never compare times of two machines: a holder whose config has not
 * changed for the lease's duration, by the observer's own monotonic clock, has lost it (as in
 * Kubernetes' client-go). The holder itself stops a quarter of the duration earlier.
 *
 * <p>Thread-safe.
 */
public final class Lease {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  public static final Duration DURATION = Duration.ofSeconds(8);

  /** What names of leases begin with: their renewals are no news to anybody. */
  static final String NAME_PREFIX = "skep-lease-";

  private static final String HOLDER = Labels.of("holder");
  private static final byte[] NO_CONTENT = {'-'};

  /** Who has the lease. */
  public sealed interface Standing {}

  /** We do. */
  public record Ours(long epoch) implements Standing {}

  /** Somebody else does, or did until lately: it is too early to tell. */
  public record Theirs(String holder) implements Standing {}

  private final Swarm swarm;
  private final String owner;
  private final String holder;
  private final Duration duration;
  private final Clock clock;
  private final boolean unguarded;

  /** What we hold, and since when at the latest; the epoch is -1 when we hold nothing. */
  private record Holding(long era, long epoch, long renewedAt) {}

  private static final Holding NOTHING = new Holding(0, -1, 0);

  // Read without the lock: a renewal that waits for a silent engine must not hold up whoever only
  // wants to know whether there is still time.
  private volatile Holding holding = NOTHING;
  private volatile Optional<String> other = Optional.empty();
  private volatile StoreMark furthest = StoreMark.NONE;

  private long seenVersion = -1;
  private long seenAt;
  private long renewals;

  /**
   * @param holder names this process; two processes must never share it
   */
  public Lease(Swarm swarm, String owner, String holder, Duration duration, Clock clock) {
    this(swarm, owner, holder, duration, clock, false);
  }

  /**
   * A lease that is always held and guards nothing. For tests alone: it shows that the protocol of
   * jobs holds even when two controllers write at once.
   */
  public static Lease unguarded(Swarm swarm, String owner, String holder, Clock clock) {
    return new Lease(swarm, owner, holder, DURATION, clock, true);
  }

  private Lease(
      Swarm swarm, String owner, String holder, Duration duration, Clock clock, boolean unguarded) {
    this.swarm = swarm;
    this.owner = owner;
    this.holder = holder;
    this.duration = duration;
    this.clock = clock;
    this.unguarded = unguarded;
    if (unguarded) holding = new Holding(0, 1, 0);
  }

  /**
   * The lease as one look shows it: who is alive gives it another version before long.
   *
   * @param holder empty where it was given back
   */
  public record Seen(Optional<String> holder, long version) {}

  /** Empty where nobody has ever held it. */
  public static Either<SwarmFault, Optional<Seen>> seen(Swarm swarm, String owner) {
    return read(swarm, owner)
        .map(found -> found.map(c -> {
          var holder = Optional.of(c.labels().getOrDefault(HOLDER, ""));
          return new Seen(holder.filter(h -> !h.isEmpty()), c.version());
        }));
  }

  /**
   * Who holds an owner's lease, as far as one look tells: nobody, or somebody who has not given it
   * back and may be gone all the same.
   */
  public static Either<SwarmFault, Optional<String>> holder(Swarm swarm, String owner) {
    return seen(swarm, owner).map(found -> found.flatMap(Seen::holder));
  }

  /** Whether somebody has renewed this lease, taken it or given it up. */
  public boolean concerns(News news) {
    return news.kind() == News.Kind.CONFIG && news.name().equals(Names.lease(owner));
  }

  public String holder() {
    return holder;
  }

  public Duration duration() {
    return duration;
  }

  public Duration renewEvery() {
    return duration.dividedBy(4);
  }

  /** Whether writes may go out now. */
  public boolean held() {
    var now = holding;
    return unguarded
        || now.epoch() >= 0
            && clock.nanos() - now.renewedAt()
                < duration.multipliedBy(3).dividedBy(4).toNanos();
  }

  /** Who held it when we last looked and it was not ours. */
  public Optional<String> otherHolder() {
    return other;
  }

  /** Of the lease we hold or held last; -1 before. */
  public long epoch() {
    return holding.epoch();
  }

  /**
   * How far the store had come when this owner's lease was seen before, by us or by who kept the
   * mark for us; before the first look only.
   */
  public void remember(StoreMark mark) {
    furthest = mark;
  }

  /** How far the store had come when we last looked. */
  public StoreMark mark() {
    return furthest;
  }

  /**
   * Takes the lease if it is free, renews it if it is ours, or tells whose it is. A store that is
   * less far than it was is put on record first ({@link SetBack}).
   */
  public synchronized Either<SwarmFault, Standing> acquireOrRenew() {
    if (unguarded) return Either.right(new Ours(epoch()));
    long sentAt = clock.nanos();
    return read().flatMap(found -> {
      if (found.isEmpty()) return create(sentAt);
      var config = found.get();
      var there = StoreMark.of(config);
      if (there.shortOf(furthest)) return putBack(config).flatMap(done -> acquireOrRenew());
      furthest = there;
      return acquireOrRenew(config, there, sentAt);
    });
  }

  private Either<SwarmFault, Standing> acquireOrRenew(
      ObservedPayload config, StoreMark there, long sentAt) {
    var holderThere = config.labels().getOrDefault(HOLDER, "");
    boolean ours = holderThere.equals(holder);
    if (ours && there.epoch() == epoch() && there.era() == holding.era()) {
      return write(config, there.era(), there.epoch(), sentAt);
    }
    forget();
    other = Optional.of(holderThere).filter(h -> !h.isEmpty());
    if (config.version() != seenVersion) {
      seenVersion = config.version();
      seenAt = clock.nanos();
    }
    boolean free = holderThere.isEmpty() || ours || clock.nanos() - seenAt >= duration.toNanos();
    return free
        ? write(config, there.era(), there.epoch() + 1, sentAt)
        : Either.right(new Theirs(holderThere));
  }

  /**
   * What was read may be old and the store well: a manager that has lost the others does not know.
   * A write at the version read succeeds only if it is not. Until the new era is written, whoever
   * looks comes here again.
   */
  private Either<SwarmFault, Done> putBack(ObservedPayload seen) {
    forget();
    long era = furthest.era() + 1;
    return relabel(seen, seen.labels())
        .flatMap(done -> read())
        .flatMap(found -> found.isEmpty()
            ? Either.left(new SwarmFault.Absent("lease " + Names.lease(owner)))
            : Either.right(found.get()))
        .flatMap(now -> new Records(swarm, owner)
            .write(new SetBack(clock.now(), StoreMark.of(now).epoch() + 1))
            .flatMap(done -> {
              var labels = new TreeMap<>(now.labels());
              labels.put(StoreMark.ERA, Long.toString(era));
              return relabel(now, labels);
            }))
        .peek(done -> {
          LOG.error("the Swarm's store was put back to an earlier time, as by a restored backup:"
              + " jobs that may have run since wait for a person; see skep get jobs");
          furthest = new StoreMark(era, 0, 0, 0);
        });
  }

  /** Gives the lease up, so that the next one need not wait. Best effort. */
  public synchronized void release() {
    if (epoch() < 0 || unguarded) return;
    long ours = epoch();
    forget();
    read()
        .peek(found -> found
            .filter(c -> c.labels().getOrDefault(HOLDER, "").equals(holder))
            .filter(c -> StoreMark.of(c).epoch() == ours)
            .ifPresent(c -> relabel(c, labels("", StoreMark.of(c).era(), ours))));
  }

  private void forget() {
    holding = NOTHING;
  }

  private Either<SwarmFault, Standing> create(long sentAt) {
    // Seconds since 1970: above every epoch of a lease that somebody has deleted.
    long first = clock.now().getEpochSecond();
    long era = furthest.era();
    return swarm
        .createPayload(
            Kind.CONFIG, Names.lease(owner), labels(holder, era, first), NO_CONTENT, Tree.Obj.EMPTY)
        // Where there was one before, its successor tells whether the store is the same still.
        .flatMap(id -> furthest.equals(StoreMark.NONE)
            ? Either.right(won(era, first, sentAt))
            : acquireOrRenew());
  }

  private Either<SwarmFault, Standing> write(
      ObservedPayload config, long era, long newEpoch, long sentAt) {
    return relabel(config, labels(holder, era, newEpoch)).map(done -> won(era, newEpoch, sentAt));
  }

  /** Counted from before the request was sent: the only end of it that is surely early enough. */
  private Standing won(long era, long newEpoch, long sentAt) {
    holding = new Holding(era, newEpoch, sentAt);
    other = Optional.empty();
    return new Ours(newEpoch);
  }

  private Either<SwarmFault, Done> relabel(ObservedPayload config, Map<String, String> labels) {
    return swarm.relabelPayload(Kind.CONFIG, config.id(), config.version(), config.name(), labels);
  }

  private Either<SwarmFault, Optional<ObservedPayload>> read() {
    return read(swarm, owner);
  }

  private static Either<SwarmFault, Optional<ObservedPayload>> read(Swarm swarm, String owner) {
    return swarm
        .payloads(Kind.CONFIG, Map.of(Labels.OWNER, owner, Labels.KIND, "lease"))
        .map(found ->
            found.stream().filter(c -> c.name().equals(Names.lease(owner))).findFirst());
  }

  private Map<String, String> labels(String who, long era, long newEpoch) {
    var labels = new TreeMap<String, String>();
    labels.put(Labels.OWNER, owner);
    labels.put(Labels.KIND, "lease");
    labels.put(HOLDER, who);
    labels.put(StoreMark.ERA, Long.toString(era));
    labels.put(StoreMark.EPOCH, Long.toString(newEpoch));
    labels.put(StoreMark.RENEWALS, Long.toString(++renewals));
    return labels;
  }
}
