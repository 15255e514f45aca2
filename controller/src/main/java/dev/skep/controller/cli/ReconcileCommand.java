package dev.skep.controller.cli;

import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** For who does not want to wait for the next look. */
@Command(
    name = "reconcile",
    description = "Have the controller look at its source and at a stack now, and try at once what"
        + " waits after a refusal or a fight.",
    mixinStandardHelpOptions = true)
final class ReconcileCommand extends OrderCommand {
  @Mixin
  private StackName stack;

  @Override
  Either<SwarmFault, String> give(Swarm swarm, Swarm.About about) {
    return stacks(swarm).reconcile(stack.name());
  }
}
