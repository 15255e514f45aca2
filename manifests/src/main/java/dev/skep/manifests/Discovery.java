package dev.skep.manifests;

import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds stacks by convention: a file is one; a folder that holds a Compose file is one; else each
 * subfolder that holds one is a stack, and so is each {@code NAME.stack.yml}.
 */
public final class Discovery {
  private static final List<String> COMPOSE =
      List.of("compose.yaml", "compose.yml", "docker-stack.yml");
  private static final String SUFFIX = ".stack.yml";

  private final Problems problems = new Problems();
  private final List<StackSource> found = new ArrayList<>();

  private Discovery() {}

  /** The stacks in order of their paths, or why there is none or no telling which. */
  public static Validation<Seq<Problem>, List<StackSource>> find(Path path) {
    var discovery = new Discovery();
    try {
      discovery.search(path);
    } catch (IOException e) {
      discovery.problems.error(Place.top(path.toString()), "cannot be read: " + e);
    }
    return discovery.problems.failed()
        ? discovery.problems.refused()
        : Validation.valid(List.copyOf(discovery.found));
  }

  private void search(Path path) throws IOException {
    if (!Files.exists(path)) {
      problems.error(Place.top(path.toString()), "there is no such file or folder");
    } else if (!Files.isDirectory(path)) {
      file(path);
    } else if (!folder(path)) {
      for (var child : children(path)) {
        var name = child.getFileName().toString();
        if (Files.isDirectory(child) && !name.startsWith(".")) folder(child);
        else if (name.endsWith(SUFFIX) && Files.isRegularFile(child)) file(child);
      }
      nothing(path);
    }
  }

  private void nothing(Path path) {
    if (!found.isEmpty() || problems.failed()) return;
    var legacy = Files.exists(path.resolve("docker-compose.yml"))
        || Files.exists(path.resolve("docker-compose.yaml"));
    problems.error(
        Place.top(path.toString()),
        "no stack found; put a " + COMPOSE.get(0) + " here or into a subfolder, or a NAME" + SUFFIX
            + (legacy ? "; docker-compose.yml is read only when it is named itself" : ""));
  }

  private void file(Path file) {
    var name = file.getFileName().toString();
    Optional<String> hint = name.endsWith(SUFFIX)
        ? Optional.of(name.substring(0, name.length() - SUFFIX.length())).filter(n -> !n.isEmpty())
        : Optional.empty();
    found.add(new StackSource(hint, List.of(file)));
  }

  /** Whether the folder holds a stack, or would if there were not two. */
  private boolean folder(Path folder) {
    var candidates =
        COMPOSE.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
    if (candidates.size() > 1) {
      var names = candidates.stream().map(c -> c.getFileName().toString()).toList();
      problems.error(
          Place.top(candidates.getFirst().toString()),
          "the folder holds " + String.join(" and ", names) + "; keep one of them");
    } else if (candidates.size() == 1) {
      found.add(new StackSource(Optional.empty(), candidates));
    }
    return !candidates.isEmpty();
  }

  private static List<Path> children(Path folder) throws IOException {
    try (var children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }
}
