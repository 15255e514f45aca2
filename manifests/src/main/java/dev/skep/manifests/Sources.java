package dev.skep.manifests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the files that a stack refers to, within limits and, when strict, within the root. */
final class Sources {
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*|[^/]+@[^/]+:.*");

  static final String NO_ADDRESS = " is a URL; only files of the repository are read, add it";

  private static final long MOST_BYTES = 64L << 20;

  /** What is parsed line by line takes so much longer than what is only carried. */
  static final int PARSED = 32;

  static final int CARRIED = 1;

  private final Path folder;
  private final LoadRequest request;
  private final Problems problems;
  private final Reads reads;
  private final Map<Path, byte[]> read;
  private final Budget budget;

  Sources(LoadRequest request, Reads reads, Problems problems) {
    this.request = request;
    this.reads = reads;
    this.problems = problems;
    this.folder = folder(request.files().getFirst());
    this.read = new HashMap<>();
    this.budget = new Budget("the files that the stack names are too large in all", MOST_BYTES);
  }

  private Sources(Path folder, Sources other) {
    this.folder = folder;
    this.request = other.request;
    this.problems = other.problems;
    this.reads = other.reads;
    this.read = other.read;
    this.budget = other.budget;
  }

  private static Path folder(Path file) {
    var parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  /** For what stands in another file: relative paths are read from that one's folder. */
  Sources beside(Path file) {
    return in(folder(file));
  }

  Sources in(Path other) {
    return new Sources(other, this);
  }

  /** Whether a text is no path, but says where in the network something is. */
  static boolean address(String text) {
    return ADDRESS.matcher(text).matches();
  }

  /** From where relative paths are read; as the user gave it. */
  Path folder() {
    return folder;
  }

  /** The path as the engine wants it: absolute, from the folder, {@code ~} expanded. */
  Optional<String> absolute(String text, Place place, String path) {
    var expanded = expanded(text);
    return expanded.startsWith("/")
        ? Optional.of(expanded)
        : path(text, place, path).map(p -> p.toAbsolutePath().normalize().toString());
  }

  /** The path that is meant, relative where the folder is; a problem if it cannot be one. */
  Optional<Path> path(String text, Place place, String path) {
    var expanded = expanded(text);
    try {
      return Optional.of(
          expanded.startsWith("/")
              ? Path.of(expanded)
              : folder.resolve(expanded).normalize());
    } catch (InvalidPathException e) {
      problems.error(place, path + ": " + Problems.quote(text) + " is not a path");
      return Optional.empty();
    }
  }

  private String expanded(String text) {
    var home = request.variables().getOrDefault("HOME", "");
    return text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text;
  }

  /**
   * The bytes of a file, or the problem why there are none.
   *
   * @param cost how dear a byte is, {@link #PARSED} or {@link #CARRIED}
   * @param path the key that names the file
   */
  Optional<byte[]> bytes(String text, long limit, int cost, Place place, String path) {
    return path(text, place, path)
        .flatMap(f -> read(f.toAbsolutePath(), text, limit, cost, place, path));
  }

  /** What a file says that is read line by line, or the problem why that is not known. */
  Optional<String> text(String text, Place place, String path) {
    return bytes(text, YamlFiles.LARGEST, PARSED, place, path)
        .map(b -> new String(b, StandardCharsets.UTF_8));
  }

  boolean exists(String text) {
    return path(text, Place.top(text), "").filter(this::exists).isPresent();
  }

  /** Whether it is a file, and no folder of that name. */
  boolean regular(String text) {
    return path(text, Place.top(text), "")
        .filter(this::exists)
        .filter(f -> !Files.isDirectory(f))
        .isPresent();
  }

  private boolean exists(Path file) {
    reads.add(file);
    return Files.exists(file);
  }

  /** A folder, or the problem why it is none that paths may be read from. */
  Optional<Path> folder(String text, Place place, String path) {
    var named = path + ": " + Problems.quote(text);
    if (address(text)) {
      problems.error(place, named + NO_ADDRESS);
      return Optional.empty();
    }
    return path(text, place, path).filter(f -> {
      try {
        if (!outside(f)) return true;
        problems.error(place, named + " lies outside of the repository; put it inside");
      } catch (IOException e) {
        problems.error(place, named + " cannot be read: " + e);
      }
      return false;
    });
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
