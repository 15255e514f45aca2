package dev.skep.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Skep is told of tasks that wait for a node: that they run, and those of a job, its own
 * attempt's or the CLI's, that they are complete. Otherwise nothing that waits for another service would ever be made.
 */
final class StartedTasks {
  private static final Set<String> WAITING = Set.of("new", "allocated", "pending", "assigned");
  private static final Set<String> JOB = Set.of("com.replicated.ephemeral", "dev.skep.job");

  private final EngineApi engine;

  StartedTasks(EngineApi engine) {
    this.engine = engine;
  }

  /** @param answer the engine's, to a request for tasks */
  String of(String answer) {
    var tasks = EngineApi.parsed(answer);
    var jobs = jobs();
    for (var task : tasks) {
      if (!WAITING.contains(task.at("/Status/State").asText())) continue;
      boolean job = jobs.contains(task.path("ServiceID").asText());
      ((ObjectNode) task.get("Status")).put("State", job ? "complete" : "running");
      if (job) ((ObjectNode) task).put("DesiredState", "shutdown");
    }
    return tasks.toString();
  }

  /** @param answer the engine's, to a request for services: those that it updates are up to date */
  static String updates(String answer) {
    var services = EngineApi.parsed(answer);
    for (var service : services) {
      var status = service.path("UpdateStatus");
      if (status.path("State").asText().equals("updating")) {
        ((ObjectNode) status).put("State", "completed");
      }
    }
    return services.toString();
  }

  private Set<String> jobs() {
    return Stream.concat(
            engine.labelled("/services", Holdings.ATTEMPT).stream(),
            engine.labelled("/services", Holdings.NAMESPACE).stream().filter(StartedTasks::job))
        .map(service -> service.path("ID"))
        .map(JsonNode::asText)
        .collect(Collectors.toSet());
  }

  /** As the CLI makes one, to which it is a service like any other. */
  private static boolean job(JsonNode service) {
    var spec = service.path("Spec");
    return spec.path("Mode").has("ReplicatedJob")
        || JOB.stream().anyMatch(l -> spec.path("Labels").path(l).asText().equals("true"));
  }
}
