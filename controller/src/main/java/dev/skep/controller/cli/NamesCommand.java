package dev.skep.controller.cli;

import dev.skep.model.StackStatus;
import dev.skep.reconciler.Clock;
import dev.skep.reconciler.Survey;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Names of what is on the Swarm, one a line, for the scripts of {@code skep completion}. Whoever
 * presses a key does not wait: what is not known within a second is not told, nor is why.
 */
@Command(name = "__complete", hidden = true)
final class NamesCommand implements Callable<Integer> {
  private static final long PATIENCE_MILLIS = 1000;

  private enum Kind {
    STACKS,
    JOBS
  }

  @Spec
  private CommandSpec spec;

  @Mixin
  private EngineOptions engine;

  @Parameters
  private Kind kind;

  @Override
  public Integer call() {
    var names = new CompletableFuture<List<String>>();
    Thread.ofPlatform().daemon().name("names").start(() -> names.complete(names()));
    names.completeOnTimeout(List.of(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    names.join().forEach(spec.commandLine().getOut()::println);
    return Exit.DONE;
  }

  private List<String> names() {
    try {
      return engine
          .connect()
          .flatMap(c -> Survey.of(c.swarm(), engine.owner(), c.about().clusterId(), Clock.SYSTEM))
          .map(stacks -> stacks.stream().flatMap(this::names).toList())
          .getOrElse(List.of());
    } catch (RuntimeException e) {
      // An address that cannot be: the command itself will say so.
      return List.of();
    }
  }

  private Stream<String> names(StackStatus stack) {
    return switch (kind) {
      case STACKS -> Stream.of(stack.stack());
      case JOBS -> stack.jobs().stream().map(job -> stack.stack() + "_" + job.name());
    };
  }
}
