package dev.skep.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A shell that is told one command after the other, as by a person at a terminal. */
final class TourShell implements AutoCloseable {
  private static final String DONE = "-- done: ";

  /** What a command printed, on either of its outputs, and how it ended. */
  record Answer(int exit, List<String> printed) {}

  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  TourShell(Path folder, Map<String, String> environment) throws IOException {
    var builder = new ProcessBuilder("bash", "--norc", "-s").directory(folder.toFile());
    builder.environment().putAll(environment);
    process = builder.redirectErrorStream(true).start();
    in = process.outputWriter();
    out = process.inputReader();
    // What runs in the background ends with the shell, which ends with us.
    run("shopt -s expand_aliases; trap 'kill $(jobs -p) 2> /dev/null' EXIT");
  }

  Answer run(String command) {
    try {
      in.write(command + "\necho \"" + DONE + "$?\"\n");
      in.flush();
      var printed = new ArrayList<String>();
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(DONE)) {
          return new Answer(Integer.parseInt(line.substring(DONE.length())), printed);
        }
        printed.add(line);
      }
      throw new IllegalStateException("the shell ended in: " + command + "\n" + printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    var all = process.descendants().toList();
    all.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    all.forEach(child -> child.onExit().join());
  }
}
