package dev.skep.manifests;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes values as YAML, each time in another of the ways that it has. */
final class YamlText {
  /** A value that others refer to by a name. */
  record Anchored(String name, Object value) {}

  record Alias(String name) {}

  /** A value with a tag, such as {@code !reset}. */
  record Tagged(String tag, Object value) {}

  private static final String SAFE = "[A-Za-z/][A-Za-z0-9_./-]*";
  private static final String RESERVED = "(?i)true|false|yes|no|on|off|y|n|null";

  private final Draw draw;

  YamlText(Draw draw) {
    this.draw = draw;
  }

  String of(Map<String, Object> file) {
    return file.entrySet().stream()
        .map(e -> key(e.getKey()) + block(e.getValue(), 0))
        .collect(Collectors.joining());
  }

  private String key(String key) {
    var plain =
        key.matches("[A-Za-z0-9_.<-]+") && !key.matches(RESERVED) && !key.matches("[0-9.]+");
    return (plain ? key : quoted(key)) + ":";
  }

  /** What follows a key or a dash, with the end of its line. */
  private String block(Object value, int indent) {
    return switch (value) {
      case Anchored a -> " &" + a.name() + block(a.value(), indent);
      case Tagged t -> " " + t.tag() + block(t.value(), indent);
      case Map<?, ?> m
      when !m.isEmpty() && !draw.chance(0.3) ->
        "\n"
            + m.entrySet().stream()
                .map(e -> " ".repeat(indent + 2)
                    + key(e.getKey().toString())
                    + block(e.getValue(), indent + 2))
                .collect(Collectors.joining());
      case List<?> l
      when !l.isEmpty() && !draw.chance(0.4) ->
        "\n"
            + l.stream()
                .map(i -> " ".repeat(indent + 2) + "-" + block(i, indent + 2))
                .collect(Collectors.joining());
      case String s
      when s.matches("(?s)[^ \n\t][^\t]*[^\n]\n") && draw.chance(0.5) ->
        " |\n" + s.stripTrailing().indent(indent + 4);
      case null, default -> comment(" " + flow(value));
    };
  }

  private String comment(String line) {
    return line + (draw.chance(0.03) ? " # why\n" : "\n");
  }

  private String flow(Object value) {
    return switch (value) {
      case null -> draw.one("", "~", "null").isEmpty() ? "null" : "~";
      case Map<?, ?> m ->
        m.entrySet().stream()
            .map(e -> key(e.getKey().toString()) + " " + flow(e.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
      case List<?> l -> l.stream().map(this::flow).collect(Collectors.joining(", ", "[", "]"));
      case Anchored a -> "&" + a.name() + " " + flow(a.value());
      case Tagged t -> t.tag() + " " + flow(t.value());
      // A comma or a brace right behind it would be part of the name.
      case Alias a -> "*" + a.name() + " ";
      case Draw.Plain p when p.text().contains("{") -> '"' + p.text() + '"';
      case Draw.Plain p -> p.text();
      case String s -> s.matches(SAFE) && !s.matches(RESERVED) ? s : quoted(s);
      default -> value.toString();
    };
  }

  private String quoted(String text) {
    boolean single = text.chars().noneMatch(c -> c < ' ') && draw.chance(0.5);
    return single ? "'" + text.replace("'", "''") + "'" : '"' + escaped(text) + '"';
  }

  private String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\t", "\\t")
        .replace("é", draw.one("é", "\\xe9", "\\u00e9"));
  }
}
