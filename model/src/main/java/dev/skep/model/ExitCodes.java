package dev.skep.model;

import java.util.List;

/** Ordered rules on exit codes; the first that names a code decides. */
public record ExitCodes(List<Rule> rules) {
  public static final ExitCodes NONE = new ExitCodes(List.of());

  /** What a failed attempt with a certain exit code means. */
  public enum Effect {
    /** The run has failed, whatever is left of its attempts. */
    FAIL,
    /** Tried again, and not counted. */
    IGNORE,
    /** Counted, as without a rule. */
    COUNT,
    /** The work is done. */
    SUCCESS
  }

  /** From one code to another, both included. */
  public record Range(int from, int to) {
    public Range {
      if (from < 1 || to > 255 || to < from) {
        throw new IllegalArgumentException("no range of exit codes: " + from + "-" + to);
      }
    }
  }

  public record Rule(Effect effect, List<Range> codes) {
    public Rule {
      codes = List.copyOf(codes);
    }
  }

  public ExitCodes {
    rules = List.copyOf(rules);
  }

  public Effect of(int code) {
    return rules.stream()
        .filter(r -> r.codes().stream().anyMatch(c -> c.from() <= code && code <= c.to()))
        .findFirst()
        .map(Rule::effect)
        .orElse(Effect.COUNT);
  }
}
