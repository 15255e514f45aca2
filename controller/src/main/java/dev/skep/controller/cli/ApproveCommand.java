package dev.skep.controller.cli;

import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says that what is held back is meant. */
@Command(
    name = "approve",
    description = "Say that the present revision of a stack may remove more than half of it.",
    mixinStandardHelpOptions = true)
final class ApproveCommand extends OrderCommand {
  @Mixin
  private StackName stack;

  @Override
  Either<SwarmFault, String> give(Swarm swarm, Swarm.About about) {
    return stacks(swarm).approve(stack.name());
  }
}
