package dev.skep.model;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A config or secret as the engine reported it, content left out.
 *
 * @param version guards updates of the labels, the only thing that can be updated
 */
public record ObservedPayload(
    DesiredPayload.Kind kind,
    String id,
    long version,
    Instant createdAt,
    String name,
    Map<String, String> labels) {
  public ObservedPayload {
    labels = Map.copyOf(new TreeMap<>(labels));
  }
}
