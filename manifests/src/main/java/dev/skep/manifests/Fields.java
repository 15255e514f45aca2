package dev.skep.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A mapping being read. It remembers which keys were asked for; at the end whatever is left over
 * is unknown, and the words that were asked for are what a misspelt one may have meant. So the
 * code that reads a key is all there is of a schema, and the two cannot disagree.
 */
final class Fields {
  private final Yaml.Mapping mapping;
  private final String path;
  private final Problems problems;
  private final Set<String> asked = new LinkedHashSet<>();
  private final Set<String> refused = new LinkedHashSet<>();

  private Fields(Yaml.Mapping mapping, String path, Problems problems) {
    this.mapping = mapping;
    this.path = path;
    this.problems = problems;
  }

  /** Anything but a mapping is an error, and reads as an empty one. */
  static Fields of(Yaml yaml, String path, Problems problems) {
    if (yaml instanceof Yaml.Mapping mapping) return new Fields(mapping, path, problems);
    if (!yaml.isNull()) Values.wrong(yaml, path, "a mapping (key: value)", problems);
    return new Fields(new Yaml.Mapping(yaml.place(), Map.of(), Yaml.Mark.NONE), path, problems);
  }

  Place place() {
    return mapping.place();
  }

  /** Where the key stands, or the mapping if it is absent. */
  Place place(String key) {
    return mapping.place(key);
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  String path() {
    return path;
  }

  Set<String> keys() {
    return mapping.entries().keySet();
  }

  /** The value, unless it is absent or null. */
  Optional<Yaml> value(String key) {
    asked.add(key);
    return mapping.get(key).filter(v -> !v.isNull());
  }

  /** As {@link #value}, also null. */
  Optional<Yaml> anything(String key) {
    asked.add(key);
    return mapping.get(key);
  }

  boolean has(String key) {
    return value(key).isPresent();
  }

  Optional<String> text(String key) {
    return value(key).flatMap(v -> Values.text(v, path(key), problems));
  }

  OptionalLong whole(String key) {
    var value = value(key);
    return value.isEmpty() ? OptionalLong.empty() : Values.whole(value.get(), path(key), problems);
  }

  /** A whole number that is not negative. */
  OptionalLong natural(String key) {
    var number = whole(key);
    if (number.isEmpty() || number.getAsLong() >= 0) return number;
    problems.error(value(key).orElseThrow().place(), path(key) + ": expected 0 or more");
    return OptionalLong.empty();
  }

  Optional<Boolean> flag(String key) {
    return value(key).flatMap(v -> Values.flag(v, path(key), problems));
  }

  Optional<Fields> section(String key) {
    return value(key).map(v -> of(v, path(key), problems));
  }

  List<Yaml> items(String key) {
    return value(key).map(v -> Values.items(v, path(key), problems)).orElse(List.of());
  }

  /** A list, or one value that stands for a list of one. */
  List<Yaml> itemsOrOne(String key) {
    return value(key)
        .map(v -> v instanceof Yaml.Scalar ? List.of(v) : Values.items(v, path(key), problems))
        .orElse(List.of());
  }

  List<String> texts(String key) {
    return Values.texts(items(key), path(key), problems);
  }

  List<String> textsOrOne(String key) {
    return Values.texts(itemsOrOne(key), path(key), problems);
  }

  /** A mapping of texts, or a list of {@code key=value}; what has no value reads as "". */
  Map<String, String> pairs(String key) {
    var out = new LinkedHashMap<String, String>();
    nullablePairs(key).forEach((k, v) -> out.put(k, v.orElse("")));
    return out;
  }

  Map<String, Optional<String>> nullablePairs(String key) {
    return value(key).map(v -> Values.pairs(v, path(key), problems)).orElse(Map.of());
  }

  /**
   * Each entry of a mapping with its own fields, as services and volumes have them.
   *
   * @param most what can be rendered within the second that a load may take
   */
  Map<String, Yaml.Entry> entries(String key, int most) {
    var value = value(key);
    if (value.isEmpty()) return Map.of();
    if (!(value.get() instanceof Yaml.Mapping m)) {
      Values.wrong(value.get(), path(key), "a mapping (name: ...)", problems);
      return Map.of();
    }
    if (m.entries().size() <= most) return m.entries();
    problems.error(place(key), path(key) + ": more than " + most + " of them; split the stack");
    return Map.of();
  }

  /** Says that a key is read and not honoured. */
  void ignored(String key, String why) {
    if (anything(key).isPresent()) problems.warning(place(key), path(key) + ": " + why);
  }

  void refused(String key, String why) {
    refused.add(key);
    if (anything(key).isPresent()) problems.error(place(key), path(key) + ": " + why);
  }

  /** An error unless the text is one of the words. */
  void oneOf(String key, String text, List<String> words) {
    if (words.contains(text)) return;
    problems.error(
        place(key),
        path(key) + ": expected " + String.join(" or ", words) + ", found " + Problems.quote(text));
  }

  /** Everything that nobody asked for is an error, but for {@code x-} extensions. */
  void finish() {
    finish(
        path.isEmpty()
            ? "; a Compose file has services, networks, volumes, configs, secrets"
            : "; delete it, or spell it as the Compose file reference does");
  }

  /** As {@link #finish}, for keys that no Compose file reference has. */
  void finishOurs() {
    var known = new ArrayList<>(asked);
    known.removeAll(refused);
    finish(
        "; delete it, or write " + (known.size() > 1 ? "one of " : "") + String.join(", ", known));
  }

  private void finish(String otherwise) {
    var unknown = new ArrayList<>(keys());
    unknown.removeIf(asked::contains);
    for (var key : unknown) {
      if (key.startsWith("x-") && !key.equals("x-skep") || problems.full()) continue;
      problems.error(
          place(key),
          path(key) + ": unknown key"
              + Suggest.nearest(key, asked)
                  .map(near -> "; did you mean " + near + "?")
                  .orElse(otherwise));
    }
  }
}
