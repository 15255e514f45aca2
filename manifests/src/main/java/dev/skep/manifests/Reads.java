package dev.skep.manifests;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** The files that were read or looked for: when one of them changes, so may what was made of it. */
final class Reads {
  private final Set<Path> files = new LinkedHashSet<>();

  void add(Path file) {
    files.add(file.toAbsolutePath().normalize());
  }

  /** Those that do not lie below the folder. */
  Set<Path> outside(Path folder) {
    var above = folder.toAbsolutePath().normalize();
    var out = new LinkedHashSet<>(files);
    out.removeIf(f -> f.startsWith(above));
    return out;
  }
}
