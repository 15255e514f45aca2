package dev.skep.controller.cli;

import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes an order to suspend back. */
@Command(
    name = "resume",
    description =
        "Let a suspended job or stack go on, and a stack that was rolled back follow its source.",
    mixinStandardHelpOptions = true)
final class ResumeCommand extends OrderCommand {
  @Mixin
  private Target target;

  @Override
  Either<SwarmFault, String> give(Swarm swarm, Swarm.About about) {
    return switch (target.kind()) {
      case JOB -> jobs(swarm, about).resume(target.name());
      case STACK -> stacks(swarm).resume(target.name());
    };
  }
}
