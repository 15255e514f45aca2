package dev.skep.controller.cli;

import dev.skep.controller.manual.Chapter.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** How commands are used; for the manual. The lines are in {@code examples.txt}. */
final class Examples {
  private static final Pattern COMMAND = Pattern.compile("\\bskep ([a-z]+)");

  private Examples() {}

  /** Of all commands: a line that can be given, and what it does. */
  static List<Entry> all() {
    var lines = read().lines().toList();
    var all = new ArrayList<Entry>();
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      all.add(new Entry(lines.get(i), lines.get(i + 1).strip()));
    }
    return all;
  }

  /** Of one, by its name; there may be none. */
  static List<Entry> of(String command) {
    return all().stream()
        .filter(example -> {
          var found = COMMAND.matcher(example.term());
          return found.find() && found.group(1).equals(command);
        })
        .toList();
  }

  private static String read() {
    try (var in = Examples.class.getResourceAsStream("examples.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("part of our own jar", e);
    }
  }
}
