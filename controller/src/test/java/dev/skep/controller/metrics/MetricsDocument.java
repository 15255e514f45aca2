package dev.skep.controller.metrics;

import dev.skep.controller.metrics.Scrape.Family;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The tables of docs/metrics.md. */
public final class MetricsDocument {
  private static final Pattern CODE = Pattern.compile("`(\\w+)`");

  private MetricsDocument() {}

  /** All metrics of it, by name. */
  public static Map<String, Family> families() {
    var out = new TreeMap<String, Family>();
    for (var line : lines()) {
      var cells = line.split("\\|", -1);
      if (cells.length != 7) throw new AssertionError("not five cells: " + line);
      var name = words(cells[1]).getFirst();
      out.put(
          name,
          new Family(name, cells[2].strip(), words(cells[3]).stream().sorted().toList()));
    }
    return out;
  }

  private static List<String> words(String cell) {
    return CODE.matcher(cell).results().map(m -> m.group(1)).toList();
  }

  private static List<String> lines() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      var file = at.resolve("docs/metrics.md");
      if (Files.exists(file)) return rows(file);
    }
    throw new IllegalStateException("no docs/metrics.md above " + Path.of("").toAbsolutePath());
  }

  private static List<String> rows(Path file) {
    try {
      return Files.readAllLines(file).stream().filter(l -> l.startsWith("| `")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
