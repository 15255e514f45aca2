package dev.skep.manifests;

import dev.skep.manifests.Yaml.Scalar.Kind;
import dev.skep.model.ExitCodes;
import dev.skep.model.ExitCodes.Effect;
import dev.skep.model.ExitCodes.Range;
import dev.skep.model.ExitCodes.Rule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads {@code onExitCodes}: ordered rules, of which the first that names a code decides. */
final class ExitCodeRules {
  private static final int HIGHEST = 255;

  /** There are no more codes; and each is compared with all before it. */
  private static final int MOST = 255;

  private static final Pattern CODES = Pattern.compile("([0-9]{1,3})(?:-([0-9]{1,3}))?");
  private static final String A_RULE = "a rule such as fail: [2, 64-78]";

  private final String path;
  private final Problems problems;
  private final List<Rule> rules = new ArrayList<>();
  private int entries;

  private ExitCodeRules(String path, Problems problems) {
    this.path = path;
    this.problems = problems;
  }

  static ExitCodes of(Fields job, Problems problems) {
    var reader = new ExitCodeRules(job.path("onExitCodes"), problems);
    var value = job.value("onExitCodes");
    if (value.isEmpty()) return ExitCodes.NONE;
    if (value.get() instanceof Yaml.Sequence list) {
      list.items().forEach(reader::rule);
    } else {
      Values.wrong(value.get(), reader.path, "a list of rules such as [{ignore: 75}]", problems);
    }
    return new ExitCodes(reader.rules);
  }

  private void rule(Yaml item) {
    if (!(item instanceof Yaml.Mapping mapping) || mapping.entries().isEmpty()) {
      Values.wrong(item, path, A_RULE, problems);
      return;
    }
    var fields = Fields.of(item, path, problems);
    var effects = effects(fields);
    fields.finishOurs();
    if (effects.size() > 1) {
      problems.error(
          item.place(),
          path + ": " + String.join(" and ", effects.values())
              + " stand in one rule; give each a rule of its own, in the order they are to count");
    }
    effects.forEach((effect, key) -> {
      var codes = codes(fields, key);
      if (!codes.isEmpty()) rules.add(new Rule(effect, codes));
    });
  }

  private static Map<Effect, String> effects(Fields fields) {
    var out = new EnumMap<Effect, String>(Effect.class);
    for (var effect : Effect.values()) {
      var key = effect.name().toLowerCase(Locale.ROOT);
      if (fields.anything(key).isPresent()) out.put(effect, key);
    }
    return out;
  }

  private List<Range> codes(Fields fields, String key) {
    var value = fields.anything(key).orElseThrow();
    var items = value instanceof Yaml.Sequence list ? list.items() : List.of(value);
    if (items.isEmpty() || value.isNull()) {
      problems.error(
          fields.place(key), fields.path(key) + ": names no exit code; write one, or delete it");
      return List.of();
    }
    var out = new ArrayList<Range>();
    for (var item : items) {
      if (++entries == MOST + 1) {
        problems.error(
            item.place(),
            fields.path(key) + ": more than " + MOST + " exit codes; write ranges such as 64-78");
      }
      if (entries > MOST) break;
      range(item, fields.path(key)).ifPresent(codes -> {
        warnOfEarlier(codes, item.place(), fields.path(key));
        out.add(codes);
      });
    }
    return out;
  }

  private Optional<Range> range(Yaml item, String where) {
    var codes =
        item instanceof Yaml.Scalar s && s.kind() != Kind.BOOL ? s.shown().strip() : "";
    var m = CODES.matcher(codes);
    int from = m.matches() ? Integer.parseInt(m.group(1)) : HIGHEST + 1;
    int to = m.matches() && m.group(2) != null ? Integer.parseInt(m.group(2)) : from;
    if (Math.max(from, to) > HIGHEST) {
      Values.wrong(item, where, "exit codes from 1 to 255, such as 75 or 64-78", problems);
    } else if (Math.min(from, to) == 0) {
      int highest = Math.max(from, to);
      problems.error(
          item.place(),
          where + ": 0 is success by itself; "
              + (highest == 0 ? "delete it" : "write " + text(new Range(1, highest))));
    } else if (from > to) {
      problems.error(
          item.place(), where + ": " + codes + " runs backwards; write " + to + "-" + from);
    } else {
      return Optional.of(new Range(from, to));
    }
    return Optional.empty();
  }

  /**
   * The later of two rules on a code never counts for it. That is meant where the later one is the
   * wider, as {@code count: 1-255} at the end is; else it is more likely an oversight.
   */
  private void warnOfEarlier(Range codes, Place place, String where) {
    var earlier = rules.stream().flatMap(r -> r.codes().stream()).toList();
    boolean all = IntStream.rangeClosed(codes.from(), codes.to())
        .allMatch(code -> earlier.stream().anyMatch(e -> holds(e, code)));
    if (all) {
      problems.warning(
          place,
          where + ": never counts for " + text(codes) + ", which earlier rules decide; delete it,"
              + " or move its rule up");
      return;
    }
    for (var e : earlier) {
      boolean within = codes.from() <= e.from() && e.to() <= codes.to();
      if (within || e.to() < codes.from() || codes.to() < e.from()) continue;
      var both = new Range(Math.max(e.from(), codes.from()), Math.min(e.to(), codes.to()));
      problems.warning(
          place,
          where + ": never counts for " + text(both) + ", which an earlier rule decides; take that"
              + " out of " + text(codes) + ", or move the rule up");
    }
  }

  private static boolean holds(Range range, int code) {
    return range.from() <= code && code <= range.to();
  }

  private static String text(Range range) {
    return range.from() == range.to() ? "" + range.from() : range.from() + "-" + range.to();
  }
}
