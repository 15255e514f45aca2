package dev.skep.controller.cli;

import dev.skep.controller.print.JobHistory;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.JobFacts;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a job has done. */
@Command(
    name = "history",
    description = "List the runs of a job, newest first.",
    mixinStandardHelpOptions = true)
final class HistoryCommand extends EngineCommand {
  @Mixin
  private JobName job;

  @Option(names = "--attempts", description = "List attempts and not runs.")
  private boolean attempts;

  @Override
  Either<SwarmFault, String> answer(Swarm swarm, Swarm.About about) {
    return JobFacts.read(swarm, engine.owner(), about.clusterId(), Clock.SYSTEM, job.name())
        .map(facts -> {
          var terminal = Terminals.standardOutput();
          var table = attempts
              ? JobHistory.ofAttempts(facts, terminal)
              : JobHistory.ofRuns(facts, terminal);
          if (table.isEmpty()) tell("nothing of job " + job.name() + " is on record yet");
          return table;
        });
  }
}
