package dev.skep.reconciler;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A service that has the spec that it shall have and is not healthy. Its time counts by our own
 * clock, from when it was first seen so: a short dip long after a change is none of the change's,
 * and managers' clocks may differ from ours.
 *
 * @param changed the engine's time of the service's last change, after which time counts anew
 * @param since seen so without a break
 */
record Unwell(String id, Instant changed, Instant since) {

  static Optional<Unwell> of(Snapshot snapshot, ServiceStanding standing) {
    if (!standing.inPlace() || standing.healthy()) return Optional.empty();
    var service = standing.observed().orElseThrow();
    var known = snapshot.memory().unwell().get(standing.desired().name());
    boolean same = known != null
        && known.id().equals(service.id())
        && known.changed().equals(service.updatedAt());
    return Optional.of(
        same ? known : new Unwell(service.id(), service.updatedAt(), snapshot.now()));
  }

  /** By short name. */
  static Map<String, Unwell> all(Snapshot snapshot, Map<String, ServiceStanding> standings) {
    var out = new HashMap<String, Unwell>();
    standings.forEach((name, s) -> of(snapshot, s).ifPresent(unwell -> out.put(name, unwell)));
    return out;
  }

  Instant deadline(Snapshot snapshot) {
    return since.plus(snapshot.desired().policy().progressDeadline());
  }

  boolean late(Snapshot snapshot) {
    return !snapshot.now().isBefore(deadline(snapshot));
  }
}
