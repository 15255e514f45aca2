package dev.skep.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What a controller writes for its operators. */
record StatusFolder(Path path) {
  /** Empty while there is no such file. */
  String text(String file) {
    try {
      return Files.readString(path.resolve(file));
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Of the first level below {@code status}; empty where it is not there.
   *
   * @param document such as {@code stacks/shop}
   */
  String field(String document, String key) {
    return text(document + ".yaml")
        .lines()
        .filter(line -> line.startsWith("  " + key + ": "))
        .findFirst()
        .map(line -> line.substring(key.length() + 4))
        .orElse("");
  }

  /** Of a stack, oldest first; a line that is being written is not one yet. */
  List<Happening> happenings(String stack) {
    var events = text("events.jsonl");
    return events
        .substring(0, events.lastIndexOf('\n') + 1)
        .lines()
        .map(Happening::parse)
        .filter(h -> h.stack().equals(stack))
        .toList();
  }

  String controller() {
    return text("controller.yaml");
  }
}
