package dev.skep.controller.cli;

import dev.skep.controller.print.JobTable;
import dev.skep.controller.print.ServiceTable;
import dev.skep.controller.print.StackTable;
import dev.skep.model.StackRecord;
import dev.skep.model.StackStatus;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Survey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tables of what is on the Swarm, read from the Swarm itself. */
@Command(
    name = "get",
    description = "List stacks, services or jobs as they are on the Swarm.",
    mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {
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

  @Mixin
  private EngineOptions engine;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    var connected = engine.connect();
    if (connected.isLeft()) {
      err.println("skep: " + connected.getLeft().message());
      return Exit.ENGINE;
    }
    try (var swarm = connected.get().swarm()) {
      var found = Survey.of(swarm, engine.owner(), Clock.SYSTEM);
      if (found.isLeft()) {
        err.println("skep: " + found.getLeft().message());
        return Exit.ENGINE;
      }
      var stacks = found.get().stream()
          .filter(s -> stack.isEmpty() || stack.get().equals(s.stack()))
          .toList();
      if (stacks.isEmpty()) {
        err.println(stack
            .map(s -> "skep: no stack " + s + " of owner " + engine.owner())
            .orElse("no stacks of owner " + engine.owner()));
        return stack.isPresent() ? Exit.FAILED : Exit.DONE;
      }
      out.print(table(stacks));
      out.flush();
      return Exit.DONE;
    }
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
