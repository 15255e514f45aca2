package dev.skep.controller.cli;

import dev.skep.controller.print.JobTable;
import dev.skep.controller.print.ServiceTable;
import dev.skep.controller.print.StackTable;
import dev.skep.model.StackRecord;
import dev.skep.model.StackStatus;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Survey;
import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tables of what is on the Swarm, read from the Swarm itself. */
@Command(
    name = "get",
    description = "List stacks, services or jobs as they are on the Swarm.",
    mixinStandardHelpOptions = true)
final class GetCommand extends EngineCommand {
  private enum Kind {
    STACKS,
    STACK,
    SERVICES,
    JOBS
  }

  @Parameters(index = "0", paramLabel = "stacks|services|jobs", description = "What to list.")
  private Kind kind;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "STACK",
      description = "Only of this stack.")
  private Optional<String> stack = Optional.empty();

  @Override
  Either<SwarmFault, String> answer(Swarm swarm, Swarm.About about) {
    return Survey.of(swarm, engine.owner(), about.clusterId(), Clock.SYSTEM).flatMap(this::of);
  }

  private Either<SwarmFault, String> of(List<StackStatus> all) {
    var stacks = all.stream()
        .filter(s -> stack.isEmpty() || stack.get().equals(s.stack()))
        .toList();
    if (!stacks.isEmpty()) return Either.right(table(stacks));
    if (stack.isPresent()) return absent("stack " + stack.get());
    tell("no stacks of owner " + engine.owner());
    return Either.right("");
  }

  private String table(List<StackStatus> stacks) {
    var terminal = Terminals.standardOutput();
    var now = Instant.now();
    return switch (kind) {
      case STACKS, STACK ->
        StackTable.text(stacks, s -> s.applied().map(StackRecord.Applied::at), now, terminal);
      case SERVICES -> ServiceTable.text(stacks, terminal);
      case JOBS -> JobTable.text(stacks, now, terminal);
    };
  }
}
