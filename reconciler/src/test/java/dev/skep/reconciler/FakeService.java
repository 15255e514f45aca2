package dev.skep.reconciler;

import dev.skep.model.ObservedService;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A service in the fake engine's store; {@code iteration} counts the runs of a job mode. */
record FakeService(
    String id,
    long version,
    Instant createdAt,
    Instant updatedAt,
    Tree.Obj spec,
    Optional<Tree.Obj> previous,
    Optional<String> updateState,
    long iteration) {

  String name() {
    return spec.text("Name").orElse("");
  }

  boolean job() {
    return spec.at("Mode", "ReplicatedJob").isPresent()
        || spec.at("Mode", "GlobalJob").isPresent();
  }

  boolean global() {
    return spec.at("Mode", "Global").isPresent();
  }

  long replicas() {
    return spec.at("Mode", "ReplicatedJob").isPresent()
        ? spec.number("Mode", "ReplicatedJob", "TotalCompletions").orElse(1)
        : spec.number("Mode", "Replicated", "Replicas").orElse(1);
  }

  Duration monitor() {
    long nanos = spec.number("UpdateConfig", "Monitor").orElse(0);
    return nanos > 0 ? Duration.ofNanos(nanos) : Duration.ofSeconds(5);
  }

  String failureAction() {
    return spec.text("UpdateConfig", "FailureAction").orElse("pause");
  }

  FakeService in(String state, long newVersion, Instant now) {
    return new FakeService(
        id, newVersion, createdAt, now, spec, previous, Optional.of(state), iteration);
  }

  /** As the engine's own roll-back does: with the spec before, and none before that. */
  FakeService rolledBack(long newVersion, Instant now) {
    return new FakeService(
        id,
        newVersion,
        createdAt,
        now,
        previous.orElse(spec),
        Optional.empty(),
        Optional.of("rollback_started"),
        iteration + 1);
  }

  /** As the engine's update does: forgets the state of the last one, and runs jobs again. */
  FakeService with(Tree.Obj newSpec, long newVersion, Instant now) {
    return new FakeService(
        id,
        newVersion,
        createdAt,
        now,
        newSpec,
        Optional.of(spec),
        Optional.empty(),
        iteration + 1);
  }

  ObservedService observed(int running) {
    return new ObservedService(
        id,
        version,
        createdAt,
        updatedAt,
        spec,
        updateState,
        updateState.map(s -> updatedAt),
        running,
        (int) replicas(),
        job() ? iteration : 0);
  }
}
