package dev.skep.parity;

import java.util.List;
import java.util.Set;

/** Gives to Skep what the CLI has made, with the commands that docs/stacks.md names. */
final class TakingOver {
  private final ParitySwarm swarm;

  TakingOver(ParitySwarm swarm) {
    this.swarm = swarm;
  }

  /** @param jobs names of the services that Skep takes for jobs: these it does not keep */
  Adopted of(StackFile file, Set<String> jobs) {
    var before = swarm.atWork();
    // An order is for a stack that Skep has heard of; it leaves the services of others alone.
    swarm.apply(file);
    swarm.order("adopt", "stack", StackFile.STACK);
    swarm.apply(file);
    var restarts = before.differences(swarm.atWork());
    swarm.order("approve", "stack", StackFile.STACK);
    var last = swarm.apply(file);
    var left = swarm.withoutOwner().stream().filter(s -> !jobs.contains(s)).toList();
    return new Adopted(
        restarts,
        before.differences(swarm.atWork()),
        List.of(),
        left,
        last.exit() + ": " + last.out() + last.err());
  }
}
