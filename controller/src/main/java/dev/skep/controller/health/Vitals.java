package dev.skep.controller.health;

import dev.skep.controller.source.SourceState;
import dev.skep.reconciler.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What can be seen of a controller at one moment.
 *
 * @param still how long ago the turn of the controller itself, which reads the source and waits for
 *     the engine, last began
 * @param source as of that turn
 * @param good how many stacks could be read, now or before
 * @param broken how many could not
 * @param noEngine why no engine was reached; of no meaning once one was
 * @param running empty until an engine was reached
 */
public record Vitals(
    Instant now,
    Duration still,
    SourceState source,
    int good,
    int broken,
    String noEngine,
    Optional<Running> running) {

  /**
   * What there is once an engine was reached.
   *
   * @param looked whether the Swarm was looked at
   * @param unpassed stacks that still miss their first pass, by name; none after the first round
   */
  public record Running(Pulse pulse, LeaseSign lease, boolean looked, List<String> unpassed) {
    public Running {
      unpassed = List.copyOf(unpassed);
    }
  }

  /**
   * How it stands with the right to write.
   *
   * @param still how long ago it was last gone for, or an answer came
   * @param epoch of the lease that is held; -1 when none is
   * @param other who holds it, if that is known and not ourselves
   * @param takeOvers how often it came to us
   */
  public record LeaseSign(
      Duration still, boolean held, long epoch, Optional<String> other, long takeOvers) {}
}
