package dev.skep.manifests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The paths that a document names: relative to it, and wherever they lead, inside the root. */
record DocumentPaths(Path document, Root root, Reads reads, Problems problems) {

  /**
   * The files of a list, each once.
   *
   * @param most what can be read in the time that a load may take
   */
  List<Path> files(Fields fields, String key, int most) {
    return list(fields, key, most, false);
  }

  /** The files and folders of a list, each once. */
  List<Path> stacks(Fields fields, String key, int most) {
    return list(fields, key, most, true);
  }

  private List<Path> list(Fields fields, String key, int most, boolean folders) {
    var path = fields.path(key);
    var items = fields.items(key);
    if (items.size() > most) {
      problems.error(fields.place(key), path + ": more than " + most + " of them; make them fewer");
      return List.of();
    }
    if (items.isEmpty() && fields.has(key) && fields.value(key).get() instanceof Yaml.Sequence) {
      problems.error(fields.place(key), path + ": an empty list; name something, or delete it");
    }
    Set<Path> out = new LinkedHashSet<>();
    for (var item : items) {
      var file = Values.text(item, path, problems).flatMap(t -> resolve(t, item.place(), path));
      if (file.isEmpty() || !good(file.get(), folders, item, path)) continue;
      if (!out.add(file.get())) {
        problems.error(item.place(), path + ": " + quoted(item) + " stands here twice; keep one");
      }
    }
    return List.copyOf(out);
  }

  /** The path that is meant, wherever it leads; a message if it cannot be one. */
  private Optional<Path> resolve(String text, Place place, String path) {
    var named = path + ": " + Problems.quote(text);
    if (Sources.address(text)) {
      problems.error(place, named + Sources.NO_ADDRESS);
    } else if (text.startsWith("/") || text.equals("~") || text.startsWith("~/")) {
      problems.error(
          place,
          named + " is absolute, and would differ from machine to machine; write it relative to "
              + document.getFileName());
    } else {
      try {
        return Optional.of(document.resolveSibling(text).normalize());
      } catch (InvalidPathException e) {
        problems.error(place, named + " is not a path");
      }
    }
    return Optional.empty();
  }

  private boolean good(Path file, boolean folders, Yaml item, String path) {
    var named = path + (folders ? ": " : ": the file ") + quoted(item);
    reads.add(file);
    try {
      if (root.excludes(file)) {
        problems.error(item.place(), named + " lies outside of the repository; put it inside");
      } else if (!Files.exists(file)) {
        problems.error(item.place(), named + " does not exist; it was looked for at " + file);
      } else if (!Files.isRegularFile(file) && !(folders && Files.isDirectory(file))) {
        problems.error(item.place(), named + " is not a regular file");
      } else {
        return true;
      }
    } catch (IOException e) {
      problems.error(item.place(), named + " cannot be read: " + e);
    }
    return false;
  }

  private static String quoted(Yaml item) {
    return Problems.quote(item instanceof Yaml.Scalar s ? s.shown() : "");
  }
}
