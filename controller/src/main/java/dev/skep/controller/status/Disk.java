package dev.skep.controller.status;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the disk refuses is told once, and once more when it works again. */
final class Disk {
  private static final Logger LOG = LoggerFactory.getLogger(Disk.class);

  /** Work on files that may fail. */
  interface Work {
    void run() throws IOException;
  }

  /** What is wrong with which file: that another one could be written mends nothing. */
  private final Map<Path, String> faults = new ConcurrentHashMap<>();

  /** What the disk refuses; empty when it obeys. */
  Optional<String> fault() {
    return faults.values().stream().findFirst();
  }

  /** What is still wanted and still refused will be told again. */
  void forget() {
    faults.clear();
  }

  /** Whether it worked. */
  boolean attempt(Path file, Work work) {
    try {
      work.run();
    } catch (IOException | SecurityException e) {
      // A file system exception's message alone may be no more than the file's name.
      failed(file, file + ": " + e.getClass().getSimpleName() + ": " + e.getMessage());
      return false;
    }
    if (faults.remove(file) != null && faults.isEmpty()) {
      LOG.info("status files are written again");
    }
    return true;
  }

  private void failed(Path file, String message) {
    if (faults.isEmpty()) {
      LOG.warn("status files cannot be written, the work goes on without: {}", message);
    }
    faults.put(file, message);
  }
}
