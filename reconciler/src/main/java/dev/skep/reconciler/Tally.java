package dev.skep.reconciler;

import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedTask;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tasks of an attempt, counted and seen as one: as the one that decides, which speaks for those
 * that say the same. Where there is only one task, it is that one itself. Pure.
 *
 * @param task the times are those of all, and its words begin with how many of how many say so
 * @param counts how many tasks say what
 */
record Tally(Says says, ObservedTask task, Map<Says, Long> counts) {

  /**
   * @param tasks one for each place; at least one
   */
  static Tally of(
      List<ObservedTask> tasks,
      Function<ObservedTask, Says> says,
      Function<Optional<String>, Optional<ObservedNode>> node) {
    var byWord = tasks.stream().collect(Collectors.groupingBy(says));
    var first = byWord.keySet().stream().min(Comparator.naturalOrder()).orElseThrow();
    var same = byWord.get(first);
    var counts = tasks.stream().collect(Collectors.groupingBy(says, Collectors.counting()));
    var chosen = same.stream().min(order(first, node)).orElseThrow();
    return new Tally(
        first, tasks.size() == 1 ? chosen : speaking(chosen, first, same, tasks), counts);
  }

  private static Comparator<ObservedTask> order(
      Says says, Function<Optional<String>, Optional<ObservedNode>> node) {
    var age = Comparator.comparing(ObservedTask::since).thenComparing(ObservedTask::id);
    return switch (says) {
      // What it waits for is of more use than that it waits.
      case WAITS ->
        Comparator.comparing((ObservedTask t) -> t.error().isEmpty()).thenComparing(age);
      // A node that is only not heard of yet may still tell; else the one that went last counts.
      case AWAY ->
        Comparator.comparing((ObservedTask t) ->
                node.apply(t.nodeId()).filter(ObservedNode::givenUp).isPresent())
            .thenComparing(
                t -> node.apply(t.nodeId()).map(ObservedNode::updatedAt).orElse(Instant.MIN),
                Comparator.reverseOrder())
            .thenComparing(age);
      case RUNS,
          VANISHED,
          LOST,
          STOPPED,
          FAILED_FOR_GOOD,
          FAILED,
          NOT_STARTED,
          IGNORED,
          CALLED_SUCCESS,
          COMPLETE -> age;
    };
  }

  private static ObservedTask speaking(
      ObservedTask task, Says says, List<ObservedTask> same, List<ObservedTask> all) {
    var count = same.size() + " of " + all.size() + " tasks: ";
    var wanted = same.stream().filter(ObservedTask::wanted).findFirst().orElse(task);
    var made = all.stream().map(ObservedTask::createdAt).min(Instant::compareTo).orElseThrow();
    var ended = all.stream().map(ObservedTask::since).max(Instant::compareTo).orElseThrow();
    return new ObservedTask(
        task.id(),
        task.serviceId(),
        task.nodeId(),
        task.state(),
        wanted.desiredState(),
        count + task.message(),
        task.error().map(e -> count + e),
        task.exitCode(),
        task.containerId(),
        made,
        says.over() ? ended : task.since(),
        task.spec(),
        task.slot(),
        task.iteration());
  }

  long count(Says what) {
    return counts.getOrDefault(what, 0L);
  }

  long all() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How far they are, such as {@code 3 of 5 tasks run, 1 done, 1 to begin}. */
  String progress() {
    long done = counts.entrySet().stream()
        .filter(e -> e.getKey().over())
        .mapToLong(Map.Entry::getValue)
        .sum();
    var out = new StringBuilder(count(Says.RUNS) + " of " + all() + " tasks run");
    if (done > 0) out.append(", ").append(done).append(" done");
    if (count(Says.WAITS) > 0) out.append(", ").append(count(Says.WAITS)).append(" to begin");
    if (count(Says.AWAY) > 0) out.append(", ").append(count(Says.AWAY)).append(" not heard of");
    return out.toString();
  }

  /** No container of any task ever ran. */
  boolean nothingRan() {
    return count(Says.NOT_STARTED) == all();
  }
}
