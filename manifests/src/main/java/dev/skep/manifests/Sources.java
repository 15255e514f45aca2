package dev.skep.manifests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the files that a stack refers to, within limits and, when strict, within the root. */
final class Sources {
  private static final long MOST_BYTES = 64L << 20;

  /** What is parsed line by line takes so much longer than what is only carried. */
  static final int PARSED = 32;

  static final int CARRIED = 1;

  private final Path base;
  private final LoadRequest request;
  private final Problems problems;
  private final Reads reads;
  private final Map<Path, byte[]> read = new HashMap<>();
  private final Budget budget =
      new Budget("the files that the stack names are too large in all", MOST_BYTES);

  Sources(LoadRequest request, Reads reads, Problems problems) {
    this.request = request;
    this.reads = reads;
    this.problems = problems;
    var first = request.files().getFirst().toAbsolutePath().getParent();
    this.base = first == null ? Path.of("/") : first;
  }

  /** The path as the engine wants it: absolute, from the first file's folder, {@code ~} expanded. */
  Optional<String> absolute(String text, Place place, String path) {
    var home = request.variables().getOrDefault("HOME", "");
    var expanded = text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text;
    if (expanded.startsWith("/")) return Optional.of(expanded);
    try {
      return Optional.of(base.resolve(expanded).normalize().toString());
    } catch (InvalidPathException e) {
      problems.error(place, path + ": " + Problems.quote(text) + " is not a path");
      return Optional.empty();
    }
  }

  /**
   * The bytes of a file, or the problem why there are none.
   *
   * @param cost how dear a byte is, {@link #PARSED} or {@link #CARRIED}
   * @param path the key that names the file
   */
  Optional<byte[]> bytes(String text, long limit, int cost, Place place, String path) {
    return absolute(text, place, path)
        .flatMap(t -> read(Path.of(t), text, limit, cost, place, path));
  }

  boolean exists(String text) {
    return absolute(text, Place.top(text), "")
        .map(Path::of)
        .filter(f -> {
          reads.add(f);
          return Files.exists(f);
        })
        .isPresent();
  }

  private Optional<byte[]> read(
      Path file, String text, long limit, int cost, Place place, String path) {
    reads.add(file);
    var named = path + ": the file " + Problems.quote(text);
    try {
      if (outside(file)) {
        problems.error(
            place, named + " lies outside of the repository; put it inside, beside the stack");
      } else if (!Files.exists(file)) {
        problems.error(place, named + " does not exist; it was looked for at " + file);
      } else if (!Files.isRegularFile(file)) {
        problems.error(place, named + " is not a regular file");
      } else if (Files.size(file) > limit) {
        problems.error(place, named + " has " + Files.size(file) + " bytes and may have " + limit);
      } else if (budget.spend(Files.size(file) * cost, place, problems)) {
        var cached = read.get(file);
        if (cached == null) read.put(file, cached = Files.readAllBytes(file));
        return Optional.of(cached);
      }
    } catch (IOException e) {
      problems.error(place, named + " cannot be read: " + e);
    }
    return Optional.empty();
  }

  private boolean outside(Path file) throws IOException {
    return request.strict() && new Root(request.root()).excludes(file);
  }
}
