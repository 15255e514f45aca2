package dev.skep.reconciler;

import java.time.Duration;
import java.util.Map;

/**
 * Whether a loop gets on.
 *
 * @param due how many pieces of work should have begun and have not
 * @param late how long the first of them has waited; zero when there is none
 * @param still for how long nothing has begun or ended
 * @param underWay what is worked on, for people, and for how long
 */
public record Pulse(int due, Duration late, Duration still, Map<String, Duration> underWay) {
  public Pulse {
    underWay = Map.copyOf(underWay);
  }
}
