package dev.skep.controller.cli;

import dev.skep.reconciler.JobCommands;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Orders another run of the same work. */
@Command(
    name = "rerun",
    description = "Run a job again that has succeeded or failed, once; one with a schedule,"
        + " without waiting for its next slot.",
    mixinStandardHelpOptions = true)
final class RerunCommand extends JobOrderCommand {
  @Mixin
  private Note note;

  @Option(
      names = "--now",
      description = "Also in place of a run that waits to be tried again, which is given up.")
  private boolean now;

  @Override
  Either<SwarmFault, String> give(JobCommands commands) {
    return commands.rerun(job.name(), note.text(), now);
  }
}
