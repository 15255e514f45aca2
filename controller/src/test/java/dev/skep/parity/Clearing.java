package dev.skep.parity;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/** Takes everything off a Swarm that was made for a file. */
final class Clearing {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final EngineApi engine;

  Clearing(EngineApi engine) {
    this.engine = engine;
  }

  /** The stack, and what Skep remembers of it: the next file would be its next revision. */
  void stack() {
    var labels = List.of(Holdings.NAMESPACE, Holdings.ATTEMPT, "dev.skep.owner=" + StackFile.STACK);
    labels.forEach(label -> remove("/services", label));
    labels.forEach(label -> remove("/networks", label));
    labels.forEach(label -> remove("/configs", label));
    labels.forEach(label -> remove("/secrets", label));
  }

  void externals() {
    for (var kind : List.of("/networks", "/configs", "/secrets")) remove(kind, Externals.LABEL);
  }

  /** Networks are free only some time after their services. */
  private void remove(String collection, String label) {
    await(collection + " with " + label)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .pollDelay(Duration.ZERO)
        .until(() -> {
          var left = engine.labelled(collection, label);
          left.forEach(found -> engine.delete(collection + "/" + id(found)));
          return left.isEmpty();
        });
  }

  private static String id(JsonNode found) {
    return found.path("ID").asText(found.path("Id").asText());
  }
}
