package dev.skep.manifests;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A stack that was found.
 *
 * @param at the folder or file that it is known by; a problem of it is told under the same path
 * @param name what the place calls it; empty where the file's own {@code name:} or folder decides
 * @param files its Compose files, or its document
 */
public record StackSource(Path at, Optional<String> name, Kind kind, List<Path> files) {
  /** What the files are. */
  public enum Kind {
    COMPOSE,
    DOCUMENT
  }

  public StackSource {
    files = List.copyOf(files);
  }
}
