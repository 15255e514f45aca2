package dev.skep.controller.cli;

import dev.skep.reconciler.JobCommands;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Orders another run of the same work. */
@Command(
    name = "rerun",
    description = "Run a job again that has succeeded or failed, once.",
    mixinStandardHelpOptions = true)
final class RerunCommand extends JobOrderCommand {
  @Mixin
  private Note note;

  @Override
  Either<SwarmFault, String> give(JobCommands commands) {
    return commands.rerun(job.name(), note.text());
  }
}
