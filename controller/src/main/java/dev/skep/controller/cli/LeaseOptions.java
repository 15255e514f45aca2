package dev.skep.controller.cli;

import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Lease;
import dev.skep.reconciler.Swarm;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Flags of the commands that write to a Swarm. */
final class LeaseOptions {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  private Duration duration = Lease.DURATION;

  /** For tests of the job protocol alone: write whoever else may be writing. */
  @Option(names = "--without-lease", hidden = true)
  private boolean without;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Shorter ones are lost between two renewals; after longer ones nobody would notice a crash. */
  @Option(
      names = "--lease-duration",
      paramLabel = "TIME",
      converter = Times.class,
      description = "How long a silent controller keeps the right to write; the same for all"
          + " controllers of an owner (default: 8s).")
  void duration(Duration given) {
    if (given.compareTo(SHORTEST) < 0 || given.compareTo(LONGEST) > 0) {
      throw new ParameterException(
          command.commandLine(), "--lease-duration must lie between 1s and 1h; the default is 8s");
    }
    duration = given;
  }

  Lease lease(Swarm swarm, String owner, String holder, Clock clock) {
    return without
        ? Lease.unguarded(swarm, owner, holder, clock)
        : new Lease(swarm, owner, holder, duration, clock);
  }
}
