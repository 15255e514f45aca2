package dev.skep.parity;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What of a stack is at work.
 *
 * @param services by name; of each what its tasks are made from, how many are wanted, and their ids
 */
record AtWork(Map<String, JsonNode> services) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The engine makes tasks some time after their service. */
  static AtWork settled(EngineApi engine) {
    return await("tasks")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .pollDelay(Duration.ZERO)
        .until(() -> read(engine), AtWork::whole);
  }

  private boolean whole() {
    return services.values().stream()
        .allMatch(s -> s.path("Tasks").size() >= s.path("Wanted").asInt());
  }

  private static AtWork read(EngineApi engine) {
    var tasks = engine.list("/tasks").stream()
        .collect(Collectors.groupingBy(
            task -> task.path("ServiceID").asText(),
            Collectors.mapping(
                task -> task.path("ID").asText(), Collectors.toCollection(TreeSet::new))));
    var out = new TreeMap<String, JsonNode>();
    for (var label : List.of(Holdings.NAMESPACE, Holdings.ATTEMPT)) {
      for (var service : engine.labelled("/services", label)) {
        var made = EngineApi.JSON.createObjectNode();
        made.set("TaskTemplate", service.at("/Spec/TaskTemplate"));
        // There is no node for tasks that run on all.
        made.put("Wanted", service.at("/Spec/Mode/Replicated/Replicas").asInt());
        made.putPOJO("Tasks", tasks.getOrDefault(service.path("ID").asText(), new TreeSet<>()));
        out.put(service.at("/Spec/Name").asText(), EngineApi.parsed(made.toString()));
      }
    }
    return new AtWork(out);
  }

  /** What restarted since, or came or went. */
  List<Difference> differences(AtWork later) {
    var names = new TreeSet<>(services.keySet());
    names.addAll(later.services.keySet());
    return names.stream()
        .flatMap(n ->
            Difference.between("tasks of " + n, services.get(n), later.services.get(n)).stream())
        .toList();
  }

  /** The services that are not the same any more. */
  Set<String> changed(AtWork later) {
    return services.keySet().stream()
        .filter(name -> !services.get(name).equals(later.services.get(name)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The services that use one of these configs and secrets. */
  Set<String> users(Set<String> payloads) {
    return services.entrySet().stream()
        .filter(e -> uses(e.getValue(), payloads))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean uses(JsonNode service, Set<String> payloads) {
    var container = service.at("/TaskTemplate/ContainerSpec");
    for (var config : container.path("Configs")) {
      if (payloads.contains(config.path("ConfigName").asText())) return true;
    }
    for (var secret : container.path("Secrets")) {
      if (payloads.contains(secret.path("SecretName").asText())) return true;
    }
    return false;
  }
}
