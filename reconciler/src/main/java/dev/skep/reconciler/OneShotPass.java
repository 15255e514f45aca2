package dev.skep.reconciler;

import dev.skep.model.DesiredStack;
import dev.skep.model.OneShotStatus;
import dev.skep.reconciler.Swarm.Done;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pass for one-shots that nobody committed: observe → decide → write → tell. Without the lease
 * it only looks. One pass at a time.
 */
public final class OneShotPass implements Chore {
  /** How long a service is kept after its end, where nobody says. */
  public static final Duration TTL = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(OneShotPass.class);

  /** An end is to be known within a second. */
  private static final Duration WHILE_LIVE = Duration.ofMillis(500);

  /** For what was planned before: another replica does it, or what was done does not show. */
  private static final Duration UNHURRIED = Duration.ofSeconds(2);

  /** An action and how it went. */
  public record Outcome(OneShotAction action, Either<SwarmFault, Done> result) {}

  /** What was seen, and what was done about it. */
  public record Pass(List<OneShotStatus> statuses, List<Outcome> outcomes) {
    public Pass {
      statuses = List.copyOf(statuses);
      outcomes = List.copyOf(outcomes);
    }
  }

  private final Lease lease;
  private final Clock clock;
  private final Duration ttl;
  private final OneShotObserver observer;
  private final OneShotWriter writer;
  private final Consumer<Either<SwarmFault, Pass>> listener;
  private List<String> before = List.of();
  private boolean live;
  private long lookAt;
  private long pollAt;

  /**
   * @param ttl how long the service of one that is over is kept, if its label does not say
   * @param stacks whose secrets shall not show in what is kept or told
   * @param listener told of every pass, on the thread that passes
   */
  public OneShotPass(
      Swarm swarm,
      Lease lease,
      String owner,
      Duration ttl,
      Clock clock,
      Supplier<Collection<DesiredStack>> stacks,
      Consumer<Either<SwarmFault, Pass>> listener) {
    var records = new Records(swarm, owner);
    this.lease = lease;
    this.clock = clock;
    this.ttl = ttl;
    Supplier<Masker> masker = () ->
        Masker.of(stacks.get().stream().flatMap(s -> s.payloads().stream()).toList());
    this.observer = new OneShotObserver(swarm, records, owner, clock, masker);
    this.writer = new OneShotWriter(swarm, records, observer, lease::held, masker);
    this.listener = listener;
  }

  /** A look, or while one runs mostly the question whether there is anything new to look at. */
  @Override
  public Optional<Duration> pass() {
    long now = clock.nanos();
    boolean hinted = now - pollAt < 0;
    if (live && !hinted && now - lookAt < 0 && observer.moved().equals(Either.right(false))) {
      pollAt = now + WHILE_LIVE.toNanos();
      return Optional.of(WHILE_LIVE);
    }
    return look();
  }

  private Optional<Duration> look() {
    boolean leading = lease.held();
    var sight = observer.look();
    if (sight.isLeft()) {
      listener.accept(Either.left(sight.getLeft()));
      return Optional.empty();
    }
    var decision = OneShots.decide(sight.get(), ttl);
    var outcomes = leading ? writer.write(decision.actions()) : List.<Outcome>of();
    outcomes.forEach(OneShotPass::log);
    listener.accept(Either.right(new Pass(decision.statuses(), outcomes)));
    var again = again(decision);
    boolean failed = outcomes.stream().anyMatch(o -> o.result().isLeft());
    return failed ? Optional.empty() : Optional.of(again);
  }

  private Duration again(OneShots.Decision decision) {
    var planned = decision.actions().stream().map(OneShotAction::key).toList();
    boolean repeated = !planned.isEmpty() && planned.equals(before);
    before = planned;
    var wait = shorter(decision.again().orElse(ControlLoop.RESYNC), ControlLoop.RESYNC);
    if (!planned.isEmpty()) wait = repeated ? UNHURRIED : Duration.ZERO;
    var again = decision.live() ? shorter(wait, WHILE_LIVE) : wait;
    live = decision.live();
    lookAt = clock.nanos() + wait.toNanos();
    pollAt = clock.nanos() + again.toNanos();
    return again;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static void log(Outcome outcome) {
    var action = outcome.action();
    if (outcome.result().isRight()) LOG.info("{}: {}", action.target(), action.reason());
    else LOG.warn("{}: {}", action.target(), outcome.result().getLeft().message());
  }
}
