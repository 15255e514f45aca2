package dev.skep.controller.metrics;

import dev.skep.controller.health.Vitals;
import dev.skep.model.StackStatus;
import java.util.List;

/**
 * What is asked for, and not told, whenever the page is made.
 *
 * @param stacks the last look at every stack
 * @param breaker whether a dead engine is left in peace; empty until there was one
 */
public record Sight(Vitals vitals, List<StackStatus> stacks, String breaker) {
  public Sight {
    stacks = List.copyOf(stacks);
  }
}
