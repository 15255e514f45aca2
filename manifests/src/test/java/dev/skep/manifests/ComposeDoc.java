package dev.skep.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code docs/compose.md} tells people of keys. */
final class ComposeDoc {
  /** What a row says of a key. */
  enum Word {
    HONOURED,
    IDLE,
    WARNED,
    REFUSED
  }

  /**
   * A key of a row.
   *
   * @param path from the top, such as {@code services.NAME.ports[].target}
   * @param value in YAML
   * @param becomes the field of the Engine API; empty where the row names none
   * @param says what Skep says; empty where it says nothing
   */
  record Row(String path, String value, String becomes, Word word, String says) {
    /** The mapping that the key stands in. */
    String parent() {
      return path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
    }

    @Override
    public String toString() {
      return path + ": " + value;
    }
  }

  private static final Path FILE = Path.of("../docs/compose.md");
  private static final Pattern BELOW = Pattern.compile("Below `([^`]+)`.*");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern FIELD = Pattern.compile("`([A-Z][a-z]\\w*[^` ]*)`");
  private static final Pattern SKEP = Pattern.compile("\\*\\*(\\w+)\\*\\*(?: `([^`]+)`)?.*");

  private ComposeDoc() {}

  /** The keys of all tables, each row's one after the other. */
  static List<Row> rows() {
    try {
      var out = new ArrayList<Row>();
      var below = "";
      boolean keys = false;
      for (var line : Files.readAllLines(FILE)) {
        var heading = BELOW.matcher(line);
        if (line.startsWith("## ")) below = "";
        else if (heading.matches()) below = heading.group(1) + ".";
        else if (!line.startsWith("|")) keys = false;
        else if (line.startsWith("| key | such as |")) keys = true;
        else if (keys && !line.startsWith("|---")) out.addAll(rows(below, line));
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first steps of all rows below a mapping. */
  static Set<String> told(String mapping) {
    var below = mapping.isEmpty() ? "" : mapping + ".";
    return rows().stream()
        .map(Row::path)
        .filter(path -> path.startsWith(below))
        .map(path -> path.substring(below.length()).replaceAll("(\\[]|\\.).*", ""))
        .collect(Collectors.toSet());
  }

  /** Where a row has as many fields as keys, each key has its own; else all have the first. */
  private static List<Row> rows(String below, String line) {
    var cells = line.substring(1, line.length() - 1).split("\\|", -1);
    var keys = all(QUOTED, cells[0]);
    var value = all(QUOTED, cells[1]).getFirst();
    var fields = all(FIELD, cells[2]);
    var skep = SKEP.matcher(cells[3].strip());
    if (cells.length != 4 || !skep.matches()) throw new IllegalStateException("a row: " + line);
    var word = Word.valueOf(skep.group(1).toUpperCase(java.util.Locale.ROOT));
    var says = skep.group(2) == null ? "" : skep.group(2);
    var out = new ArrayList<Row>();
    for (int i = 0; i < keys.size(); i++) {
      var field = fields.isEmpty() ? "" : fields.get(fields.size() == keys.size() ? i : 0);
      out.add(new Row(below + keys.get(i), value, field, word, says));
    }
    return out;
  }

  private static List<String> all(Pattern pattern, String cell) {
    return pattern.matcher(cell).results().map(r -> r.group(1)).toList();
  }
}
