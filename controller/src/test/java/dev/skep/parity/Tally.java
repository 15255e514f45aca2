package dev.skep.parity;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What came of all files, for people. */
final class Tally {
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

  void add(StackFile file, Outcome outcome) {
    outcomes.put(file.title(), outcome);
  }

  /** In short. */
  String counted() {
    var out = new StringBuilder();
    row(out, "files", outcomes.size());
    row(out, "deployed by both", count(Outcome.Deployed.class));
    row(out, "  differences", mistakes());
    meant().forEach((d, n) -> row(out, "  meant", n).insert(out.length() - 1, "  " + d.row()));
    row(out, "newer Compose, only Skep takes it", count(Outcome.OnlySkep.class));
    row(out, "only the CLI takes it", count(Outcome.OnlyCli.class));
    row(out, "refused by both", count(Outcome.RefusedByBoth.class));
    return out.toString();
  }

  /** What each said of what it refused. */
  String refusals() {
    var out = new StringBuilder();
    outcomes.forEach((file, outcome) -> {
      switch (outcome) {
        case Outcome.Deployed d -> {}
        case Outcome.OnlyCli o -> said(out, file, "takes it", o.skep());
        case Outcome.OnlySkep o -> said(out, file, o.cli(), "takes it");
        case Outcome.RefusedByBoth r -> said(out, file, r.cli(), r.skep());
      }
    });
    return out.toString();
  }

  private static StringBuilder row(StringBuilder out, String words, long count) {
    return out.append("%-34s%5d%n".formatted(words, count));
  }

  private static void said(StringBuilder out, String file, String cli, String skep) {
    out.append("%s%n    CLI   %s%n    Skep  %s%n".formatted(file, cli, skep.strip()));
  }

  private long count(Class<? extends Outcome> kind) {
    return outcomes.values().stream().filter(kind::isInstance).count();
  }

  private long mistakes() {
    return outcomes.values().stream()
        .mapToLong(o -> o instanceof Outcome.Deployed d ? d.mistakes().size() : 0)
        .sum();
  }

  private Map<Deliberate, Long> meant() {
    var out = new EnumMap<Deliberate, Long>(Deliberate.class);
    for (var outcome : outcomes.values()) {
      if (outcome instanceof Outcome.Deployed deployed) {
        deployed.meant().forEach((d, n) -> out.merge(d, n, Long::sum));
      }
    }
    return out;
  }
}
