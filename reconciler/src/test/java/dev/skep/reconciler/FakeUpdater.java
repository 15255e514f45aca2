package dev.skep.reconciler;

import dev.skep.model.TaskState;
import java.time.Instant;
import java.util.Optional;

/** Follows an update to its end, and undoes or pauses it as its policy says. */
final class FakeUpdater {
  private final FakeState state;
  private final Instant now;

  FakeUpdater(FakeState state, Instant now) {
    this.state = state;
    this.now = now;
  }

  static boolean going(String updateState) {
    return updateState.equals("updating") || updateState.equals("rollback_started");
  }

  /** The service in its new state of update, if that changed. */
  Optional<FakeService> follow(String serviceId) {
    var service = state.services.get(serviceId).get();
    var current = service.updateState().orElse("");
    if (!going(current)) return Optional.empty();
    var fresh = state.tasksOf(serviceId).stream()
        .filter(t -> !t.createdAt().isBefore(service.updatedAt())
            && t.spec().equals(service.spec().object("TaskTemplate")))
        .toList();
    var ended = fresh.stream().anyMatch(t -> t.state().terminal());
    var settled = fresh.stream().allMatch(t -> t.state().terminal() || settled(t, service));
    boolean back = current.equals("rollback_started");
    if (ended && !service.failureAction().equals("continue"))
      return Optional.of(failed(service, back));
    if (!settled) return Optional.empty();
    return Optional.of(
        store(service.in(back ? "rollback_completed" : "completed", ++state.index, now)));
  }

  private boolean settled(FakeTask task, FakeService service) {
    return task.state() == TaskState.RUNNING && !now.isBefore(task.since().plus(service.monitor()));
  }

  /** Any end of a fresh task counts as a failure, a good one too. */
  private FakeService failed(FakeService service, boolean back) {
    if (back) return store(service.in("rollback_paused", ++state.index, now));
    if (service.failureAction().equals("rollback") && service.previous().isPresent())
      return store(service.rolledBack(++state.index, now));
    return store(service.in("paused", ++state.index, now));
  }

  private FakeService store(FakeService service) {
    state.put(service);
    return service;
  }
}
