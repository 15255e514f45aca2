package dev.skep.controller.cli;

import dev.skep.controller.print.JobDescription;
import dev.skep.controller.print.OneShotDescription;
import dev.skep.controller.print.StackDescription;
import dev.skep.model.AttemptRecord;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.JobFacts;
import dev.skep.reconciler.Records;
import dev.skep.reconciler.Survey;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** All that is known of one stack or job. */
@Command(
    name = "describe",
    description = "Tell all that is known of one stack or job.",
    mixinStandardHelpOptions = true)
final class DescribeCommand extends EngineCommand {
  private enum Kind {
    STACK,
    JOB
  }

  @Parameters(index = "0", paramLabel = "stack|job", description = "What it is.")
  private Kind kind;

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      description = "STACK, or STACK_JOB for a job; the service of a one-shot.")
  private String name;

  @Override
  Either<SwarmFault, String> answer(Swarm swarm, Swarm.About about) {
    return switch (kind) {
      case STACK ->
        Survey.of(swarm, engine.owner(), about.clusterId(), Clock.SYSTEM)
            .flatMap(stacks -> stacks.stream()
                .filter(s -> s.stack().equals(name))
                .findFirst()
                .map(s -> new StackDescription(s, Map.of())
                    .text(Instant.now(), Terminals.standardOutput()))
                .map(Either::<SwarmFault, String>right)
                .orElseGet(() -> absent("stack " + name)));
      case JOB ->
        JobFacts.read(swarm, engine.owner(), about.clusterId(), Clock.SYSTEM, name)
            .map(facts -> new JobDescription(facts, log(swarm, facts.attempts()))
                .text(Instant.now(), Terminals.standardOutput()))
            .fold(fault -> oneShot(swarm, fault), Either::right);
    };
  }

  /** What is no job of a stack may be a one-shot that nobody committed, named by its service. */
  private Either<SwarmFault, String> oneShot(Swarm swarm, SwarmFault noJob) {
    if (!(noJob instanceof SwarmFault.Absent)) return Either.left(noJob);
    return Survey.oneShots(swarm, engine.owner(), Clock.SYSTEM)
        .flatMap(all -> all.stream()
            .filter(s -> s.service().equals(name))
            .findFirst()
            .map(s -> new OneShotDescription(s, log(swarm, s.ended()))
                .text(Instant.now(), Terminals.standardOutput()))
            .map(Either::<SwarmFault, String>right)
            .orElse(Either.left(noJob)));
  }

  /** A description without the log that could not be had is better than none. */
  private List<String> log(Swarm swarm, List<AttemptRecord> ended) {
    if (ended.isEmpty()) return List.of();
    var last = ended.getLast();
    return new Records(swarm, engine.owner()).log(last.run(), last.number()).getOrElse(List.of());
  }
}
