package dev.skep.controller.cli;

import dev.skep.controller.print.DifferenceTable;
import dev.skep.controller.source.Stacks;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Difference;
import dev.skep.reconciler.Preview;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What an apply would do; exit codes as those of diff(1): 0 nothing, 1 something, else trouble. */
@Command(
    name = "diff",
    description = "Tell what an apply would change, and change nothing.",
    footer = "%nExits with 0 if nothing would change, with 1 if something would.",
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
  private static final int SOME = 1;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE|DIR",
      description = "A compose file, or a folder of stacks; several files make one stack.")
  private List<Path> files;

  @Option(names = "--stack", paramLabel = "NAME", description = "Name of the stack.")
  private Optional<String> stack = Optional.empty();

  @Mixin
  private EngineOptions engine;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    var err = spec.commandLine().getErr();
    var stacks = Input.read(files, stack, false);
    stacks.warnings().forEach(err::println);
    stacks.errors().forEach(err::println);
    if (!stacks.errors().isEmpty()) return Exit.BAD_INPUT;
    var differences = of(engine, stacks);
    if (differences.isLeft()) {
      err.println("skep: " + differences.getLeft().message());
      return Exit.ENGINE;
    }
    print(differences.get(), spec.commandLine().getOut());
    return differences.get().stream().allMatch(Difference::none) ? Exit.DONE : SOME;
  }

  static Either<SwarmFault, List<Difference>> of(EngineOptions engine, Stacks stacks) {
    return engine.connect().flatMap(connected -> {
      try (var swarm = connected.swarm()) {
        var cluster = connected.about().clusterId();
        return Preview.of(
            swarm, engine.owner(), cluster, Clock.SYSTEM, stacks.good().values());
      }
    });
  }

  static void print(List<Difference> differences, PrintWriter out) {
    var terminal = Terminals.standardOutput();
    differences.forEach(d -> out.print(DifferenceTable.text(d, terminal)));
    out.flush();
  }
}
