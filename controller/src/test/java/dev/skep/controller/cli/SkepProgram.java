package dev.skep.controller.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged {@code bin/skep} as a process of its own. Ends it when closed. */
public final class SkepProgram implements AutoCloseable {
  public static final Path BINARY = Path.of("target/skep/bin/skep").toAbsolutePath();

  /** How a program ended; took counts from its start. */
  public record Ended(int exit, String out, String err, Duration took) {
    List<String> errors() {
      return err.lines().toList();
    }
  }

  private final long began = System.nanoTime();
  private final Path out;
  private final Path err;
  private final Process process;

  private SkepProgram(String host, List<String> command) {
    try {
      out = Files.createTempFile("skep-", ".out");
      err = Files.createTempFile("skep-", ".err");
      var builder = new ProcessBuilder(command);
      builder.environment().put("DOCKER_HOST", host);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static SkepProgram start(String host, String... arguments) {
    return start(List.of(), host, arguments);
  }

  /** Below another program, such as one that changes the user. */
  static SkepProgram start(List<String> below, String host, String... arguments) {
    var command = new ArrayList<>(below);
    command.add(BINARY.toString());
    command.addAll(List.of(arguments));
    return new SkepProgram(host, command);
  }

  public static Ended run(String host, String... arguments) {
    try (var program = start(host, arguments)) {
      return program.end(Duration.ofMinutes(2));
    }
  }

  /** Waits for its end. */
  Ended end(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still at work after " + atMost + ": " + out() + err());
      }
      var took = Duration.ofNanos(System.nanoTime() - began);
      return new Ended(process.exitValue(), out(), err(), took);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGTERM, as an engine or a service manager sends it; how long it took to end. */
  Duration terminate() {
    long from = System.nanoTime();
    process.destroy();
    end(Duration.ofSeconds(20));
    return Duration.ofNanos(System.nanoTime() - from);
  }

  long pid() {
    return process.pid();
  }

  /** That it has taken so far. */
  public Duration processorTime() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  boolean alive() {
    return process.isAlive();
  }

  public String out() {
    return read(out);
  }

  public String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    Stream.of(out, err).forEach(file -> file.toFile().delete());
  }
}
