package dev.skep.manifests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks {@code spec.dependsOn} of all stacks against each other. */
final class StackDependencies {
  /** A stack as others see it. */
  private record Node(Path at, Map<String, Place> on) {}

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<Path, List<Problem>> problems = new LinkedHashMap<>();

  private StackDependencies() {}

  /**
   * The problems of each stack, by where it is.
   *
   * @param documents of stacks that have one, by where they are
   * @param broken names of stacks that exist and cannot be used now
   * @param all whether stacks that are not here do not exist
   */
  static Map<Path, List<Problem>> check(
      Map<Path, Rendered> stacks,
      Map<Path, StackDocument> documents,
      Set<String> broken,
      boolean all) {
    var check = new StackDependencies();
    stacks.forEach((at, stack) -> {
      var document = documents.get(at);
      var on = document == null ? Map.<String, Place>of() : document.places().dependsOn();
      check.nodes.put(stack.stack().name(), new Node(at, on));
    });
    if (all) check.unknown(broken);
    check.rings();
    return check.problems;
  }

  private void unknown(Set<String> broken) {
    var known = new LinkedHashSet<>(nodes.keySet());
    known.addAll(broken);
    nodes
        .values()
        .forEach(node -> node.on().forEach((name, place) -> {
          if (known.contains(name)) return;
          problem(
              node,
              place,
              "there is no stack " + Problems.quote(name)
                  + Suggest.nearest(name, known)
                      .map(near -> "; did you mean " + near + "?")
                      .orElse("; delete it"));
        }));
  }

  /** Each stack of a ring is refused, at the arrow that leads on. */
  private void rings() {
    var on = new LinkedHashMap<String, Set<String>>();
    nodes.forEach((name, node) -> {
      var known = new LinkedHashSet<>(node.on().keySet());
      known.retainAll(nodes.keySet());
      on.put(name, known);
    });
    for (var ring : Rings.of(on)) {
      for (int i = 0; i + 1 < ring.size(); i++) {
        var node = nodes.get(ring.get(i));
        problem(
            node,
            node.on().get(ring.get(i + 1)),
            "a cycle, " + Rings.shown(ring)
                + "; none of them could ever start, take one arrow away");
      }
    }
  }

  private void problem(Node node, Place place, String message) {
    problems
        .computeIfAbsent(node.at(), at -> new ArrayList<>())
        .add(new Problem(Problem.Severity.ERROR, place, "spec.dependsOn: " + message));
  }
}
