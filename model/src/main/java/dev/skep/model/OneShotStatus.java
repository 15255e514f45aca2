package dev.skep.model;

import dev.skep.model.StackStatus.JobRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What Skep says of a one-shot that nobody committed: a service that an application or a person
 * made.
 *
 * @param namespace the stack that {@code docker stack deploy} made it for; empty for all others
 * @param row where it stands; its name is the service's
 * @param ended how services of this name ended, oldest first; the newest of many only
 * @param collectAt when its service will be removed, if that is known
 */
public record OneShotStatus(
    Optional<String> namespace,
    JobRow row,
    List<AttemptRecord> ended,
    Optional<Instant> collectAt) {
  public OneShotStatus {
    ended = List.copyOf(ended);
  }

  public String service() {
    return row.name();
  }

  /** Who made it: {@code api} or {@code stack deploy}. */
  public String madeBy() {
    return namespace.isPresent() ? "stack deploy" : "api";
  }
}
