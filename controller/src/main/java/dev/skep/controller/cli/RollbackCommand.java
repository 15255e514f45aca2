package dev.skep.controller.cli;

import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Has a stack as it was last good, whatever its source says now. */
@Command(
    name = "rollback",
    description = "Put a stack back to the last revision that was wholly in place, until its source"
        + " changes; jobs are not undone.",
    mixinStandardHelpOptions = true)
final class RollbackCommand extends OrderCommand {
  @Mixin
  private StackName stack;

  @Mixin
  private Note note;

  @Override
  Either<SwarmFault, String> give(Swarm swarm, Swarm.About about) {
    return stacks(swarm).rollback(stack.name(), note.text());
  }
}
