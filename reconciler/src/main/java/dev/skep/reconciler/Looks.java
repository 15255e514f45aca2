package dev.skep.reconciler;

import dev.skep.model.DesiredStack;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks at the Swarm, of which one serves the passes of many stacks. Thread-safe. */
final class Looks {
  /** A pass that had to queue must not plan from what was seen when it joined the queue. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Observer observer;
  private final Pinned pinned;
  private final Supplier<Collection<DesiredStack>> stacks;
  private final Map<String, PassMemory> memories;
  private final Clock clock;
  private final Consumer<Observation> told;
  private volatile Optional<Supplier<Set<String>>> pending = Optional.empty();
  private Look latest;

  /** Read by whoever must not wait for a look that is under way. */
  private volatile Optional<Recorded> recorded = Optional.empty();

  /**
   * @param stacks every one that passes may be asked for
   * @param memories of the passes, by stack
   * @param told of every new look, in order
   */
  Looks(
      Observer observer,
      Pinned pinned,
      Supplier<Collection<DesiredStack>> stacks,
      Map<String, PassMemory> memories,
      Clock clock,
      Consumer<Observation> told) {
    this.observer = observer;
    this.pinned = pinned;
    this.stacks = stacks;
    this.memories = memories;
    this.clock = clock;
    this.told = told;
  }

  /** See {@link Reconciler#sharedBy}. */
  void sharedBy(Supplier<Set<String>> stacks) {
    pending = Optional.of(stacks);
  }

  /** The stacks of ours that there are, by their records; empty before the first look. */
  Optional<Recorded> recorded() {
    return recorded;
  }

  /** What was seen at or after a moment, by a look made now or by another stack's pass. */
  synchronized Either<SwarmFault, Look> at(DesiredStack source, long asked, long epoch) {
    if (latest != null && serves(latest, source, asked, epoch)) return Either.right(latest);
    // Only what was read under this lease says that something is not there.
    if (latest == null || latest.epoch() != epoch) observer.attempts().forget();
    return look(List.copyOf(stacks.get()), scope(source.name()), clock.nanos(), epoch, true)
        .map(look -> latest == null ? look : look.after(latest))
        .peek(look -> {
          told.accept(look.seen());
          recorded =
              Optional.of(new Recorded(look.seen().standingStacks(), look.seen().orphanedStacks()));
          latest = look;
        });
  }

  /** Looks once more if only now it shows what somebody has pinned. */
  private Either<SwarmFault, Look> look(
      List<DesiredStack> sources, Scope scope, long started, long epoch, boolean again) {
    var settled = new HashMap<String, Long>();
    memories.values().forEach(m -> settled.putAll(m.settled()));
    var wanted = pinned.of(sources);
    return observer
        .observe(wanted, settled, scope)
        .flatMap(seen -> pinned
            .learn(sources, seen)
            .flatMap(changed -> changed && again
                ? look(sources, scope, started, epoch, false)
                : Either.right(Look.of(seen, started, epoch, sources, wanted))));
  }

  /** What may be served by a look that begins now: whoever asks later needs a later one. */
  private Scope scope(String asking) {
    return pending.map(p -> Scope.of(p.get(), asking)).orElse(Scope.ALL);
  }

  /** Not one from before our last write, nor of another lease, nor for another manifest. */
  private boolean serves(Look look, DesiredStack source, long asked, long epoch) {
    var memory = memories.get(source.name());
    return look.started() - asked >= 0
        && clock.nanos() - look.started() <= FRESH.toNanos()
        && look.epoch() == epoch
        && look.isFor(source)
        && look.seen().scope().holds(source.name())
        && (memory == null || memory.writtenBefore(look.started()));
  }
}
