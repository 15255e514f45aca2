package dev.skep.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A config or secret as the engine reported it, content left out.
 *
 * @param version guards updates of the labels, the only thing that can be updated
 * @param extra as {@link DesiredPayload#extra}
 * @param content the hash of what it holds, as {@link DesiredPayload#hash} makes it; of configs that
 *     are to be adopted alone
 */
public record ObservedPayload(
    DesiredPayload.Kind kind,
    String id,
    long version,
    Instant createdAt,
    String name,
    Map<String, String> labels,
    Tree.Obj extra,
    Optional<String> content) {
  public ObservedPayload(
      DesiredPayload.Kind kind,
      String id,
      long version,
      Instant createdAt,
      String name,
      Map<String, String> labels,
      Tree.Obj extra) {
    this(kind, id, version, createdAt, name, labels, extra, Optional.empty());
  }

  public ObservedPayload {
    labels = Map.copyOf(new TreeMap<>(labels));
  }

  /** The same, when it was read what it holds. */
  public ObservedPayload holding(byte[] bytes) {
    var hash = DesiredPayload.hash(bytes, extra);
    return new ObservedPayload(
        kind, id, version, createdAt, name, labels, extra, Optional.of(hash));
  }
}
