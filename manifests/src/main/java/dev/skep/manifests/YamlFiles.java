package dev.skep.manifests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads YAML files within limits.
 *
 * @param root what they must lie in, if anything
 */
record YamlFiles(Optional<Root> root, Reads reads, Problems problems) {
  static final long LARGEST = 1 << 20;

  /** The mapping that the file holds, or the problem why there is none. */
  Optional<Yaml.Mapping> read(Path file, FileKind kind) {
    reads.add(file);
    var top = Place.top(file.toString());
    try {
      if (!Files.exists(file)) {
        problems.error(top, "there is no such file");
      } else if (!Files.isRegularFile(file)) {
        problems.error(top, "not a regular file; name a " + kind.noun());
      } else if (root.isPresent() && !root.get().holds(file)) {
        problems.error(top, "lies outside of the repository; put it inside");
      } else if (Files.size(file) > LARGEST) {
        problems.error(
            top,
            "has " + Files.size(file) + " bytes and may have " + LARGEST + "; split the stack");
      } else {
        return new YamlReader(file.toString(), kind, problems).read(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      problems.error(top, "cannot be read: " + e);
    }
    return Optional.empty();
  }
}
