package dev.skep.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Prometheus' own judgement of what is written for it. */
public record Promtool(String program) {
  private static final int SECONDS = 60;

  /** What it says of something, and whether it found nothing to mend. */
  public record Verdict(boolean good, String said) {}

  /** The lab's; where it cannot be had, the test is skipped and says why. */
  public static Promtool orSkip() {
    try {
      return new Promtool(LabScript.run("promtool"));
    } catch (IllegalStateException e) {
      return Assumptions.abort("promtool cannot be had: " + e.getMessage());
    }
  }

  /**
   * Runs it.
   *
   * @param input what it reads, if it reads
   */
  public Verdict says(String input, String... arguments) {
    var command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    try {
      var in = Files.writeString(Files.createTempFile("promtool-", ".in"), input);
      var out = Files.createTempFile("promtool-", ".out");
      try {
        return new Verdict(run(command, in, out) == 0, Files.readString(out));
      } finally {
        Files.delete(in);
        Files.delete(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int run(List<String> command, Path in, Path out) throws IOException {
    var process = new ProcessBuilder(command)
        .redirectInput(in.toFile())
        .redirectOutput(out.toFile())
        .redirectErrorStream(true)
        .start();
    try {
      if (process.waitFor(SECONDS, TimeUnit.SECONDS)) return process.exitValue();
      throw new IllegalStateException(command + " took over " + SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + command, e);
    } finally {
      process.destroyForcibly();
    }
  }
}
