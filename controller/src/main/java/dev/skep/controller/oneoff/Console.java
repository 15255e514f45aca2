package dev.skep.controller.oneoff;

import dev.skep.controller.docker.ServiceLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Where the job's output goes, byte for byte, and beside it what Skep has to say. */
public final class Console implements ServiceLog.Sink {
  private final OutputStream out;
  private final OutputStream err;
  private final boolean quiet;
  private volatile boolean gone;
  private volatile boolean writing;

  /** @param quiet only what went wrong is told */
  public Console(OutputStream out, OutputStream err, boolean quiet) {
    this.out = out;
    this.err = err;
    this.quiet = quiet;
  }

  @Override
  public void write(boolean stderr, byte[] bytes, int from, int count) throws IOException {
    writing = true;
    try {
      var to = stderr ? err : out;
      to.write(bytes, from, count);
      to.flush();
    } catch (IOException e) {
      gone = true;
      throw e;
    } finally {
      writing = false;
    }
  }

  @Override
  public void complaint(String text) {
    tell("the engine says of the log: " + text);
  }

  /** Nobody takes the output any more. */
  boolean gone() {
    return gone;
  }

  /** Whoever reads the output lets it wait. */
  boolean writing() {
    return writing;
  }

  /** The answer of a command that does not stream. */
  void print(String line) {
    line(out, line);
  }

  /** How it gets on. */
  void note(String what) {
    if (!quiet) tell(what);
  }

  /** What went wrong. */
  public void tell(String what) {
    line(err, "skep: " + what);
  }

  /** A terminal that is gone must not keep the job from being removed. */
  private static void line(OutputStream to, String text) {
    try {
      to.write((text + "\n").getBytes(StandardCharsets.UTF_8));
      to.flush();
    } catch (IOException e) {
      // Nobody is there to be told.
    }
  }
}
