package dev.skep.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Puts files over each other, later ones winning, as the Compose Specification says: mappings by
 * key, lists one after the other, but for the keys in {@link MergeRule}. The tag {@code !reset}
 * takes away, {@code !override} replaces as a whole.
 *
 * <p>What is reset keeps its tag until all has met: it may have to take away from more than one.
 */
final class Merge {
  /** For paths of a service's keys, whatever its name. */
  private static final String SERVICE = "services.any";

  private final boolean unique;

  /**
   * @param unique whether items of lists that say the same become one
   */
  private Merge(boolean unique) {
    this.unique = unique;
  }

  static Yaml.Mapping all(List<Yaml.Mapping> files) {
    var merge = new Merge(false);
    return settled(
        files.stream().reduce((base, over) -> merge.mappings("", base, over)).orElseThrow());
  }

  /** A service over the one that it extends; its tags stay, for files that it may meet. */
  static Yaml.Mapping extended(Yaml.Mapping base, Yaml.Mapping service) {
    return new Merge(true).mappings(SERVICE, base, service);
  }

  private Yaml.Mapping mappings(String path, Yaml.Mapping base, Yaml.Mapping over) {
    var out = new LinkedHashMap<>(base.entries());
    over.entries().forEach((key, entry) -> {
      var earlier = out.get(key);
      var value = earlier == null || marked(entry.value()) || reset(earlier.value())
          ? entry.value()
          : merge(path.isEmpty() ? key : path + "." + key, earlier.value(), entry.value());
      out.put(key, new Yaml.Entry(entry.keyPlace(), value));
    });
    return new Yaml.Mapping(over.place(), out, over.mark());
  }

  private static boolean marked(Yaml yaml) {
    return yaml.mark() != Yaml.Mark.NONE;
  }

  private static boolean reset(Yaml yaml) {
    return yaml.mark() == Yaml.Mark.RESET;
  }

  /** Without what is reset in it, and without tags. */
  static Yaml.Mapping settled(Yaml.Mapping mapping) {
    var out = new LinkedHashMap<String, Yaml.Entry>();
    mapping.entries().forEach((key, entry) -> {
      if (!reset(entry.value())) {
        out.put(key, new Yaml.Entry(entry.keyPlace(), settled(entry.value())));
      }
    });
    return new Yaml.Mapping(mapping.place(), out, Yaml.Mark.NONE);
  }

  private static Yaml settled(Yaml yaml) {
    return switch (yaml) {
      case Yaml.Mapping m -> settled(m);
      case Yaml.Sequence s ->
        new Yaml.Sequence(
            s.place(),
            s.items().stream().filter(i -> !reset(i)).map(Merge::settled).toList(),
            Yaml.Mark.NONE);
      case Yaml.Scalar s ->
        new Yaml.Scalar(s.place(), s.text(), s.kind(), s.shown(), Yaml.Mark.NONE);
    };
  }

  private Yaml merge(String path, Yaml base, Yaml over) {
    if (over.isNull()) return base;
    if (base.isNull()) return over;
    return switch (MergeRule.at(path)) {
      case REPLACE -> over;
      case PAIRS -> both(path, pairs(base), pairs(over));
      case LABELS -> both(path, labels(base), labels(over));
      case NAMES -> both(path, names(base), names(over));
      case ONE_OR_LIST -> both(path, list(base), list(over));
      case HOSTS -> hosts(path, base, over);
      case PORTS -> keyed(base, over, Merge::published);
      case MOUNTS -> keyed(base, over, Merge::target);
      case SOURCES -> keyed(base, over, y -> field(y, "source").or(() -> text(y)));
      case LOGGING -> sameDriver(base, over) ? both(path, base, over) : over;
      case PLAIN -> both(path, base, over);
    };
  }

  private Yaml both(String path, Yaml base, Yaml over) {
    if (base instanceof Yaml.Mapping b && over instanceof Yaml.Mapping o) {
      return mappings(path, b, o);
    }
    if (base instanceof Yaml.Sequence b && over instanceof Yaml.Sequence o) {
      // DNS servers and the like count as often as they stand there.
      var rule = MergeRule.at(path);
      boolean once = unique && (rule == MergeRule.PLAIN || rule == MergeRule.HOSTS);
      return joined(b, o, item -> once ? item.content() : new Object());
    }
    return over;
  }

  /** A mapping and a list meet as lists, of {@code NAME=ADDRESS}. */
  private Yaml hosts(String path, Yaml base, Yaml over) {
    return base instanceof Yaml.Mapping && over instanceof Yaml.Mapping
        ? both(path, base, over)
        : both(path, hosts(base), hosts(over));
  }

  /** As it stands if a name has no address, so that its reader complains. */
  private static Yaml hosts(Yaml yaml) {
    if (!(yaml instanceof Yaml.Mapping mapping)) return yaml;
    var out = new ArrayList<Yaml>();
    for (var host : new TreeMap<>(mapping.entries()).entrySet()) {
      var value = host.getValue().value();
      for (var address : value instanceof Yaml.Sequence s ? s.items() : List.of(value)) {
        if (text(address).isEmpty()) return yaml;
        var line = host.getKey() + "=" + text(address).get();
        out.add(reset(address) ? address : Yaml.Scalar.text(address.place(), line));
      }
    }
    return new Yaml.Sequence(mapping.place(), out, mapping.mark());
  }

  /** Items with an equal key replace each other; items without one are added. */
  private Yaml keyed(Yaml base, Yaml over, Function<Yaml, Optional<String>> key) {
    if (!(base instanceof Yaml.Sequence b && over instanceof Yaml.Sequence o)) return over;
    return joined(
        b,
        o,
        item -> key.apply(item)
            .<Object>map(k -> k)
            .orElseGet(() -> unique ? item.content() : new Object()));
  }

  private static Yaml joined(Yaml.Sequence base, Yaml.Sequence over, Function<Yaml, Object> key) {
    var items = new LinkedHashMap<Object, Yaml>();
    base.items().forEach(i -> items.put(key.apply(i), i));
    over.items().forEach(i -> items.put(key.apply(i), i));
    return new Yaml.Sequence(over.place(), List.copyOf(items.values()), Yaml.Mark.NONE);
  }

  private static Optional<String> published(Yaml port) {
    if (port instanceof Yaml.Mapping) return field(port, "published");
    return text(port)
        .map(t -> t.split("/")[0].split(":"))
        .filter(p -> p.length > 1)
        .map(p -> p[p.length - 2]);
  }

  private static Optional<String> target(Yaml mount) {
    if (mount instanceof Yaml.Mapping) return field(mount, "target");
    return text(mount)
        .map(t -> t.split(":"))
        .filter(p -> p.length > 0)
        .map(p -> p[Math.min(1, p.length - 1)]);
  }

  private static boolean sameDriver(Yaml base, Yaml over) {
    var before = field(base, "driver");
    var after = field(over, "driver");
    return before.isEmpty() || after.isEmpty() || before.equals(after);
  }

  private static Optional<String> field(Yaml yaml, String key) {
    return yaml instanceof Yaml.Mapping m ? m.get(key).flatMap(Merge::text) : Optional.empty();
  }

  private static Optional<String> text(Yaml yaml) {
    return yaml instanceof Yaml.Scalar s && !s.isNull() ? Optional.of(s.shown()) : Optional.empty();
  }

  private static Yaml pairs(Yaml yaml) {
    return mapping(yaml, (text, place) -> {
      int equals = text.indexOf('=');
      return equals < 0 ? nothing(place) : Yaml.Scalar.text(place, text.substring(equals + 1));
    });
  }

  private static Yaml labels(Yaml yaml) {
    if (!(pairs(yaml) instanceof Yaml.Mapping mapping)) return yaml;
    return mapping.map((name, value) ->
        value.isNull() && !marked(value) ? Yaml.Scalar.text(value.place(), "") : value);
  }

  private static Yaml names(Yaml yaml) {
    return mapping(yaml, (text, place) -> nothing(place));
  }

  private static Yaml nothing(Place place) {
    return Scalars.plain(place, "", Yaml.Mark.NONE);
  }

  /** A list as a mapping; as it stands if an item is no text, so that its reader complains. */
  private static Yaml mapping(Yaml yaml, BiFunction<String, Place, Yaml> value) {
    if (!(yaml instanceof Yaml.Sequence list)) return yaml;
    var out = new LinkedHashMap<String, Yaml.Entry>();
    for (var item : list.items()) {
      var text = text(item);
      if (text.isEmpty()) return list;
      var read = reset(item) ? item : value.apply(text.get(), item.place());
      out.put(text.get().split("=", 2)[0], new Yaml.Entry(item.place(), read));
    }
    return new Yaml.Mapping(list.place(), out, list.mark());
  }

  private static Yaml list(Yaml yaml) {
    return yaml instanceof Yaml.Scalar
        ? new Yaml.Sequence(yaml.place(), List.of(yaml), yaml.mark())
        : yaml;
  }
}
