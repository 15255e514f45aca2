package dev.skep.reconciler;

import dev.skep.model.StackStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to do now for one stack. The actions are independent of each other: what needs the outcome
 * of another comes with a later plan.
 *
 * @param withheld what would be done, had the engine not refused it lately
 * @param after when to look again although nothing was announced
 * @param live an attempt may run: whether its task has moved is to be asked often
 * @param outside services, by short name, that somebody else has changed or removed
 * @param unwell services, by short name, that are not well, since when
 * @param healthy services that are as wanted, by id, at a version
 */
public record Plan(
    List<Action> actions,
    List<Action> withheld,
    Optional<Duration> after,
    boolean live,
    StackStatus status,
    Set<String> outside,
    Map<String, Unwell> unwell,
    Map<String, Long> healthy) {
  public Plan {
    actions = List.copyOf(actions);
    withheld = List.copyOf(withheld);
    outside = Set.copyOf(outside);
    unwell = Map.copyOf(unwell);
    healthy = Map.copyOf(healthy);
  }

  /** There is nothing to do, and before its time that will not change by itself. */
  boolean idle() {
    return actions.isEmpty() && withheld.isEmpty() && !live;
  }

  /** The same when some time has gone by. */
  Plan later(Duration passed) {
    var left = after.map(a -> a.minus(passed));
    return new Plan(actions, withheld, left, live, status, outside, unwell, healthy);
  }
}
