package dev.skep.manifests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stack files that others published, where somebody names a folder of them. */
public final class Corpus {
  private Corpus() {}

  /** What {@code -Dskep.corpus} names. */
  public static Optional<Path> given() {
    return Optional.of(System.getProperty("skep.corpus", ""))
        .filter(s -> !s.isEmpty())
        .map(Path::of);
  }

  /** All of a folder and its folders, by name. */
  public static List<Path> yamlBelow(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> f.toString().matches(".*\\.ya?ml"))
          .sorted()
          .toList();
    }
  }

  /** The variables that go with a file: those of {@code NNN.env} for {@code NNN_…}. */
  public static Map<String, String> variables(Path corpus, Path file) throws IOException {
    var out = new HashMap<>(Map.of("HOME", "/root"));
    var number = corpus.relativize(file).toString().split("_")[0];
    var env = corpus.resolve(number + ".env");
    if (!Files.exists(env)) return out;
    for (var line : Files.readAllLines(env)) {
      int equals = line.indexOf('=');
      if (equals > 0) out.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return out;
  }
}
