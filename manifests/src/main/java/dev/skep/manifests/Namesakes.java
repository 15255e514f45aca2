package dev.skep.manifests;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Stacks of one name. None of them is used: each would take what the others have for its own. */
final class Namesakes {
  private Namesakes() {}

  /** A problem for each stack that shares its name, by where the stack is. */
  static Map<Path, List<Problem>> of(Map<Path, Rendered> stacks) {
    var out = new LinkedHashMap<Path, List<Problem>>();
    var first = new LinkedHashMap<String, Path>();
    stacks.forEach((at, stack) -> {
      // Swarm takes names that differ only in case for the same.
      var other = first.putIfAbsent(stack.stack().name().toLowerCase(Locale.ROOT), at);
      if (other == null) return;
      out.putIfAbsent(other, problem(stacks.get(other), stack));
      out.put(at, problem(stack, stacks.get(other)));
    });
    return out;
  }

  private static List<Problem> problem(Rendered stack, Rendered other) {
    return List.of(new Problem(
        Problem.Severity.ERROR,
        stack.named(),
        "the stack name " + Problems.quote(stack.stack().name()) + " is also that of "
            + other.named() + "; none of them is used, rename one"));
  }
}
