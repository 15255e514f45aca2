package dev.skep.reconciler;

import dev.skep.model.Tree;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which nodes a task may run on, and which of them is chosen. */
final class FakePlacement {
  private static final Pattern CONSTRAINT =
      Pattern.compile("\\s*([^=!\\s]+)\\s*(==|!=)\\s*(\\S.*)");

  private FakePlacement() {}

  static boolean wellFormed(String constraint) {
    return CONSTRAINT.matcher(constraint).matches();
  }

  static boolean matches(Tree.Obj taskTemplate, FakeState.Node node) {
    return taskTemplate.array("Placement", "Constraints").stream()
        .filter(Tree.Str.class::isInstance)
        .allMatch(c -> holds(((Tree.Str) c).value(), node));
  }

  private static boolean holds(String constraint, FakeState.Node node) {
    var parts = CONSTRAINT.matcher(constraint);
    if (!parts.matches()) return false;
    var key = parts.group(1);
    var actual = switch (key) {
      case "node.id" -> node.seen().id();
      case "node.hostname" -> node.seen().hostname();
      case "node.role" -> "manager";
      default ->
        key.startsWith("node.labels.")
            ? node.labels().getOrDefault(key.substring("node.labels.".length()), "")
            : "";
    };
    return actual.equalsIgnoreCase(parts.group(3).strip()) == parts.group(2).equals("==");
  }

  /** The matching node with the fewest tasks; a global service's slot names its node. */
  static Optional<FakeState.Node> choose(
      FakeTask task, FakeState state, Map<String, Integer> load) {
    return eligible(task.spec(), state).stream()
        .filter(n -> !task.slot().startsWith("node:")
            || task.slot().equals("node:" + n.seen().id()))
        .min(Comparator.comparingInt(
                (FakeState.Node n) -> load.getOrDefault(n.seen().id(), 0))
            .thenComparing(n -> n.seen().id()));
  }

  static List<FakeState.Node> eligible(Tree.Obj taskTemplate, FakeState state) {
    return state
        .nodes
        .values()
        .filter(n -> n.takesTasks() && matches(taskTemplate, n))
        .toJavaList();
  }
}
