package dev.skep.controller.cli;

import dev.skep.controller.print.JobHistory;
import dev.skep.controller.print.StackHistory;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.JobFacts;
import dev.skep.reconciler.Records;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a job or a stack has been through. */
@Command(
    name = "history",
    description = "List the runs of a job, or what was changed of a stack and why; newest first.",
    mixinStandardHelpOptions = true)
final class HistoryCommand extends EngineCommand {
  @Mixin
  private Target target;

  @Option(names = "--attempts", description = "Of a job, list attempts and not runs.")
  private boolean attempts;

  @Override
  Either<SwarmFault, String> answer(Swarm swarm, Swarm.About about) {
    var table = switch (target.kind()) {
      case JOB -> job(swarm, about);
      case STACK -> stack(swarm);
    };
    return table.peek(text -> {
      if (text.isEmpty()) tell("nothing of " + target + " is on record yet");
    });
  }

  private Either<SwarmFault, String> job(Swarm swarm, Swarm.About about) {
    return JobFacts.read(swarm, engine.owner(), about.clusterId(), Clock.SYSTEM, target.name())
        .map(facts -> {
          var terminal = Terminals.standardOutput();
          return attempts
              ? JobHistory.ofAttempts(facts, terminal)
              : JobHistory.ofRuns(facts, terminal);
        });
  }

  private Either<SwarmFault, String> stack(Swarm swarm) {
    var records = new Records(swarm, engine.owner());
    return records.heads().flatMap(heads -> {
      if (!heads.byStack().containsKey(target.name())) return absent("stack " + target.name());
      return records
          .receipts(target.name())
          .map(receipts -> StackHistory.text(receipts, Terminals.standardOutput()));
    });
  }
}
