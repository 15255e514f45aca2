package dev.skep.manifests;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The values that variables of one load have. */
final class Variables {
  private static final long MOST_TEXT = 16L << 20;

  private final Map<String, String> values;
  private final boolean strict;
  private final Problems problems;
  private final Set<String> unset = new HashSet<>();
  private final Budget budget =
      new Budget("the variables expand to more than 16 MiB of text", MOST_TEXT);

  Variables(LoadRequest request, Problems problems) {
    this.values = request.variables();
    this.strict = request.strict();
    this.problems = problems;
  }

  /** Null if it is not set. */
  String get(String name) {
    return values.get(name);
  }

  /** Empty if it is not set, which is told once for each variable. */
  String value(String name, Place place) {
    var value = values.get(name);
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
