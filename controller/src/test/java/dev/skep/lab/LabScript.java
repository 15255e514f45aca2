package dev.skep.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs the shell lab, which alone decides about engine and images. */
final class LabScript {

  /** Long enough for the first time, which makes the images from packages. */
  private static final long MINUTES = 20;

  private LabScript() {}

  /** What the command prints; its progress goes to our standard error. */
  static String run(String command) {
    try {
      var output = Files.createTempFile("skep-lab", ".out");
      try {
        await(command, output);
        return Files.readString(output, StandardCharsets.UTF_8).strip();
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(String command, Path output) throws IOException {
    var process = new ProcessBuilder(path().toString(), command)
        .redirectOutput(output.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException("lab " + command + " took over " + MINUTES + " minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in lab " + command, e);
    } finally {
      process.destroy();
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "lab " + command + " failed with " + process.exitValue() + ": see standard error");
    }
  }

  /** Tests run in their module's folder or in the project's: walk up to what holds the script. */
  private static Path path() {
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      var script = folder.resolve("controller/src/lab/lab");
      if (Files.isExecutable(script)) {
        return script;
      }
    }
    throw new IllegalStateException(
        "no controller/src/lab/lab above " + Path.of("").toAbsolutePath());
  }
}
