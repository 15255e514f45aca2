package dev.skep.controller.cli;

import dev.skep.reconciler.JobCommands;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Records a person's word on what Skep cannot know; works beside a controller. */
@Command(
    name = "resolve",
    description = "Say what became of a job's work where Skep cannot know: an attempt whose end"
        + " nobody saw, work done by other hands, records that are lost.",
    mixinStandardHelpOptions = true)
final class ResolveCommand extends JobOrderCommand {
  @Option(
      names = "--as",
      required = true,
      paramLabel = "succeeded|failed|retry",
      description = "What became of it. Retry only when it surely runs no more.")
  private JobCommands.As as;

  @Option(
      names = "--note",
      required = true,
      paramLabel = "TEXT",
      description = "Why you say so; kept with the record.")
  private String note;

  @Override
  Either<SwarmFault, String> give(JobCommands commands) {
    return commands.resolve(job.name(), as, note);
  }
}
