package dev.skep.controller.cli;

import dev.skep.controller.print.JobDescription;
import dev.skep.controller.print.StackDescription;
import dev.skep.model.StackStatus;
import dev.skep.reconciler.Records;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** All that is known of one stack or job. */
@Command(
    name = "describe",
    description = "Tell all that is known of one stack or job.",
    mixinStandardHelpOptions = true)
final class DescribeCommand extends SurveyCommand {
  private enum Kind {
    STACK,
    JOB
  }

  @Parameters(index = "0", paramLabel = "stack|job", description = "What it is.")
  private Kind kind;

  @Parameters(index = "1", paramLabel = "NAME", description = "STACK, or STACK_JOB for a job.")
  private String name;

  @Override
  Either<SwarmFault, String> answer(Swarm swarm, List<StackStatus> stacks) {
    return switch (kind) {
      case STACK -> stack(stacks);
      case JOB -> job(stacks, name).flatMap(found -> job(swarm, found));
    };
  }

  private Either<SwarmFault, String> stack(List<StackStatus> stacks) {
    var found = stacks.stream().filter(s -> s.stack().equals(name)).findFirst();
    if (found.isEmpty()) return absent("stack " + name);
    var description = new StackDescription(found.get(), Map.of());
    return Either.right(description.text(Instant.now(), Terminals.standardOutput()));
  }

  private Either<SwarmFault, String> job(Swarm swarm, Found found) {
    var records = new Records(swarm, engine.owner());
    return records.attempts(Optional.of(found.stack().stack())).map(all -> {
      var job = found.job().name();
      var attempts = all.stream().filter(a -> a.job().equals(job)).toList();
      var log = attempts.isEmpty()
          ? List.<String>of()
          : records.log(attempts.getLast().run(), attempts.getLast().number()).getOrElse(List.of());
      return JobDescription.of(found.stack(), job, Optional.empty(), attempts, log)
          .orElseThrow()
          .text(Instant.now(), Terminals.standardOutput());
    });
  }
}
