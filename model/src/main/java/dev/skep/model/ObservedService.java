package dev.skep.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A service as the engine reported it.
 *
 * @param version guards updates: an update at an older version is refused
 * @param spec as stored, with the engine's defaults filled in
 * @param updateState {@code UpdateStatus.State}: updating, paused, completed, rollback_…; empty
 *     before the first update
 * @param updateStartedAt when the update, or roll-back, that the state speaks of began
 * @param runningTasks tasks running now
 * @param desiredTasks tasks that should run
 * @param iteration counts the runs of an engine's job mode, from 0; 0 for every other service
 */
public record ObservedService(
    String id,
    long version,
    Instant createdAt,
    Instant updatedAt,
    Tree.Obj spec,
    Optional<String> updateState,
    Optional<Instant> updateStartedAt,
    int runningTasks,
    int desiredTasks,
    long iteration) {

  /** A service of no job mode. */
  public ObservedService(
      String id,
      long version,
      Instant createdAt,
      Instant updatedAt,
      Tree.Obj spec,
      Optional<String> updateState,
      Optional<Instant> updateStartedAt,
      int runningTasks,
      int desiredTasks) {
    this(
        id,
        version,
        createdAt,
        updatedAt,
        spec,
        updateState,
        updateStartedAt,
        runningTasks,
        desiredTasks,
        0);
  }

  public String name() {
    return spec.text("Name").orElse("");
  }

  public Map<String, String> labels() {
    return spec.strings("Labels");
  }

  public Optional<String> label(String key) {
    return spec.object("Labels").text(key);
  }

  /** The engine took its last update back, by itself or because a person told it to. */
  public boolean rolledBack() {
    return updateState.filter(s -> s.startsWith("rollback_")).isPresent();
  }

  /** Replicas of a replicated service; empty for the other modes. */
  public Optional<Long> replicas() {
    if (spec.at("Mode", "Replicated").isEmpty()) return Optional.empty();
    return Optional.of(spec.number("Mode", "Replicated", "Replicas").orElse(0));
  }
}
