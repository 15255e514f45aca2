package dev.skep.manifests;

import java.nio.file.Path;
import java.util.List;

/**
 * Compose files that are put over each other: the stack's own, or those of one include.
 *
 * @param sources what their paths lead to
 * @param variables what fills them
 */
record Project(List<ComposeFiles.Named> files, Sources sources, Variables variables) {
  Project {
    files = List.copyOf(files);
  }

  boolean has(Path file) {
    return files.stream().anyMatch(f -> absolute(f.path()).equals(absolute(file)));
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }
}
