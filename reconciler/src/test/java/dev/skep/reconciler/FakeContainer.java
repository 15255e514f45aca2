package dev.skep.reconciler;

import dev.skep.model.Tree;
import java.time.Instant;
import java.util.Optional;

/**
 * A container that the fake engine ran: the truth, whatever the task's record says and even when it
 * is gone.
 *
 * @param ends when it ends or ended; empty while it runs for ever
 */
public record FakeContainer(
    String taskId,
    String serviceId,
    String slot,
    Tree.Obj service,
    Instant started,
    Optional<Instant> ends) {

  public String serviceName() {
    return service.text("Name").orElse("");
  }

  public Optional<String> label(String key) {
    return service.object("Labels").text(key);
  }

  public boolean runsAt(Instant time) {
    return !started.isAfter(time) && ends.map(time::isBefore).orElse(true);
  }

  public boolean overlaps(FakeContainer other) {
    return runsAt(other.started) || other.runsAt(started);
  }

  FakeContainer endingBy(Instant time) {
    var end = ends.filter(e -> e.isBefore(time)).orElse(time);
    return new FakeContainer(taskId, serviceId, slot, service, started, Optional.of(end));
  }
}
