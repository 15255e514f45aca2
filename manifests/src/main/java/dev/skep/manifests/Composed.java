package dev.skep.manifests;

import java.util.Map;

/** The one file that all files of a stack come to. */
record Composed(Yaml.Mapping file, Given given) {
  /**
   * The values that variables have for what a file leaves to its environment.
   *
   * @param own of the stack's own files
   * @param included of what others bring in, by its path, such as {@code services.db}
   */
  record Given(Variables own, Map<String, Variables> included) {
    /** Null if it is not set. */
    String get(String path, String name) {
      return included.getOrDefault(path, own).get(name);
    }
  }
}
