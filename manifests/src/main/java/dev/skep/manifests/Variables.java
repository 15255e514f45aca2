package dev.skep.manifests;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values that variables have in files that belong together. */
final class Variables {
  private static final long MOST_TEXT = 16L << 20;

  private final Map<String, String> values;
  private final Optional<Variables> above;
  private final boolean strict;
  private final Problems problems;
  private final Set<String> unset;
  private final Budget budget;

  Variables(Map<String, String> values, boolean strict, Problems problems) {
    this.values = values;
    this.above = Optional.empty();
    this.strict = strict;
    this.problems = problems;
    this.unset = new HashSet<>();
    this.budget = new Budget("the variables expand to more than 16 MiB of text", MOST_TEXT);
  }

  private Variables(Map<String, String> values, Variables above) {
    this.values = values;
    this.above = Optional.of(above);
    this.strict = above.strict;
    this.problems = above.problems;
    this.unset = above.unset;
    this.budget = above.budget;
  }

  /** These, and below them defaults for what they do not say. */
  Variables over(Map<String, String> defaults) {
    return new Variables(defaults, this);
  }

  /** Null if it is not set. */
  String get(String name) {
    var value = above.map(v -> v.get(name)).orElse(null);
    return value == null ? values.get(name) : value;
  }

  /** Empty if it is not set, which is told once for each variable. */
  String value(String name, Place place) {
    var value = get(name);
    if (value == null && unset.add(name)) {
      var message = "the variable " + name + " is not set";
      var mend = "give it a value, or write a default, ${" + name + ":-default}";
      if (strict) problems.error(place, message + "; " + mend);
      else problems.warning(place, message + " and stands for an empty text; " + mend);
    }
    return value == null ? "" : value;
  }

  boolean spend(long characters, Place place) {
    return budget.spend(characters, place, problems);
  }

  boolean spent() {
    return budget.spent();
  }
}
