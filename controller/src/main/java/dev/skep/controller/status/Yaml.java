package dev.skep.controller.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a document as YAML for people: blocks, and a small object in one line. Written by hand,
 * because libraries lay text out for machines and quote for one version of YAML only.
 *
 * <p>Knows maps, lists, strings, numbers, booleans and instants.
 */
public final class Yaml {
  private static final int WIDTH = 100;
  private static final String STEP = "  ";

  private final StringBuilder out = new StringBuilder();

  private Yaml() {}

  public static String text(Map<String, ?> document) {
    var yaml = new Yaml();
    if (document.isEmpty()) return "{}\n";
    yaml.fields(document, "");
    return yaml.out.toString();
  }

  private void fields(Map<?, ?> map, String indent) {
    boolean first = true;
    for (var field : map.entrySet()) {
      // The first field stands behind the dash of its list's item.
      if (!first || !endsWithDash()) out.append(indent);
      first = false;
      out.append(Scalar.flow(field.getKey().toString())).append(':');
      value(field.getValue(), indent);
    }
  }

  private boolean endsWithDash() {
    int length = out.length();
    return length >= 2 && out.charAt(length - 1) == ' ' && out.charAt(length - 2) == '-';
  }

  /** What stands behind a colon. */
  private void value(Object value, String indent) {
    switch (value) {
      case Map<?, ?> map
      when map.isEmpty() || small(map) -> {
        out.append(' ');
        flow(map, indent + STEP);
      }
      case Map<?, ?> map -> {
        out.append('\n');
        fields(map, indent + STEP);
      }
      case List<?> list when list.isEmpty() -> out.append(" []\n");
      case List<?> list -> {
        out.append('\n');
        items(list, indent + STEP);
      }
      default -> scalar(value, indent, " ");
    }
  }

  private void items(List<?> list, String indent) {
    for (var item : list) {
      out.append(indent).append('-');
      switch (item) {
        case Map<?, ?> map
        when map.isEmpty() || small(map) -> {
          out.append(' ');
          flow(map, indent + STEP);
        }
        case Map<?, ?> map -> {
          out.append(' ');
          fields(map, indent + STEP);
        }
        case List<?> inner when inner.isEmpty() -> out.append(" []\n");
        case List<?> inner -> {
          out.append('\n');
          items(inner, indent + STEP);
        }
        default -> scalar(item, indent, " ");
      }
    }
  }

  private void scalar(Object value, String indent, String before) {
    if (value instanceof String text && literal(text)) {
      out.append(before).append(text.endsWith("\n") ? "|" : "|-").append('\n');
      var body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
      for (var line : body.split("\n", -1)) {
        if (!line.isEmpty()) out.append(indent).append(STEP).append(line);
        out.append('\n');
      }
      return;
    }
    var text = value instanceof String s ? Scalar.block(s) : value.toString();
    out.append(before).append(text).append('\n');
  }

  /** Several lines that need no escape, no indicator of indentation and no care at the end. */
  private static boolean literal(String text) {
    if (text.indexOf('\n') < 0 || text.startsWith("\n") || text.startsWith(" ")) return false;
    if (text.endsWith("\n\n")) return false;
    return text.lines().noneMatch(l -> !l.isEmpty() && l.isBlank())
        && text.codePoints().allMatch(p -> p == '\n' || Scalar.ordinary(p));
  }

  /** Nothing nested, no text of several lines. */
  private static boolean small(Map<?, ?> map) {
    return map.values().stream()
        .noneMatch(v ->
            v instanceof Map || v instanceof List || v instanceof String s && s.indexOf('\n') >= 0);
  }

  /** In braces; goes on in the next line where it would become too long. */
  private void flow(Map<?, ?> map, String indent) {
    int column = out.length() - out.lastIndexOf("\n") - 1;
    var parts = new ArrayList<String>();
    map.forEach((k, v) -> parts.add(Scalar.flow(k.toString()) + ": "
        + (v instanceof String s ? Scalar.flow(s) : v.toString())));
    out.append('{');
    column++;
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i) + (i + 1 < parts.size() ? "," : "}");
      if (i > 0 && column + 1 + part.length() > WIDTH) {
        out.append('\n').append(indent).append(' ');
        column = indent.length() + 1;
      } else if (i > 0) {
        out.append(' ');
        column++;
      }
      out.append(part);
      column += part.length();
    }
    if (parts.isEmpty()) out.append('}');
    out.append('\n');
  }
}
