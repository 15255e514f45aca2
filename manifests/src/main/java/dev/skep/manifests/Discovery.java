package dev.skep.manifests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds stacks by convention: a file is one; a folder that holds a Stack document or a Compose
 * file is one; else each subfolder that holds one is a stack, and so is each {@code
 * NAME.stack.yml}. A folder that is wrong does not keep the others from being found. Where {@code
 * skep.yml} lists stacks, those are all.
 */
public final class Discovery {
  private static final List<String> COMPOSE =
      List.of("compose.yaml", "compose.yml", "docker-stack.yml");
  private static final String SUFFIX = ".stack.yml";
  private static final Pattern DOCUMENT = Pattern.compile("(?m)^\\{?[\"']?apiVersion[\"']?\\s*:");

  private final Root root;
  private final Reads reads;
  private final Found.Draft found = new Found.Draft();

  private Discovery(Root root, Reads reads) {
    this.root = root;
    this.reads = reads;
  }

  /**
   * The stacks at a path, and what is wrong there.
   *
   * @param root what no link may lead out of
   */
  public static Found find(Path root, Path path) {
    return find(root, path, new Reads());
  }

  static Found find(Path root, Path path, Reads reads) {
    var discovery = new Discovery(new Root(root), reads);
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
      found.settings(Settings.DEFAULT);
      file(path);
    } else {
      all(path);
    }
  }

  private void all(Path folder) throws IOException {
    var settings = settings(folder);
    if (settings.isEmpty()) return;
    if (!found.at(folder).failed()) found.settings(settings.get());
    if (settings.get().stacks().isPresent()) {
      settings.get().stacks().get().forEach(this::listed);
    } else if (!folder(folder)) {
      for (var child : children(folder)) child(child);
      if (found.nothing()) nothing(folder);
    }
  }

  /** Empty if nobody can tell which stacks there are; then all that is known of them stays. */
  private Optional<Settings> settings(Path folder) {
    var problems = found.at(folder);
    var misspelt = folder.resolve("skep.yaml");
    if (Files.exists(misspelt)) {
      problems.error(Place.top(misspelt.toString()), "is not read; rename it to " + Settings.FILE);
      return Optional.empty();
    }
    var file = folder.resolve(Settings.FILE);
    if (!Files.exists(file)) return Optional.of(Settings.DEFAULT);
    return new YamlFiles(Optional.of(root), reads, problems)
        .read(file, FileKind.SETTINGS)
        .map(m -> Settings.of(m, new DocumentPaths(file, root, reads, problems)));
  }

  private void listed(Path path) {
    if (!Files.isDirectory(path)) {
      file(path);
    } else if (!folder(path)) {
      problem(
          path,
          "no stack in this folder, which " + Settings.FILE + " lists; put a " + COMPOSE.getFirst()
              + " here, or list a file");
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
    var candidates = Stream.of(present(folder, StackDocument.FILES), composeFiles(folder))
        .flatMap(List::stream)
        .findFirst();
    if (candidates.isEmpty()) return;
    found.warning(
        candidates.get(),
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
    found.stack(new StackSource(file, hint, kind(file), List.of(file)));
  }

  /** A file that was named itself may have any name; its own words tell what it is. */
  private static StackSource.Kind kind(Path file) {
    try {
      if (Files.size(file) <= YamlFiles.LARGEST
          && DOCUMENT.matcher(Files.readString(file, ISO_8859_1)).find()) {
        return StackSource.Kind.DOCUMENT;
      }
    } catch (IOException e) {
      // Whoever loads it says so.
    }
    return StackSource.Kind.COMPOSE;
  }

  /** Whether the folder holds a stack, or would if there were not two. */
  private boolean folder(Path folder) {
    var documents = present(folder, StackDocument.FILES);
    // A document names its Compose files, so those beside it are no second stack.
    var candidates = documents.isEmpty() ? composeFiles(folder) : documents;
    if (candidates.size() > 1) {
      found
          .at(folder)
          .error(
              Place.top(candidates.getFirst().toString()),
              "the folder holds " + named(candidates) + "; keep one of them");
    } else if (candidates.size() == 1) {
      var kind = documents.isEmpty() ? StackSource.Kind.COMPOSE : StackSource.Kind.DOCUMENT;
      found.stack(new StackSource(folder, Optional.empty(), kind, candidates));
    }
    return !candidates.isEmpty();
  }

  /** The files of a folder that each would be its stack. */
  static List<Path> composeFiles(Path folder) {
    return present(folder, COMPOSE);
  }

  /** Names of files, for a message. */
  static String named(List<Path> files) {
    return String.join(
        " and ", files.stream().map(f -> f.getFileName().toString()).toList());
  }

  private static List<Path> present(Path folder, List<String> names) {
    return names.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
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
