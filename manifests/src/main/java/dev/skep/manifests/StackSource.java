package dev.skep.manifests;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A stack that was found.
 *
 * @param at the folder or file that it is known by; a problem of it is told under the same path
 * @param name what the place calls it; empty where the file's own {@code name:} or folder decides
 */
public record StackSource(Path at, Optional<String> name, List<Path> files) {
  public StackSource {
    files = List.copyOf(files);
  }
}
