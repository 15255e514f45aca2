package dev.skep.controller.cli;

import dev.skep.reconciler.JobCommands;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Command;

/** Takes an order to suspend back. */
@Command(
    name = "resume",
    description = "Let a suspended job go on.",
    mixinStandardHelpOptions = true)
final class ResumeCommand extends OrderCommand {
  @Override
  Either<SwarmFault, String> give(JobCommands commands) {
    return commands.resume(job.name());
  }
}
