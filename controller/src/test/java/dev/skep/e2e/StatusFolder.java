package dev.skep.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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

  String controller() {
    return text("controller.yaml");
  }
}
