package dev.skep.manifests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that everything read must lie in, wherever links and {@code ..} lead.
 *
 * @param path as the user gave it
 */
record Root(Path path) {
  /** The Git work tree that the path lies in; without one the folder itself, or the file's. */
  static Root around(Path path) {
    var folder = Files.isDirectory(path) ? path : parent(path);
    for (var at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) return new Root(at);
    }
    return new Root(folder);
  }

  boolean holds(Path file) throws IOException {
    return file.toRealPath().startsWith(path.toRealPath());
  }

  /** Whether a path leads out of it; of what is not there, its words say so. */
  boolean excludes(Path file) throws IOException {
    if (Files.exists(file)) return !holds(file);
    return !file.toAbsolutePath().normalize().startsWith(path.toAbsolutePath().normalize());
  }

  private static Path parent(Path file) {
    var parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }
}
