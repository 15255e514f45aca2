package dev.skep.controller.cli;

import dev.skep.reconciler.Swarm;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What short commands have in common that ask an engine something and print the answer. */
abstract class EngineCommand implements Callable<Integer> {
  @Mixin
  EngineOptions engine;

  @Spec
  CommandSpec spec;

  /** What to print; {@link SwarmFault.Absent} and {@link SwarmFault.Rejected} blame the request. */
  abstract Either<SwarmFault, String> answer(Swarm swarm, Swarm.About about);

  /** Refuses what no engine need be asked for, by an exception of the command line's. */
  void check() {}

  @Override
  public final Integer call() {
    check();
    var answer = engine.connect().flatMap(connected -> {
      try (var swarm = connected.swarm()) {
        return answer(swarm, connected.about());
      }
    });
    if (answer.isRight()) {
      spec.commandLine().getOut().print(answer.get());
      spec.commandLine().getOut().flush();
      return Exit.DONE;
    }
    tell("skep: " + answer.getLeft().message());
    return answer.getLeft() instanceof SwarmFault.Absent
            || answer.getLeft() instanceof SwarmFault.Rejected
        ? Exit.FAILED
        : Exit.ENGINE;
  }

  final <T> Either<SwarmFault, T> absent(String what) {
    return Either.left(new SwarmFault.Absent("no " + what + " of owner " + engine.owner()));
  }

  /** Beside the answer, on stderr. */
  final void tell(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }
}
