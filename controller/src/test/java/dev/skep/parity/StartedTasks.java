package dev.skep.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Skep is told of tasks that wait for a node: that they run, and those of a job's attempt that
 * they are complete. Otherwise nothing that waits for another service would ever be made.
 */
final class StartedTasks {
  private static final Set<String> WAITING = Set.of("new", "allocated", "pending", "assigned");

  private final EngineApi engine;

  StartedTasks(EngineApi engine) {
    this.engine = engine;
  }

  /** @param answer the engine's, to a request for tasks */
  String of(String answer) {
    var tasks = EngineApi.parsed(answer);
    var attempts = attempts();
    for (var task : tasks) {
      if (!WAITING.contains(task.at("/Status/State").asText())) continue;
      boolean attempt = attempts.contains(task.path("ServiceID").asText());
      ((ObjectNode) task.get("Status")).put("State", attempt ? "complete" : "running");
      if (attempt) ((ObjectNode) task).put("DesiredState", "shutdown");
    }
    return tasks.toString();
  }

  private Set<String> attempts() {
    return engine.labelled("/services", Holdings.ATTEMPT).stream()
        .map(service -> service.path("ID"))
        .map(JsonNode::asText)
        .collect(Collectors.toSet());
  }
}
