package dev.skep.parity;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

/** What came of some files, for people. */
final class Tally {
  private final Map<StackFile, Outcome> outcomes = new LinkedHashMap<>();
  private final String of;
  private int tried;
  private int rolled;

  Tally(String of) {
    this.of = of;
  }

  /** Whether there were any. */
  boolean any() {
    return !outcomes.isEmpty() || tried > 0;
  }

  void add(StackFile file, Outcome outcome) {
    outcomes.put(file, outcome);
  }

  /** Counts a file of which a config changes, and whether that went well. */
  void rolling(Executable file) throws Throwable {
    tried++;
    file.execute();
    rolled++;
  }

  /** In short. */
  String counted() {
    var out = new StringBuilder();
    row(out, of, outcomes.size());
    row(out, "deployed by both", count(Outcome.Deployed.class));
    row(out, "  differences", mistakes());
    meant().forEach((d, n) -> row(out, "  meant", n).insert(out.length() - 1, "  " + d.row()));
    row(out, "  adopted, no task restarted", adopted(true));
    row(out, "  adopted, restarts as meant", adopted(false));
    if (tried > 0) {
      row(out, "  with a config that changes", tried);
      row(out, "    rolls its users, and back", rolled);
    }
    row(out, "newer Compose, only Skep takes it", count(Outcome.OnlySkep.class));
    row(out, "only the CLI takes it", count(Outcome.OnlyCli.class));
    row(out, "refused by both", count(Outcome.RefusedByBoth.class));
    row(out, "  for what fills another form", refusals().incomplete());
    row(out, "  real errors", refusals().errors());
    return out.toString();
  }

  /** What each said of what it refused. */
  Refusals refusals() {
    return new Refusals(outcomes);
  }

  private static StringBuilder row(StringBuilder out, String words, long count) {
    return out.append("%-34s%5d%n".formatted(words, count));
  }

  private long count(Class<? extends Outcome> kind) {
    return outcomes.values().stream().filter(kind::isInstance).count();
  }

  private long mistakes() {
    return outcomes.values().stream()
        .mapToLong(o -> o instanceof Outcome.Deployed d ? d.mistakes().size() : 0)
        .sum();
  }

  private long adopted(boolean unchanged) {
    return outcomes.values().stream()
        .filter(o -> o instanceof Outcome.Deployed d
            && d.adopted().well()
            && d.adopted().meant().isEmpty() == unchanged)
        .count();
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
