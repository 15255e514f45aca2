package dev.skep.controller.cli;

import dev.skep.reconciler.JobCommands;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Mixin;

/** What the commands have in common that tell the controller something about a job. */
abstract class JobOrderCommand extends OrderCommand {
  @Mixin
  JobName job;

  abstract Either<SwarmFault, String> give(JobCommands commands);

  @Override
  final Either<SwarmFault, String> give(Swarm swarm, Swarm.About about) {
    return give(jobs(swarm, about));
  }
}
