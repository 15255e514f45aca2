package dev.skep.reconciler;

import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Tree;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * On how many tasks a job runs in one attempt.
 *
 * @param tasks 0: one on every node that suits
 */
record Width(long tasks) {
  static final Width ONE = new Width(1);
  static final Width EVERY_NODE = new Width(0);

  private static final String GLOBAL = "global";
  private static final Comparator<ObservedTask> AGE = Comparator.comparing(ObservedTask::createdAt);

  /** As a service's spec asks for it, also of a service that is not ours. None at all means one. */
  static Width of(Tree.Obj spec) {
    var mode = spec.object("Mode");
    if (mode.at("Global").isPresent() || mode.at("GlobalJob").isPresent()) return EVERY_NODE;
    var completions = mode.number("ReplicatedJob", "TotalCompletions");
    return new Width(
        Math.max(1, mode.number("Replicated", "Replicas").orElse(completions.orElse(1))));
  }

  /** As its label tells of an attempt. */
  static Width of(ObservedService attempt) {
    var text = attempt.label(Labels.TASKS).orElse("1");
    if (text.equals(GLOBAL)) return EVERY_NODE;
    return number(text).stream()
        .filter(n -> n > 1)
        .mapToObj(Width::new)
        .findFirst()
        .orElse(ONE);
  }

  private static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  String text() {
    return equals(EVERY_NODE) ? GLOBAL : Long.toString(tasks);
  }

  /** The first task of each place; those after it only replace it. */
  List<ObservedTask> oldest(List<ObservedTask> tasks) {
    return ofEachPlace(tasks, BinaryOperator.minBy(AGE));
  }

  List<ObservedTask> newest(List<ObservedTask> tasks) {
    return ofEachPlace(tasks, BinaryOperator.maxBy(AGE));
  }

  private List<ObservedTask> ofEachPlace(
      List<ObservedTask> tasks, BinaryOperator<ObservedTask> which) {
    return List.copyOf(tasks.stream()
        .collect(Collectors.toMap(this::place, Function.identity(), which, LinkedHashMap::new))
        .values());
  }

  /** A slot, or the node that takes its place; a job of one task has one place. */
  private String place(ObservedTask task) {
    if (equals(ONE)) return "";
    return equals(EVERY_NODE) ? task.nodeId().orElse(task.id()) : Long.toString(task.slot());
  }
}
