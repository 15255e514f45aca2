package dev.skep.controller.cli;

import dev.skep.model.StackStatus;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Resolution;
import dev.skep.reconciler.Survey;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Records a person's word on an attempt whose end nobody knows; works beside a controller. */
@Command(
    name = "resolve",
    description = "Say how an attempt ended of which Skep cannot know (phase Unknown).",
    mixinStandardHelpOptions = true)
final class ResolveCommand implements Callable<Integer> {
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

  @Mixin
  private EngineOptions engine;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    var err = spec.commandLine().getErr();
    var connected = engine.connect();
    if (connected.isLeft()) {
      err.println("skep: " + connected.getLeft().message());
      return Exit.ENGINE;
    }
    try (var swarm = connected.get().swarm()) {
      var written =
          Survey.of(swarm, engine.owner(), Clock.SYSTEM).flatMap(stacks -> resolve(swarm, stacks));
      if (written.isRight()) {
        spec.commandLine().getOut().println(written.get());
        spec.commandLine().getOut().flush();
        return Exit.DONE;
      }
      err.println("skep: " + written.getLeft().message());
      return written.getLeft() instanceof SwarmFault.Absent
              || written.getLeft() instanceof SwarmFault.Rejected
          ? Exit.FAILED
          : Exit.ENGINE;
    }
  }

  private Either<SwarmFault, String> resolve(Swarm swarm, List<StackStatus> stacks) {
    for (var stack : stacks) {
      for (var job : stack.jobs()) {
        if (!name.equals(stack.stack() + "_" + job.name())) continue;
        return Resolution.write(
                swarm, engine.owner(), Clock.SYSTEM, stack.stack(), job.name(), as, note)
            .map(a -> "attempt " + a.number() + " of job " + name + " is recorded as "
                + (as == Resolution.As.RETRY ? "failed, to be tried again" : "" + as)
                    .toLowerCase(Locale.ROOT));
      }
    }
    return Either.left(new SwarmFault.Absent(
        "no " + kind.name().toLowerCase(Locale.ROOT) + " " + name + " of owner " + engine.owner()));
  }
}
