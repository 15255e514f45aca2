package dev.skep.controller.cli;

import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Survey;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.List;

/** What commands have in common that look at what is on the Swarm and print. */
abstract class SurveyCommand extends EngineCommand {

  /** A job and the stack it belongs to. */
  record Found(StackStatus stack, JobRow job) {}

  abstract Either<SwarmFault, String> answer(Swarm swarm, List<StackStatus> stacks);

  @Override
  final Either<SwarmFault, String> answer(Swarm swarm, Swarm.About about) {
    return Survey.of(swarm, engine.owner(), about.clusterId(), Clock.SYSTEM)
        .flatMap(stacks -> answer(swarm, stacks));
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
