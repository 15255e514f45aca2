package dev.skep.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A command with an environment of its own: of ours it has the path alone. */
record Program(Map<String, String> environment) {
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  /** What both tools say of a file that they take all the same. */
  private static final Pattern REMARK =
      Pattern.compile(": warning: |level=warning|^Ignoring |^(container_name|expose): ");

  /** How a command ended. */
  record Ended(int exit, String out, String err) {
    boolean well() {
      return exit == 0;
    }

    /** The first thing that it complains of. */
    String complaint() {
      return err.lines()
          .filter(line -> !line.isBlank() && !REMARK.matcher(line).find())
          .findFirst()
          .orElse("exit code " + exit);
    }
  }

  Ended run(Path folder, Duration atMost, List<String> command) {
    try {
      var out = Files.createTempFile("parity-", ".out");
      var err = Files.createTempFile("parity-", ".err");
      try {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().putAll(environment);
        var process =
            builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        int exit = exit(process, atMost);
        return new Ended(exit, text(out), text(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int exit(Process process, Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) process.destroyForcibly();
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String text(Path file) throws IOException {
    return COLOUR.matcher(Files.readString(file)).replaceAll("");
  }
}
