package dev.skep.controller.status;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes whole files, so that a reader sees the old one or the new one. What the disk refuses is
 * told once, and once more when it works again.
 */
final class Disk {
  private static final Logger LOG = LoggerFactory.getLogger(Disk.class);

  /** Work on files that may fail. */
  interface Work {
    void run() throws IOException;
  }

  /** Two replicas may share a folder; their half-written files must not meet. */
  private final String suffix = "." + UUID.randomUUID().toString().substring(0, 8) + ".tmp";

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

  /** Synced before the rename: else a power cut can leave the new name with nothing in it. */
  void replace(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    var half = file.resolveSibling("." + file.getFileName() + suffix);
    try {
      try (var channel = FileChannel.open(
          half,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING)) {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) channel.write(bytes);
        channel.force(true);
      }
      move(half, file);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
