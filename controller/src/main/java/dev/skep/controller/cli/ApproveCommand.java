package dev.skep.controller.cli;

import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says that what is held back is meant. */
@Command(
    name = "approve",
    description = "Say that the present revision of a stack may remove more than half of it.",
    mixinStandardHelpOptions = true)
final class ApproveCommand extends OrderCommand {
  private enum Kind {
    STACK
  }

  @Parameters(index = "0", paramLabel = "stack", description = "What it is: a stack.")
  private Kind kind;

  @Parameters(index = "1", paramLabel = "NAME", description = "The stack's name.")
  private String name;

  @Override
  Either<SwarmFault, String> give(Swarm swarm, Swarm.About about) {
    return switch (kind) {
      case STACK -> stacks(swarm).approve(name);
    };
  }
}
