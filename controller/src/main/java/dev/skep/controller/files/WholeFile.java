package dev.skep.controller.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes files as wholes: a reader sees the old text or the new one, also after a power cut. */
public final class WholeFile {
  private static final int SUFFIX = 8;

  private WholeFile() {}

  /**
   * Makes the file and its folder where there are none. Synced before the rename: else a power cut
   * can leave the new name with nothing in it.
   */
  public static void replace(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    var half = half(file);
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

  /** Two processes may share a folder; their half-written files must not meet. */
  private static Path half(Path file) {
    var random = UUID.randomUUID().toString().substring(0, SUFFIX);
    return file.resolveSibling("." + file.getFileName() + "." + random + ".tmp");
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
