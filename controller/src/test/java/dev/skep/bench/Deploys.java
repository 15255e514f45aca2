package dev.skep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.cli.SkepProgram;
import dev.skep.lab.SwarmLab;
import dev.skep.proxy.FaultProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Whole runs of a program that deploys a stack, as a person or a pipeline starts it: timed at the
 * engine itself, and counted in another run through a proxy, which would cost the program time.
 */
final class Deploys implements AutoCloseable {
  /** Something that brings a stack to an engine. */
  interface Program {
    void run(String host, BenchStack stack) throws Exception;
  }

  private final Path folder;
  private final String host;
  private final FaultProxy proxy;
  private int changes;

  Deploys(SwarmLab lab, Path folder) {
    this.folder = folder;
    host = lab.host(0);
    proxy = FaultProxy.before(host, folder.resolve("p.sock"));
  }

  /** Timed and counted on a stack each. */
  Measure first(Program program, BenchStack stack) {
    var counted = stack.named(stack.name() + "-counted");
    return both(Measure.of(run(program, host, stack)), program, counted);
  }

  Measure unchanged(Program program, BenchStack stack) {
    return again(program, stack, s -> s);
  }

  Measure oneChange(Program program, BenchStack stack) {
    return again(program, stack, s -> s.withOneChange("" + ++changes));
  }

  private Measure again(Program program, BenchStack stack, UnaryOperator<BenchStack> next) {
    var timed = Measure.median(() -> Measure.of(run(program, host, next.apply(stack))));
    return both(timed, program, next.apply(stack));
  }

  private Measure both(Measure timed, Program program, BenchStack stack) {
    return Measure.of(run(program, proxy.host(), stack), proxy::requests, proxy::writes)
        .lasting(timed.time());
  }

  private static Callable<Void> run(Program program, String engine, BenchStack stack) {
    return () -> {
      program.run(engine, stack);
      return null;
    };
  }

  void skep(String engine, BenchStack stack) {
    var ended = SkepProgram.run(engine, "apply", "-f", stack.write(folder).toString());
    assertThat(ended.exit()).as(ended.err()).isZero();
  }

  void docker(String engine, BenchStack stack) throws IOException, InterruptedException {
    var file = stack.write(folder).toString();
    var builder = new ProcessBuilder(
        "docker", "stack", "deploy", "--resolve-image", "never", "-c", file, stack.name());
    builder.environment().put("DOCKER_HOST", engine);
    var log = folder.resolve("docker.log").toFile();
    var process = builder.redirectErrorStream(true).redirectOutput(log).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    proxy.close();
  }
}
