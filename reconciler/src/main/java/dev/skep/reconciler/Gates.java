package dev.skep.reconciler;

import dev.skep.model.DependsOn;
import dev.skep.model.DesiredService;
import java.util.Map;
import java.util.Optional;

/**
 * Whether what a service depends on is there. A gate holds changes only: what already runs at the
 * wanted revision is left alone when a dependency falters later.
 */
final class Gates {
  private final Optional<Gate> all;
  private final Map<String, ServiceStanding> services;
  private final Map<String, JobState> jobs;

  /** What a gate needs to know of a job. */
  record JobState(boolean succeeded, boolean begun) {}

  /**
   * @param all holds every change of the stack
   */
  Gates(Optional<Gate> all, Map<String, ServiceStanding> services, Map<String, JobState> jobs) {
    this.all = all;
    this.services = services;
    this.jobs = jobs;
  }

  /** The first dependency that is not satisfied, if any. */
  Optional<Gate> of(DesiredService service) {
    return all.or(() -> service.dependsOn().entrySet().stream()
        .flatMap(d -> closed(d.getKey(), d.getValue()).stream())
        .findFirst());
  }

  private Optional<Gate> closed(String name, DependsOn condition) {
    var job = jobs.get(name);
    if (job != null) {
      boolean open =
          condition == DependsOn.SERVICE_COMPLETED_SUCCESSFULLY ? job.succeeded() : job.begun();
      var waitsFor = "job/" + name;
      return open ? Optional.empty() : Optional.of(Gate.waiting(waitsFor, "waits for " + waitsFor));
    }
    var service = services.get(name);
    if (service == null) return Optional.empty();
    boolean open = switch (condition) {
      case SERVICE_STARTED -> service.started();
      // Swarm calls a task running only once its health check has passed.
      case SERVICE_HEALTHY -> service.healthy();
      case SERVICE_COMPLETED_SUCCESSFULLY -> false;
    };
    if (open) return Optional.empty();
    var word = condition == DependsOn.SERVICE_HEALTHY ? "healthy" : "running";
    return Optional.of(
        Gate.waiting("service/" + name, "waits for service/" + name + " to be " + word));
  }
}
