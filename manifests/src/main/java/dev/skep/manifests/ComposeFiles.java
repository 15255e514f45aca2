package dev.skep.manifests;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The Compose files that other ones name, each parsed once. */
final class ComposeFiles {
  /** Few small files can name each other so often that rendering them would take minutes. */
  private static final long MOST_VALUES = 100_000;

  /** What also a small one costs. */
  private static final long LEAST = 20;

  /**
   * @param path as messages name it
   */
  record Named(Path path, Yaml.Mapping content) {}

  private final Problems problems;
  private final Map<Path, Optional<Yaml.Mapping>> parsed = new HashMap<>();
  private final Budget budget =
      new Budget("what is included and extended comes to more than 100000 values", MOST_VALUES);

  ComposeFiles(Problems problems) {
    this.problems = problems;
  }

  /**
   * What the file holds, or a problem; one of the file itself is told once.
   *
   * @param from whose folder relative paths are read from
   * @param path the key that names the file
   */
  Optional<Named> read(Sources from, String text, Place place, String path) {
    if (Sources.address(text)) {
      problems.error(place, path + ": " + Problems.quote(text) + Sources.NO_ADDRESS);
      return Optional.empty();
    }
    var bytes = from.bytes(text, YamlFiles.LARGEST, Sources.PARSED, place, path);
    if (bytes.isEmpty()) return Optional.empty();
    var file = from.path(text, place, path).orElseThrow();
    return parsed
        .computeIfAbsent(file.toAbsolutePath().normalize(), f -> parse(file, bytes.get()))
        .map(content -> new Named(file, content));
  }

  /** False, which is told the first time, when too much was brought in by others. */
  boolean spend(Yaml yaml, Place place) {
    return !budget.spent() && budget.spend(LEAST + yaml.weight(), place, problems);
  }

  private Optional<Yaml.Mapping> parse(Path file, byte[] bytes) {
    return new YamlReader(file.toString(), FileKind.COMPOSE, problems)
        .read(bytes)
        .filter(content -> !document(content, problems));
  }

  /** Whether it is a Stack document, which is told. */
  static boolean document(Yaml.Mapping content, Problems problems) {
    if (!StackDocument.resembles(content)) return false;
    problems.error(
        content.place("apiVersion"),
        "a Stack document where a Compose file is wanted; a document is not merged with other"
            + " files, name its Compose files instead");
    return true;
  }
}
