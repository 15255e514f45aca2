package dev.skep.manifests;

import dev.skep.manifests.Yaml.Scalar.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads single values as a type, or says what was expected instead. */
final class Values {
  private Values() {}

  static void wrong(Yaml yaml, String path, String expected, Problems problems) {
    problems.error(yaml.place(), path + ": expected " + expected + ", found " + yaml.described());
  }

  static Optional<String> text(Yaml yaml, String path, Problems problems) {
    if (yaml instanceof Yaml.Scalar s && !s.isNull()) return Optional.of(s.shown());
    wrong(yaml, path, "a text", problems);
    return Optional.empty();
  }

  /** A text that reads as a number counts: variables and newer Compose files give such. */
  static OptionalLong whole(Yaml yaml, String path, Problems problems) {
    if (number(yaml) instanceof Yaml.Scalar s) {
      try {
        return OptionalLong.of(new BigDecimal(s.shown().strip()).longValueExact());
      } catch (ArithmeticException | NumberFormatException e) {
        // said below
      }
    }
    wrong(yaml, path, "a whole number", problems);
    return OptionalLong.empty();
  }

  static Optional<Double> decimal(Yaml yaml, String path, Problems problems) {
    if (number(yaml) instanceof Yaml.Scalar s) {
      try {
        double value = Double.parseDouble(s.shown());
        if (Double.isFinite(value)) return Optional.of(value);
      } catch (NumberFormatException e) {
        // said below
      }
    }
    wrong(yaml, path, "a number", problems);
    return Optional.empty();
  }

  /** The scalar that may be a number; long texts are none, and would cost time to refuse. */
  private static Yaml number(Yaml yaml) {
    return yaml instanceof Yaml.Scalar s && s.kind() != Kind.BOOL && s.shown().length() < 40
        ? s
        : null;
  }

  static Optional<Boolean> flag(Yaml yaml, String path, Problems problems) {
    if (yaml instanceof Yaml.Scalar s) {
      switch (s.text().toLowerCase(Locale.ROOT)) {
        case "true", "yes", "on", "y", "t", "1":
          return Optional.of(true);
        case "false", "no", "off", "n", "f", "0":
          return Optional.of(false);
        default:
      }
    }
    wrong(yaml, path, "true or false", problems);
    return Optional.empty();
  }

  static List<Yaml> items(Yaml yaml, String path, Problems problems) {
    if (yaml instanceof Yaml.Sequence list) return list.items();
    wrong(yaml, path, "a list (- item)", problems);
    return List.of();
  }

  static List<String> texts(List<Yaml> items, String path, Problems problems) {
    var out = new ArrayList<String>();
    items.forEach(item -> text(item, path, problems).ifPresent(out::add));
    return out;
  }

  static Map<String, Optional<String>> pairs(Yaml yaml, String path, Problems problems) {
    var out = new LinkedHashMap<String, Optional<String>>();
    switch (yaml) {
      case Yaml.Mapping mapping ->
        mapping.entries().forEach((key, entry) -> {
          if (entry.value().isNull()) out.put(key, Optional.empty());
          else
            text(entry.value(), path + "." + key, problems)
                .ifPresent(v -> out.put(key, Optional.of(v)));
        });
      case Yaml.Sequence list -> {
        for (var item : list.items()) {
          if (item instanceof Yaml.Mapping) {
            wrong(item, path, "key=value, or the whole as a mapping without the dashes", problems);
          } else {
            text(item, path, problems).ifPresent(line -> put(out, line));
          }
        }
      }
      case Yaml.Scalar s -> wrong(s, path, "a mapping or a list of key=value", problems);
    }
    return out;
  }

  private static void put(Map<String, Optional<String>> out, String line) {
    int equals = line.indexOf('=');
    if (equals < 0) out.put(line, Optional.empty());
    else out.put(line.substring(0, equals), Optional.of(line.substring(equals + 1)));
  }
}
