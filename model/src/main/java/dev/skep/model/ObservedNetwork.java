package dev.skep.model;

import java.util.Map;

/** A network as the engine reported it; {@code scope} is swarm, local or global. */
public record ObservedNetwork(String id, String name, String scope, Map<String, String> labels) {
  public ObservedNetwork {
    labels = Map.copyOf(labels);
  }
}
