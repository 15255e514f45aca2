package dev.skep.controller.cli;

import dev.skep.controller.print.JobTable;
import dev.skep.controller.print.ServiceTable;
import dev.skep.controller.print.StackTable;
import dev.skep.model.OneShotStatus;
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
    return Survey.of(swarm, engine.owner(), about.clusterId(), Clock.SYSTEM)
        .flatMap(stacks -> oneShots(swarm).flatMap(oneShots -> of(stacks, oneShots)));
  }

  private Either<SwarmFault, List<OneShotStatus>> oneShots(Swarm swarm) {
    if (kind != Kind.JOBS) return Either.right(List.of());
    return Survey.oneShots(swarm, engine.owner(), Clock.SYSTEM)
        .map(all -> all.stream()
            .filter(s -> stack.isEmpty() || stack.equals(s.namespace()))
            .toList());
  }

  private Either<SwarmFault, String> of(List<StackStatus> all, List<OneShotStatus> oneShots) {
    var stacks = all.stream()
        .filter(s -> stack.isEmpty() || stack.get().equals(s.stack()))
        .toList();
    if (!stacks.isEmpty() || !oneShots.isEmpty()) return Either.right(table(stacks, oneShots));
    if (stack.isPresent()) return absent("stack " + stack.get());
    tell("no stacks of owner " + engine.owner());
    return Either.right("");
  }

  private String table(List<StackStatus> stacks, List<OneShotStatus> oneShots) {
    var terminal = Terminals.standardOutput();
    var now = Instant.now();
    return switch (kind) {
      case STACKS, STACK ->
        StackTable.text(stacks, s -> s.applied().map(StackRecord.Applied::at), now, terminal);
      case SERVICES -> ServiceTable.text(stacks, terminal);
      case JOBS -> JobTable.text(stacks, oneShots, now, terminal);
    };
  }
}
