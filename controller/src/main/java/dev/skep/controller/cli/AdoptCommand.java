package dev.skep.controller.cli;

import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives Skep what docker stack deploy has made. */
@Command(
    name = "adopt",
    description =
        "Give a stack that docker stack deploy has made to Skep; nothing restarts, and what"
            + " differs from its manifest is left until skep approve, or a commit that changes it.",
    mixinStandardHelpOptions = true)
final class AdoptCommand extends OrderCommand {
  @Mixin
  private StackName stack;

  @Option(names = "--dry-run", description = "Only tell what would be taken over.")
  private boolean dryRun;

  @Override
  Either<SwarmFault, String> give(Swarm swarm, Swarm.About about) {
    return stacks(swarm).adopt(stack.name(), dryRun);
  }
}
