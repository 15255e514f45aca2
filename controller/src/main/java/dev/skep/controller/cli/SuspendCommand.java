package dev.skep.controller.cli;

import dev.skep.reconciler.JobCommands;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Holds a job back until it is resumed. */
@Command(
    name = "suspend",
    description = "Begin no attempt of a job, and stop a running one, until it is resumed.",
    mixinStandardHelpOptions = true)
final class SuspendCommand extends OrderCommand {
  @Mixin
  private Note note;

  @Override
  Either<SwarmFault, String> give(JobCommands commands) {
    return commands.suspend(job.name(), note.text());
  }
}
