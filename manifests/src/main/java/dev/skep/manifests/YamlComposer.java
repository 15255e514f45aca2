package dev.skep.manifests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Builds values from parser events. The library's own composer is not used: it stops at the first
 * duplicate key, recurses without a limit, and expands merges before anybody can count them. Here
 * an alias shares its anchor's value, and only its weight is added up, so a bomb costs nothing.
 */
final class YamlComposer {
  private static final int DEEPEST = 64;

  /** Values after the expansion of aliases and merges; long texts weigh more than one. */
  private static final long MOST_WEIGHT = 100_000;

  private final String file;
  private final Problems problems;
  private final Map<Anchor, Optional<Yaml>> anchors = new HashMap<>();
  private final Map<Yaml, Long> weights = new IdentityHashMap<>();
  private Iterator<Event> events;
  private long total;

  YamlComposer(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  Optional<Yaml> compose(Iterable<Event> source) {
    events = source.iterator();
    Optional<Yaml> first = Optional.empty();
    while (events.hasNext()) {
      var event = events.next();
      if (!(event instanceof NodeEvent node)) continue;
      if (first.isPresent()) {
        throw new YamlRefusal(
            place(event), "a second document; put one document in a file, and delete the `---`");
      }
      first = Optional.of(value(node, 0));
    }
    return Optional.of(first.orElseGet(() -> Scalars.plain(Place.top(file), "", Yaml.Mark.NONE)));
  }

  private Yaml value(NodeEvent event, int depth) {
    if (depth > DEEPEST) {
      throw new YamlRefusal(place(event), "nested more than " + DEEPEST + " levels deep");
    }
    if (event instanceof AliasEvent alias) return alias(alias);
    event.getAnchor().ifPresent(a -> anchors.put(a, Optional.empty()));
    long before = total;
    count(1, event);
    var value = switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case CollectionStartEvent start
      when start.getEventId() == Event.ID.MappingStart -> mapping(start, depth);
      default -> sequence((CollectionStartEvent) event, depth);
    };
    event.getAnchor().ifPresent(a -> {
      anchors.put(a, Optional.of(value));
      weights.put(value, total - before);
    });
    return value;
  }

  private Yaml alias(AliasEvent event) {
    var target = anchors.get(event.getAlias());
    if (target == null) {
      throw new YamlRefusal(
          place(event),
          "the alias *" + event.getAlias() + " has no anchor &" + event.getAlias() + " before it");
    }
    var value = target.orElseThrow(() -> new YamlRefusal(
        place(event), "the anchor &" + event.getAlias() + " contains itself; write it out"));
    count(weights.get(value), event);
    return value;
  }

  private void count(long weight, Event at) {
    total += weight;
    if (total > MOST_WEIGHT) {
      throw new YamlRefusal(
          place(at),
          "more than " + MOST_WEIGHT
              + " values once the aliases are expanded; split the file, or use fewer aliases");
    }
  }

  private Yaml scalar(ScalarEvent event) {
    count(event.getValue().length() / Yaml.TEXT_PER_WEIGHT, event);
    var tag = event.getTag().orElse("");
    var mark = mark(tag, event);
    var text = event.getValue();
    boolean plain = event.isPlain() && !tag.endsWith(":str") && !tag.equals("!");
    return plain || mark == Yaml.Mark.RESET
        ? Scalars.plain(place(event), text, mark)
        : new Yaml.Scalar(place(event), text, Yaml.Scalar.Kind.TEXT, text, mark);
  }

  private Yaml sequence(CollectionStartEvent start, int depth) {
    var items = new ArrayList<Yaml>();
    for (var next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      items.add(value((NodeEvent) next, depth + 1));
    }
    return new Yaml.Sequence(place(start), items, mark(start.getTag().orElse(""), start));
  }

  private Yaml mapping(CollectionStartEvent start, int depth) {
    var entries = new LinkedHashMap<String, Yaml.Entry>();
    var merged = new ArrayList<Yaml.Mapping>();
    var seen = new HashMap<String, Place>();
    for (var next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
      var at = place(next);
      boolean merge =
          next instanceof ScalarEvent s && s.isPlain() && s.getValue().equals("<<");
      var key = key((NodeEvent) next, depth);
      var value = value((NodeEvent) events.next(), depth + 1);
      var earlier = seen.putIfAbsent(key, at);
      if (earlier != null) {
        duplicate(key, at, earlier, merge);
      } else if (merge) {
        merged.addAll(sources(value));
      } else {
        entries.put(key, new Yaml.Entry(at, value));
      }
    }
    for (var source : merged) {
      count(source.entries().size(), start);
      source.entries().forEach(entries::putIfAbsent);
    }
    return new Yaml.Mapping(place(start), entries, mark(start.getTag().orElse(""), start));
  }

  private void duplicate(String key, Place at, Place earlier, boolean merge) {
    problems.error(
        at,
        "the key " + Problems.quote(key) + " stands here twice, first in line " + earlier.line()
            + "; " + (merge ? "write one list, <<: [*a, *b]" : "keep one of them"));
  }

  private String key(NodeEvent event, int depth) {
    if (value(event, depth + 1) instanceof Yaml.Scalar scalar) {
      return scalar.isNull() ? scalar.text() : scalar.shown();
    }
    throw new YamlRefusal(
        place(event),
        "a key must be text, not a list or mapping; quote it if it begins with [ or {");
  }

  /** What a merge key takes in: a mapping or a list of them, where earlier ones win. */
  private List<Yaml.Mapping> sources(Yaml value) {
    var all = value instanceof Yaml.Sequence list ? list.items() : List.of(value);
    var out = new ArrayList<Yaml.Mapping>();
    for (var source : all) {
      if (source instanceof Yaml.Mapping mapping) {
        out.add(mapping);
      } else {
        problems.error(
            source.place(),
            "<< takes in a mapping or a list of mappings, found " + source.described());
      }
    }
    return out;
  }

  private Yaml.Mark mark(String tag, Event event) {
    if (tag.equals("!reset")) return Yaml.Mark.RESET;
    if (tag.equals("!override")) return Yaml.Mark.OVERRIDE;
    if (!tag.isEmpty() && !tag.equals("!") && !tag.startsWith("tag:yaml.org,2002:")) {
      problems.error(
          place(event),
          "the tag " + Problems.quote(tag) + " is not known; only !reset and !override are");
    }
    return Yaml.Mark.NONE;
  }

  private Place place(Event event) {
    return event
        .getStartMark()
        .map(m -> new Place(file, m.getLine() + 1, m.getColumn() + 1))
        .orElse(Place.top(file));
  }
}
