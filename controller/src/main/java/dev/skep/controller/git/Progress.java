package dev.skep.controller.git;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Ends a fetch that takes too long or brings too much. */
final class Progress extends EmptyProgressMonitor {
  private static final long MEASURE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Path objects;
  private final Limits limits;
  private final long began = System.nanoTime();
  private long measured = began;
  private volatile Optional<String> reason = Optional.empty();

  Progress(Path objects, Limits limits) {
    this.objects = objects;
    this.limits = limits;
  }

  /** Why it was ended; empty when it was not. */
  Optional<String> reason() {
    return reason;
  }

  @Override
  public boolean isCancelled() {
    long now = System.nanoTime();
    if (reason.isEmpty() && now - measured > MEASURE_NANOS) {
      measured = now;
      if (now - began > limits.fetch().toNanos()) {
        reason = Optional.of("the fetch has taken " + limits.fetch().toMinutes() + " minutes");
      } else if (Folders.size(objects) > 2 * limits.bytes()) {
        reason = Optional.of("the fetch has brought more than twice " + limits.size());
      }
    }
    return reason.isPresent();
  }
}
