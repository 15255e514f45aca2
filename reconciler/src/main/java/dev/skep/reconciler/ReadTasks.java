package dev.skep.reconciler;

import dev.skep.model.ObservedTask;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tasks as far as they were read: a Swarm has many thousands of them, and of services that are
 * known to be well nobody asks.
 *
 * @param services whose tasks these are all of, by id
 * @param tasks by service
 */
record ReadTasks(Set<String> services, Map<String, List<ObservedTask>> tasks) {
  static final ReadTasks NONE = new ReadTasks(Set.of(), Map.of());

  static ReadTasks of(Set<String> services, Collection<ObservedTask> tasks) {
    return new ReadTasks(
        Set.copyOf(services),
        tasks.stream().collect(Collectors.groupingBy(ObservedTask::serviceId)));
  }

  boolean of(String service) {
    return services.contains(service);
  }

  List<ObservedTask> all(String service) {
    return tasks.getOrDefault(service, List.of());
  }
}
