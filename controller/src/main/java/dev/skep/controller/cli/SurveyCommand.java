package dev.skep.controller.cli;

import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Survey;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What commands have in common that look at what is on the Swarm and print. */
abstract class SurveyCommand implements Callable<Integer> {
  @Mixin
  EngineOptions engine;

  @Spec
  CommandSpec spec;

  /** A job and the stack it belongs to. */
  record Found(StackStatus stack, JobRow job) {}

  /** What to print; {@link SwarmFault.Absent} and {@link SwarmFault.Rejected} blame the request. */
  abstract Either<SwarmFault, String> answer(Swarm swarm, List<StackStatus> stacks);

  @Override
  public final Integer call() {
    var answer = engine.connect().flatMap(connected -> {
      try (var swarm = connected.swarm()) {
        return Survey.of(swarm, engine.owner(), Clock.SYSTEM)
            .flatMap(stacks -> answer(swarm, stacks));
      }
    });
    if (answer.isRight()) {
      spec.commandLine().getOut().print(answer.get());
      spec.commandLine().getOut().flush();
      return Exit.DONE;
    }
    spec.commandLine().getErr().println("skep: " + answer.getLeft().message());
    return answer.getLeft() instanceof SwarmFault.Absent
            || answer.getLeft() instanceof SwarmFault.Rejected
        ? Exit.FAILED
        : Exit.ENGINE;
  }

  /** The job that {@code STACK_JOB} names; underscores may be part of either. */
  final Either<SwarmFault, Found> job(List<StackStatus> stacks, String name) {
    for (var stack : stacks) {
      for (var job : stack.jobs()) {
        if (name.equals(stack.stack() + "_" + job.name())) {
          return Either.right(new Found(stack, job));
        }
      }
    }
    return absent("job " + name);
  }

  final <T> Either<SwarmFault, T> absent(String what) {
    return Either.left(new SwarmFault.Absent("no " + what + " of owner " + engine.owner()));
  }
}
