package dev.skep.controller.cli;

import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Holds a job or a whole stack back until it is resumed. */
@Command(
    name = "suspend",
    description = {
      "Begin no attempt of a job, and stop a running one, until it is resumed.",
      "Of a stack: change nothing of it; a job's attempt under way goes on to its end."
    },
    mixinStandardHelpOptions = true)
final class SuspendCommand extends OrderCommand {
  @Mixin
  private Target target;

  @Mixin
  private Note note;

  @Override
  Either<SwarmFault, String> give(Swarm swarm, Swarm.About about) {
    return switch (target.kind()) {
      case JOB -> jobs(swarm, about).suspend(target.name(), note.text());
      case STACK -> stacks(swarm).suspend(target.name(), note.text());
    };
  }
}
