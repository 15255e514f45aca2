package dev.skep.manifests;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a folder of stacks as the controller does; messages name the folder as "@". */
final class Repositories {
  private Repositories() {}

  static Repository.Content read(Path root, Path path) {
    return Repository.read(new Repository.Request(root, path, Optional.empty(), Map.of(), true));
  }

  static List<String> names(Repository.Content content) {
    return content.stacks().values().stream().map(s -> s.stack().name()).toList();
  }

  /** Each problem after the path that it is told under. */
  static List<String> broken(Path root, Repository.Content content) {
    return content.broken().entrySet().stream()
        .flatMap(e -> e.getValue().stream().map(p -> e.getKey() + " = " + p))
        .map(line -> line.replace(root.toString(), "@"))
        .toList();
  }
}
