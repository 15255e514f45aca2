package dev.skep.controller.cli;

import dev.skep.reconciler.JobCommands;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Gives up a run. */
@Command(
    name = "cancel",
    description =
        "Give up the run of a job that is under way or waits; a running attempt is stopped.",
    mixinStandardHelpOptions = true)
final class CancelCommand extends JobOrderCommand {
  @Mixin
  private Note note;

  @Override
  Either<SwarmFault, String> give(JobCommands commands) {
    return commands.cancel(job.name(), note.text());
  }
}
