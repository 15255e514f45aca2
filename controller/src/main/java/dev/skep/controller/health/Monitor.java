package dev.skep.controller.health;

import dev.skep.controller.health.Vitals.Running;
import dev.skep.controller.source.SourceState;
import dev.skep.controller.source.Stacks;
import dev.skep.reconciler.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Told by a controller what it does, so that others can be told whether it gets on. Never waits for
 * anything: it must answer just when something hangs. Thread-safe.
 */
public final class Monitor {
  /** A turn of the controller itself. */
  private record Turn(long at, SourceState source, Stacks stacks) {}

  /** What an engine that was reached adds; the stacks without a pass are known here. */
  @FunctionalInterface
  public interface Work {
    Running at(List<String> unpassed);
  }

  private final Clock clock;
  private final Set<String> passed = ConcurrentHashMap.newKeySet();
  private volatile Turn turn;
  private volatile boolean roundMade;
  private volatile String noEngine = "it was not asked yet";
  private volatile Optional<Work> work = Optional.empty();

  /**
   * @param source its name
   */
  public Monitor(String source, Clock clock) {
    this.clock = clock;
    this.turn = new Turn(clock.nanos(), SourceState.unread(source), Stacks.NONE);
  }

  /** The controller itself goes on, and has read this. */
  public void turned(SourceState source, Stacks stacks) {
    turn = new Turn(clock.nanos(), source, stacks);
  }

  /** As {@link #turned}, while there is no engine. */
  public void waits(String why) {
    noEngine = why;
    turn = new Turn(clock.nanos(), turn.source(), turn.stacks());
  }

  /** An engine was reached. */
  public void works(Work now) {
    work = Optional.of(now);
  }

  /** A stack was passed over, with the Swarm seen. */
  public void passed(String stack) {
    if (roundMade) return;
    passed.add(stack);
    if (unpassed().isEmpty()) roundMade = true;
  }

  /** As it is now. */
  public Vitals vitals() {
    var last = turn;
    return new Vitals(
        clock.now(),
        Duration.ofNanos(clock.nanos() - last.at()),
        last.source(),
        last.stacks().good().size(),
        last.stacks().broken().size(),
        noEngine,
        work.map(w -> w.at(unpassed())));
  }

  /** Of the first round alone: a stack that comes later makes nobody wait. */
  private List<String> unpassed() {
    if (roundMade) return List.of();
    return turn.stacks().good().keySet().stream()
        .filter(name -> !passed.contains(name))
        .toList();
  }
}
