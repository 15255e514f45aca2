package dev.skep.controller.cli;

import dev.skep.controller.print.DifferenceTable;
import dev.skep.controller.source.Stacks;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Difference;
import dev.skep.reconciler.Preview;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What an apply would do; exit codes as those of diff(1): 0 nothing, 1 something, else trouble. */
@Command(
    name = "diff",
    description = "Tell what an apply would change, and change nothing.",
    footer = "%nExits with 0 if nothing would change, with 1 if something would.",
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
  private static final int SOME = 1;

  @Mixin
  private ManifestOptions manifests;

  @Mixin
  private EngineOptions engine;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    var stacks = manifests.read(engine);
    if (stacks.isEmpty()) return Exit.BAD_INPUT;
    var differences = of(engine, stacks.get());
    if (differences.isLeft()) {
      spec.commandLine().getErr().println("skep: " + differences.getLeft().message());
      return Exit.ENGINE;
    }
    print(differences.get(), spec.commandLine().getOut());
    return differences.get().stream().allMatch(Difference::none) ? Exit.DONE : SOME;
  }

  static Either<SwarmFault, List<Difference>> of(EngineOptions engine, Stacks stacks) {
    return engine.connect().flatMap(connected -> {
      try (var swarm = connected.swarm()) {
        var cluster = connected.about().clusterId();
        var owner = engine.ownership(stacks).owner();
        return Preview.of(swarm, owner, cluster, Clock.SYSTEM, stacks.good().values());
      }
    });
  }

  static void print(List<Difference> differences, PrintWriter out) {
    var terminal = Terminals.standardOutput();
    differences.forEach(d -> out.print(DifferenceTable.text(d, terminal)));
    out.flush();
  }
}
