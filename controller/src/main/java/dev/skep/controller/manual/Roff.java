package dev.skep.controller.manual;

import java.util.Locale;
import java.util.stream.Collectors;

/** Text for troff, by the macros of man(7). */
final class Roff {
  private final StringBuilder out = new StringBuilder();

  Roff title(String name, String source) {
    // Without a date: the same sources make the same page.
    out.append(".TH \"%s\" 1 \"\" \"%s\" \"Skep\"\n"
        .formatted(escaped(name.toUpperCase(Locale.ROOT)), escaped(source)));
    // Commands and paths are to be copied: no hyphens in them, and lines end where words do.
    out.append(".nh\n.ad l\n");
    return this;
  }

  Roff section(String name) {
    out.append(".SH ").append(name).append('\n');
    return this;
  }

  Roff paragraph(String text) {
    out.append(".PP\n").append(text).append('\n');
    return this;
  }

  Roff line(String text) {
    out.append(text).append('\n');
    return this;
  }

  /** A term, and indented below it what it means. */
  Roff entry(String term, String text) {
    out.append(".TP\n").append(term).append('\n').append(text).append('\n');
    return this;
  }

  String text() {
    return out.toString();
  }

  static String bold(String text) {
    return "\\fB" + escaped(text) + "\\fR";
  }

  static String italic(String text) {
    return "\\fI" + escaped(text) + "\\fR";
  }

  /** A plain text; what troff would take for its own, or would make prettier, stays as it is. */
  static String plain(String text) {
    var safe = escaped(text);
    return safe.startsWith(".") ? "\\&" + safe : safe;
  }

  private static String escaped(String text) {
    return text.codePoints().mapToObj(Roff::escaped).collect(Collectors.joining());
  }

  private static String escaped(int point) {
    return switch (point) {
      case '\\' -> "\\e";
      case '-' -> "\\-";
      case '\'' -> "\\(aq";
      case '"' -> "\\(dq";
      case '`' -> "\\(ga";
      case '^' -> "\\(ha";
      case '~' -> "\\(ti";
      default -> point < 0x7f ? Character.toString(point) : "\\[u%04X]".formatted(point);
    };
  }
}
