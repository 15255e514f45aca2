package dev.skep.manifests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds stacks by convention: a file is one; a folder that holds a Compose file is one; else each
 * subfolder that holds one is a stack, and so is each {@code NAME.stack.yml}. A folder that is
 * wrong does not keep the others from being found.
 */
public final class Discovery {
  private static final List<String> COMPOSE =
      List.of("compose.yaml", "compose.yml", "docker-stack.yml");
  private static final String SUFFIX = ".stack.yml";

  private final Root root;
  private final Found.Draft found = new Found.Draft();

  private Discovery(Root root) {
    this.root = root;
  }

  /**
   * The stacks at a path, and what is wrong there.
   *
   * @param root what no link may lead out of
   */
  public static Found find(Path root, Path path) {
    var discovery = new Discovery(new Root(root));
    try {
      discovery.search(path);
    } catch (IOException e) {
      discovery.found.at(path).error(Place.top(path.toString()), "cannot be read: " + e);
    }
    return discovery.found.done();
  }

  private void search(Path path) throws IOException {
    if (!Files.exists(path)) {
      problem(path, "there is no such file or folder");
    } else if (!Files.isDirectory(path)) {
      file(path);
    } else if (!folder(path)) {
      for (var child : children(path)) child(child);
      if (found.nothing()) nothing(path);
    }
  }

  private void child(Path child) {
    var name = child.getFileName().toString();
    boolean hidden = name.startsWith(".");
    if (hidden) hidden(child);
    else if (!reachable(child)) return;
    else if (Files.isDirectory(child)) folder(child);
    else if (name.endsWith(SUFFIX) && Files.isRegularFile(child)) file(child);
  }

  /** Such folders belong to tools; a stack in one is more often a slip than a wish. */
  private void hidden(Path folder) {
    var candidates = candidates(folder);
    if (candidates.isEmpty()) return;
    found.warning(
        candidates.getFirst(),
        "is not read, because hidden folders are left to tools; rename the folder "
            + folder.getFileName() + " if this is a stack");
  }

  /** False, with a problem, for a link that leads nowhere or out of the root. */
  private boolean reachable(Path child) {
    if (!Files.isSymbolicLink(child)) return true;
    try {
      if (root.holds(child)) return true;
      problem(
          child,
          "the link leads out of the repository to " + child.toRealPath() + " and is not followed;"
              + " put a copy here, or delete the link");
    } catch (IOException e) {
      problem(child, "the link leads nowhere; mend it, or delete it");
    }
    return false;
  }

  private void nothing(Path path) {
    var legacy = Files.exists(path.resolve("docker-compose.yml"))
        || Files.exists(path.resolve("docker-compose.yaml"));
    problem(
        path,
        "no stack found; put a " + COMPOSE.getFirst() + " here or into a subfolder, or a NAME"
            + SUFFIX
            + (legacy ? "; docker-compose.yml is read only when it is named itself" : ""));
  }

  private void file(Path file) {
    var name = file.getFileName().toString();
    Optional<String> hint = name.endsWith(SUFFIX)
        ? Optional.of(name.substring(0, name.length() - SUFFIX.length())).filter(n -> !n.isEmpty())
        : Optional.empty();
    found.stack(new StackSource(file, hint, List.of(file)));
  }

  /** Whether the folder holds a stack, or would if there were not two. */
  private boolean folder(Path folder) {
    var candidates = candidates(folder);
    if (candidates.size() > 1) {
      var names = candidates.stream().map(c -> c.getFileName().toString()).toList();
      found
          .at(folder)
          .error(
              Place.top(candidates.getFirst().toString()),
              "the folder holds " + String.join(" and ", names) + "; keep one of them");
    } else if (candidates.size() == 1) {
      found.stack(new StackSource(folder, Optional.empty(), candidates));
    }
    return !candidates.isEmpty();
  }

  private static List<Path> candidates(Path folder) {
    return COMPOSE.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
  }

  private void problem(Path path, String message) {
    found.at(path).error(Place.top(path.toString()), message);
  }

  private static List<Path> children(Path folder) throws IOException {
    try (var children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }
}
