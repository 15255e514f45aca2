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

/**
 * The timed right to write, one per Swarm and owner. A config whose labels the holder rewrites by
 * compare-and-swap. Others never compare times of two machines: a holder whose config has not
 * changed for the lease's duration, by the observer's own monotonic clock, has lost it (as in
 * Kubernetes' client-go). The holder itself stops a quarter of the duration earlier.
 *
 * <p>Thread-safe.
 */
public final class Lease {
  public static final Duration DURATION = Duration.ofSeconds(8);

  /** What names of leases begin with: their renewals are no news to anybody. */
  static final String NAME_PREFIX = "skep-lease-";

  private static final String HOLDER = Labels.of("holder");
  private static final String EPOCH = Labels.of("epoch");
  private static final String RENEWALS = Labels.of("renewals");
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
  private record Holding(long epoch, long renewedAt) {}

  private static final Holding NOTHING = new Holding(-1, 0);

  // Read without the lock: a renewal that waits for a silent engine must not hold up whoever only
  // wants to know whether there is still time.
  private volatile Holding holding = NOTHING;
  private volatile Optional<String> other = Optional.empty();

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
    if (unguarded) holding = new Holding(1, 0);
  }

  /**
   * Who holds an owner's lease, as far as one look tells: nobody, or somebody who has not given it
   * back and may be gone all the same.
   */
  public static Either<SwarmFault, Optional<String>> holder(Swarm swarm, String owner) {
    return read(swarm, owner)
        .map(
            found -> found.map(c -> c.labels().getOrDefault(HOLDER, "")).filter(h -> !h.isEmpty()));
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

  /** Takes the lease if it is free, renews it if it is ours, or tells whose it is. */
  public synchronized Either<SwarmFault, Standing> acquireOrRenew() {
    if (unguarded) return Either.right(new Ours(epoch()));
    long sentAt = clock.nanos();
    return read().flatMap(found -> {
      if (found.isEmpty()) return create(sentAt);
      var config = found.get();
      long epochThere = number(config, EPOCH);
      var holderThere = config.labels().getOrDefault(HOLDER, "");
      if (holderThere.equals(holder) && epochThere == epoch()) {
        return write(config, epochThere, sentAt);
      }
      forget();
      other = Optional.of(holderThere).filter(h -> !h.isEmpty());
      if (config.version() != seenVersion) {
        seenVersion = config.version();
        seenAt = clock.nanos();
      }
      boolean free = holderThere.isEmpty()
          || holderThere.equals(holder)
          || clock.nanos() - seenAt >= duration.toNanos();
      return free ? write(config, epochThere + 1, sentAt) : Either.right(new Theirs(holderThere));
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
            .filter(c -> number(c, EPOCH) == ours)
            .ifPresent(c -> relabel(c, "", ours)));
  }

  private void forget() {
    holding = NOTHING;
  }

  private Either<SwarmFault, Standing> create(long sentAt) {
    // Seconds since 1970: above every epoch of a lease that somebody has deleted.
    long first = clock.now().getEpochSecond();
    return swarm
        .createPayload(
            Kind.CONFIG, Names.lease(owner), labels(holder, first), NO_CONTENT, Tree.Obj.EMPTY)
        .map(id -> won(first, sentAt));
  }

  private Either<SwarmFault, Standing> write(ObservedPayload config, long newEpoch, long sentAt) {
    return relabel(config, holder, newEpoch).map(done -> won(newEpoch, sentAt));
  }

  /** Counted from before the request was sent: the only end of it that is surely early enough. */
  private Standing won(long newEpoch, long sentAt) {
    holding = new Holding(newEpoch, sentAt);
    other = Optional.empty();
    return new Ours(newEpoch);
  }

  private Either<SwarmFault, Done> relabel(ObservedPayload config, String who, long newEpoch) {
    return swarm.relabelPayload(
        Kind.CONFIG, config.id(), config.version(), config.name(), labels(who, newEpoch));
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

  private Map<String, String> labels(String who, long newEpoch) {
    var labels = new TreeMap<String, String>();
    labels.put(Labels.OWNER, owner);
    labels.put(Labels.KIND, "lease");
    labels.put(HOLDER, who);
    labels.put(EPOCH, Long.toString(newEpoch));
    labels.put(RENEWALS, Long.toString(++renewals));
    return labels;
  }

  private static long number(ObservedPayload config, String label) {
    try {
      return Long.parseLong(config.labels().getOrDefault(label, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
