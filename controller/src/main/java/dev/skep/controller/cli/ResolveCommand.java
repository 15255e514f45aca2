package dev.skep.controller.cli;

import dev.skep.model.StackStatus;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Resolution;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Records a person's word on an attempt whose end nobody knows; works beside a controller. */
@Command(
    name = "resolve",
    description = "Say how an attempt ended of which Skep cannot know (phase Unknown).",
    mixinStandardHelpOptions = true)
final class ResolveCommand extends SurveyCommand {
  private enum Kind {
    JOB
  }

  @Parameters(index = "0", paramLabel = "job", description = "What it is: a job.")
  private Kind kind;

  @Parameters(index = "1", paramLabel = "STACK_JOB", description = "The job's name.")
  private String name;

  @Option(
      names = "--as",
      required = true,
      paramLabel = "succeeded|failed|retry",
      description = "What became of it. Retry only when it surely runs no more.")
  private Resolution.As as;

  @Option(
      names = "--note",
      required = true,
      paramLabel = "TEXT",
      description = "Why you say so; kept with the attempt.")
  private String note;

  @Override
  Either<SwarmFault, String> answer(Swarm swarm, List<StackStatus> stacks) {
    return switch (kind) {
      case JOB -> resolve(swarm, stacks);
    };
  }

  private Either<SwarmFault, String> resolve(Swarm swarm, List<StackStatus> stacks) {
    return job(stacks, name)
        .flatMap(found -> Resolution.write(
            swarm,
            engine.owner(),
            Clock.SYSTEM,
            found.stack().stack(),
            found.job().name(),
            as,
            note))
        .map(a -> "attempt " + a.number() + " of job " + name + " is recorded: " + said() + "\n");
  }

  private String said() {
    return switch (as) {
      case SUCCEEDED -> "succeeded";
      case FAILED -> "failed for good";
      case RETRY -> "failed, to be tried again";
    };
  }
}
