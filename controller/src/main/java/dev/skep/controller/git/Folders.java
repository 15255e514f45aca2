package dev.skep.controller.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;

/** What is done with whole folders. Symbolic links are never followed. */
final class Folders {
  private Folders() {}

  /** How much regular files hold; those that go meanwhile do not count. */
  static long size(Path folder) {
    var sum = new AtomicLong();
    try {
      walk(folder, (file, attributes) -> {
        if (attributes.isRegularFile()) sum.addAndGet(attributes.size());
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sum.get();
  }

  /** Removes it with all that is in it; nothing happens when there is none. */
  static void remove(Path folder) throws IOException {
    walk(folder, (file, attributes) -> Files.deleteIfExists(file));
  }

  private interface Visit {
    void at(Path file, BasicFileAttributes attributes) throws IOException;
  }

  /** What a folder holds comes before the folder. */
  private static void walk(Path folder, Visit visit) throws IOException {
    if (!Files.isDirectory(folder)) return;
    Files.walkFileTree(folder, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        visit.at(file, attributes);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException e) {
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
        visit.at(dir, Files.readAttributes(dir, BasicFileAttributes.class));
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
