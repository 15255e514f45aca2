package dev.skep.manifests;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** A YAML value that knows where it stands. Aliases are resolved, so one value may occur often. */
sealed interface Yaml {
  /** A text of this many characters weighs as much as one value. */
  int TEXT_PER_WEIGHT = 64;

  Place place();

  /** How a value of a later file meets the one of an earlier file. */
  Mark mark();

  /** The tags {@code !reset} and {@code !override} of the Compose Specification. */
  enum Mark {
    NONE,
    RESET,
    OVERRIDE
  }

  record Mapping(Place place, Map<String, Entry> entries, Mark mark) implements Yaml {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    Optional<Yaml> get(String key) {
      return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    /** Where the key stands, or the mapping if it is absent. */
    Place place(String key) {
      var entry = entries.get(key);
      return entry == null ? place : entry.keyPlace();
    }

    /** With another value in each entry. */
    Mapping map(BiFunction<String, Yaml, Yaml> change) {
      var others = new LinkedHashMap<String, Entry>();
      entries.forEach((key, entry) ->
          others.put(key, new Entry(entry.keyPlace(), change.apply(key, entry.value()))));
      return of(others);
    }

    /** With other entries in place of its own. */
    Mapping of(Map<String, Entry> others) {
      return new Mapping(place, others, mark);
    }

    Mapping without(String key) {
      var others = new LinkedHashMap<>(entries);
      others.remove(key);
      return of(others);
    }
  }

  record Entry(Place keyPlace, Yaml value) {}

  record Sequence(Place place, List<Yaml> items, Mark mark) implements Yaml {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /**
   * @param text as written, or as interpolated
   * @param shown as the Docker CLI prints the value where it wants text: {@code 0755} is "493"
   */
  record Scalar(Place place, String text, Kind kind, String shown, Mark mark) implements Yaml {
    enum Kind {
      NULL,
      BOOL,
      INT,
      FLOAT,
      TEXT
    }

    static Scalar text(Place place, String text) {
      return new Scalar(place, text, Kind.TEXT, text, Mark.NONE);
    }
  }

  /** How much there is of it, for limits. */
  default long weight() {
    return switch (this) {
      case Mapping m ->
        m.entries().values().stream().mapToLong(e -> 1 + e.value().weight()).sum() + 1;
      case Sequence s -> s.items().stream().mapToLong(Yaml::weight).sum() + 1;
      case Scalar s -> 1 + s.text().length() / TEXT_PER_WEIGHT;
    };
  }

  /** What is equal for all that says the same, wherever that stands. */
  default Object content() {
    return switch (this) {
      case Mapping m -> {
        var out = new LinkedHashMap<String, Object>();
        m.entries().forEach((key, entry) -> out.put(key, entry.value().content()));
        yield out;
      }
      case Sequence s -> s.items().stream().map(Yaml::content).toList();
      case Scalar s -> List.of(s.kind(), s.shown());
    };
  }

  default boolean isNull() {
    return this instanceof Scalar s && s.kind() == Scalar.Kind.NULL;
  }

  /** What this is, for messages. */
  default String described() {
    return switch (this) {
      case Mapping m -> "a mapping";
      case Sequence s -> "a list";
      case Scalar s ->
        switch (s.kind()) {
          case NULL -> "nothing";
          case BOOL -> "the boolean " + s.shown();
          case INT, FLOAT -> "the number " + s.text();
          case TEXT -> "the text " + Problems.quote(s.text());
        };
    };
  }
}
