package dev.skep.manifests;

import dev.skep.model.StackPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A document of {@code kind: Stack}, read but for the files that it names.
 *
 * @param name empty if it is not usable
 * @param compose the Compose files, the first being merged into
 * @param values files that fill variables
 * @param places where the stacks that go first are named, and the services of ignored fields
 */
record StackDocument(
    Optional<String> name,
    Place named,
    List<Path> compose,
    List<Path> values,
    StackPolicy policy,
    Places places) {

  static final String VERSION = "skep.dev/v1";
  static final String KIND = "Stack";
  static final List<String> FILES = List.of("stack.yaml", "stack.yml");

  /** Where names stand that only others can tell to be right. */
  record Places(Map<String, Place> dependsOn, Map<String, Place> services) {
    static final Places NONE = new Places(Map.of(), Map.of());
  }

  /** Whether a file is meant to be such a document. */
  static boolean resembles(Yaml.Mapping file) {
    return file.get("apiVersion").isPresent() && file.get("services").isEmpty();
  }
}
