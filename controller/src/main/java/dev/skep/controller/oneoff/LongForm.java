package dev.skep.controller.oneoff;

import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Docker's long form of a flag: {@code key=value} and bare keys, as one line of CSV. */
record LongForm(List<Field> fields) {
  /** A bare key has no value. */
  record Field(String key, Optional<String> value) {}

  LongForm {
    fields = List.copyOf(fields);
  }

  /** @param known the keys that there are */
  static Either<String, LongForm> parse(String text, Set<String> known) {
    var fields = new ArrayList<Field>();
    for (var part : split(text)) {
      int equals = part.indexOf('=');
      var key = equals < 0 ? part : part.substring(0, equals);
      if (!known.contains(key)) {
        return Either.left("'" + text + "' has the field '" + key + "', which is none of "
            + String.join(", ", new TreeSet<>(known)));
      }
      fields.add(
          new Field(key, equals < 0 ? Optional.empty() : Optional.of(part.substring(equals + 1))));
    }
    return Either.right(new LongForm(fields));
  }

  /** A field in quotes may hold commas, and quotes that are doubled. */
  private static List<String> split(String text) {
    var out = new ArrayList<String>();
    var field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        field.append(c);
        i++;
      } else if (c == '"' && (quoted || field.isEmpty())) {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        out.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    out.add(field.toString());
    return out;
  }

  /** The value under any of a field's names; the last one counts. */
  Optional<String> text(String... names) {
    return fields.stream()
        .filter(f -> List.of(names).contains(f.key()))
        .flatMap(f -> f.value().stream())
        .reduce((a, b) -> b)
        .filter(v -> !v.isEmpty());
  }

  List<String> texts(String name) {
    return fields.stream()
        .filter(f -> f.key().equals(name))
        .flatMap(f -> f.value().stream())
        .toList();
  }

  /** A bare key means yes. */
  boolean flag(String... names) {
    return fields.stream()
        .filter(f -> List.of(names).contains(f.key()))
        .anyMatch(f -> f.value().orElse("true").matches("true|1"));
  }
}
