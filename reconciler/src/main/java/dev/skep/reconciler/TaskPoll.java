package dev.skep.reconciler;

import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import io.vavr.control.Either;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Asks whether attempts that may run have moved since the last look. The engine announces nothing
 * of tasks, so this is asked often, and is one short call. Nothing follows from the answer but that
 * it is time to look: what has become of an attempt, a look decides.
 *
 * <p>Thread-safe.
 */
final class TaskPoll {
  /** What attempt services may have in common, from the widest to the narrowest. */
  private static final List<String> IDENTITY =
      List.of(Labels.STACK, Labels.JOB, Labels.RUN, Labels.ATTEMPT);

  private record Watched(ObservedService service, Set<ObservedTask> tasks) {
    String stack() {
      return service.label(Labels.STACK).orElse("");
    }
  }

  private final Swarm swarm;
  private final String owner;
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private volatile Map<String, Watched> seen = Map.of();

  TaskPoll(Swarm swarm, String owner) {
    this.swarm = swarm;
    this.owner = owner;
  }

  /** A look has seen this: what is asked from now on is whether it is still so. */
  void looked(Observation observation) {
    var watched = new HashMap<String, Watched>();
    for (var service : observation.attemptServices()) {
      var before = seen.get(service.id());
      if (!observation.scope().holds(service.label(Labels.STACK).orElse(""))) {
        if (before != null) watched.put(service.id(), before);
        continue;
      }
      var tasks = observation.tasksOf(service.id());
      boolean started = AttemptSpec.begun(service);
      boolean over = !tasks.isEmpty() && tasks.stream().allMatch(t -> t.state().terminal());
      if (started && !over) watched.put(service.id(), new Watched(service, Set.copyOf(tasks)));
    }
    seen = Map.copyOf(watched);
  }

  /** Whether, by the last pass of a stack, an attempt of its jobs may run. */
  void passed(String stack, boolean live) {
    if (live) running.add(stack);
    else running.remove(stack);
  }

  /** Whether there is anything to ask for. */
  boolean needed() {
    return !watched().isEmpty();
  }

  /** The stacks for whose sake it is asked. */
  Set<String> stacks() {
    return watched().stream().map(Watched::stack).collect(Collectors.toSet());
  }

  /** The stacks whose attempts are not as they were seen. */
  Either<SwarmFault, Set<String>> moved() {
    var watched = watched();
    if (watched.isEmpty()) return Either.right(Set.of());
    return swarm.tasks(filter(watched)).map(tasks -> {
      var now = tasks.stream()
          .collect(Collectors.groupingBy(ObservedTask::serviceId, Collectors.toSet()));
      return watched.stream()
          .filter(w -> !now.getOrDefault(w.service().id(), Set.of()).equals(w.tasks()))
          .map(Watched::stack)
          .collect(Collectors.toSet());
    });
  }

  private List<Watched> watched() {
    return seen.values().stream().filter(w -> running.contains(w.stack())).toList();
  }

  /** As narrow as possible: attempts that are long over are kept for days. */
  private Map<String, String> filter(List<Watched> watched) {
    var out = new TreeMap<>(Map.of(Labels.OWNER, owner, Labels.KIND, "attempt"));
    for (var key : IDENTITY) {
      var values = watched.stream().map(w -> w.service().label(key)).collect(Collectors.toSet());
      if (values.size() == 1) values.iterator().next().ifPresent(v -> out.put(key, v));
    }
    return out;
  }
}
