package dev.skep.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run of the built {@code skep}, which may be killed, frozen and thawed. */
final class SkepProcess implements AutoCloseable {
  private final Process process;
  private final Process watchdog;
  private final Path out;
  private final Path err;

  private SkepProcess(Process process, Process watchdog, Path out, Path err) {
    this.process = process;
    this.watchdog = watchdog;
    this.out = out;
    this.err = err;
  }

  /** @param host for DOCKER_HOST */
  static SkepProcess start(String host, List<String> arguments) {
    return start(List.of(), host, arguments);
  }

  /** As at a terminal: in the background of a shell, as tests may run, Ctrl-C is ignored. */
  static SkepProcess interruptible(String host, List<String> arguments, String... variables) {
    var below = new ArrayList<>(List.of("env", "--default-signal=INT"));
    below.addAll(List.of(variables));
    return start(below, host, arguments);
  }

  private static SkepProcess start(List<String> below, String host, List<String> arguments) {
    try {
      var out = Files.createTempFile("skep-", ".out");
      var err = Files.createTempFile("skep-", ".err");
      var command = new ArrayList<>(below);
      command.add(path().toString());
      command.addAll(arguments);
      var builder = new ProcessBuilder(command).redirectOutput(out.toFile());
      builder.environment().put("DOCKER_HOST", host);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      var process = builder.redirectError(err.toFile()).start();
      return new SkepProcess(process, watch(process.pid()), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Outlives this JVM however it ends, and kills then: its input ends with us. */
  private static Process watch(long pid) throws IOException {
    return new ProcessBuilder("sh", "-c", "read never; kill -9 " + pid + " 2>/dev/null").start();
  }

  static Path path() {
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      var script = folder.resolve("controller/target/skep/bin/skep");
      if (Files.isExecutable(script)) return script;
    }
    throw new IllegalStateException("no controller/target/skep/bin/skep: run `make build`");
  }

  boolean alive() {
    return process.isAlive();
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  /** Waits for the end by itself; what takes longer is killed and fails the test. */
  int exitCode(Duration atMost) {
    try {
      if (process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
    throw new AssertionError("still running after " + atMost + "\n" + this);
  }

  /** SIGKILL; returns when it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Ctrl-C. */
  void interrupt() {
    signal("INT");
  }

  /** The terminal is lost. */
  void hangUp() {
    signal("HUP");
  }

  /** SIGSTOP: it does not know that time passes. */
  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  void signal(String name) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) throw new IllegalStateException("cannot signal " + this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
    watchdog.destroyForcibly().onExit().join();
    try {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For failure messages. */
  @Override
  public String toString() {
    var state = process.isAlive() ? "running" : "exit code " + process.exitValue();
    return state + "\n--- out\n" + out() + "--- err\n" + err();
  }
}
