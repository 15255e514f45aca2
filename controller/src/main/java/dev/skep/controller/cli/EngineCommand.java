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

  /** What there is to do with an engine, and how it ends: as a rule, to print an answer. */
  Either<SwarmFault, Integer> work(Swarm swarm, Swarm.About about) throws Exception {
    return answer(swarm, about).map(text -> {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
      return Exit.DONE;
    });
  }

  @Override
  public final Integer call() throws Exception {
    check();
    var connected = engine.connect();
    if (connected.isLeft()) return failed(connected.getLeft());
    try (var swarm = connected.get().swarm()) {
      var ended = work(swarm, connected.get().about());
      return ended.isRight() ? ended.get() : failed(ended.getLeft());
    }
  }

  private int failed(SwarmFault fault) {
    tell("skep: " + fault.message());
    return fault instanceof SwarmFault.Absent || fault instanceof SwarmFault.Rejected
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
