package dev.skep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process holds open. */
record OpenThings(long sockets, int threads) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  static OpenThings now() {
    try (var all = Files.list(DESCRIPTORS)) {
      return new OpenThings(all.filter(OpenThings::socket).count(), Thread.activeCount());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean socket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      // Closed meanwhile.
      return false;
    }
  }
}
