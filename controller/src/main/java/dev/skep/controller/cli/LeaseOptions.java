package dev.skep.controller.cli;

import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Lease;
import dev.skep.reconciler.Swarm;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Flags of the commands that write to a Swarm. */
final class LeaseOptions {
  @Option(
      names = "--lease-duration",
      paramLabel = "TIME",
      defaultValue = "8s",
      converter = Times.class,
      description = "How long a silent controller keeps the right to write; the same for all"
          + " controllers of an owner (default: 8s).")
  private Duration duration;

  /** For tests of the job protocol alone: write whoever else may be writing. */
  @Option(names = "--without-lease", hidden = true)
  private boolean without;

  Lease lease(Swarm swarm, String owner, String holder, Clock clock) {
    return without
        ? Lease.unguarded(swarm, owner, holder, clock)
        : new Lease(swarm, owner, holder, duration, clock);
  }
}
