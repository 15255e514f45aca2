package dev.skep.reconciler;

import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import io.vavr.control.Either;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What an attempt has written, as the engine tells it. Where several tasks have, one after the
 * other, each with as many lines as any other, and each line says whose it is: {@code 2@worker-1 |}
 * or {@code worker-1 |}.
 */
final class AttemptLog {
  private AttemptLog() {}

  /**
   * @param most lines of all
   * @param mask hides secrets, of which one may go over several lines of one task
   */
  static Either<SwarmFault, List<String>> of(
      Swarm swarm, ObservedService attempt, int most, UnaryOperator<List<String>> mask) {
    var width = Width.of(attempt);
    if (width.equals(Width.ONE)) return swarm.serviceLog(attempt.id(), most).map(mask);
    return swarm
        .tasksOf(Set.of(attempt.id()))
        .flatMap(tasks -> swarm.nodes().flatMap(nodes -> {
          var real = width.oldest(tasks).stream()
              .filter(t -> t.containerId().isPresent())
              .toList();
          if (real.size() < 2) return swarm.serviceLog(attempt.id(), most).map(mask);
          return swarm
              .taskLogs(attempt.id(), Math.max(1, most / real.size()))
              .map(logs -> joined(names(real, nodes), logs, mask));
        }));
  }

  /** By task, in the order in which they are told. */
  private static List<Map.Entry<String, String>> names(
      List<ObservedTask> tasks, List<ObservedNode> nodes) {
    var hosts = nodes.stream().collect(Collectors.toMap(ObservedNode::id, ObservedNode::hostname));
    return tasks.stream()
        .sorted(Comparator.comparing(ObservedTask::slot)
            .thenComparing(t -> t.nodeId().orElse("")))
        .map(t -> {
          var node = t.nodeId().map(id -> hosts.getOrDefault(id, id)).orElse("");
          return Map.entry(t.id(), t.slot() == 0 ? node : t.slot() + "@" + node);
        })
        .toList();
  }

  private static List<String> joined(
      List<Map.Entry<String, String>> names,
      Map<String, List<String>> logs,
      UnaryOperator<List<String>> mask) {
    return names.stream()
        .flatMap(task -> mask.apply(logs.getOrDefault(task.getKey(), List.of())).stream()
            .map(line -> task.getValue() + " | " + line))
        .toList();
  }
}
