package dev.skep.controller.cli;

import dev.skep.controller.print.JobDescription;
import dev.skep.controller.print.StackDescription;
import dev.skep.model.StackStatus;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Records;
import dev.skep.reconciler.Survey;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** All that is known of one stack or job. */
@Command(
    name = "describe",
    description = "Tell all that is known of one stack or job.",
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {
  private enum Kind {
    STACK,
    JOB
  }

  @Parameters(index = "0", paramLabel = "stack|job", description = "What it is.")
  private Kind kind;

  @Parameters(index = "1", paramLabel = "NAME", description = "STACK, or STACK_JOB for a job.")
  private String name;

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
      var text = Survey.of(swarm, engine.owner(), Clock.SYSTEM).flatMap(stacks -> switch (kind) {
        case STACK -> stack(stacks);
        case JOB -> job(swarm, stacks);
      });
      if (text.isLeft()) {
        err.println("skep: " + text.getLeft().message());
        return Exit.ENGINE;
      }
      if (text.get().isEmpty()) {
        err.println("skep: no " + kind.name().toLowerCase(Locale.ROOT) + " " + name + " of owner "
            + engine.owner());
        return Exit.FAILED;
      }
      spec.commandLine().getOut().print(text.get().get());
      spec.commandLine().getOut().flush();
      return Exit.DONE;
    }
  }

  private Either<SwarmFault, Optional<String>> stack(List<StackStatus> stacks) {
    return Either.right(stacks.stream()
        .filter(s -> s.stack().equals(name))
        .findFirst()
        .map(s ->
            new StackDescription(s, Map.of()).text(Instant.now(), Terminals.standardOutput())));
  }

  private Either<SwarmFault, Optional<String>> job(Swarm swarm, List<StackStatus> stacks) {
    for (var stack : stacks) {
      for (var row : stack.jobs()) {
        if (name.equals(stack.stack() + "_" + row.name())) {
          return job(swarm, stack, row.name()).map(Optional::of);
        }
      }
    }
    return Either.right(Optional.empty());
  }

  private Either<SwarmFault, String> job(Swarm swarm, StackStatus stack, String job) {
    var records = new Records(swarm, engine.owner());
    return records.attempts(Optional.of(stack.stack())).map(all -> {
      var attempts = all.stream().filter(a -> a.job().equals(job)).toList();
      var log = attempts.isEmpty()
          ? List.<String>of()
          : records.log(attempts.getLast().run(), attempts.getLast().number()).getOrElse(List.of());
      return JobDescription.of(stack, job, Optional.empty(), attempts, log)
          .orElseThrow()
          .text(Instant.now(), Terminals.standardOutput());
    });
  }
}
