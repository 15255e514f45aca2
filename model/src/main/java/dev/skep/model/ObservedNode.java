package dev.skep.model;

import java.time.Instant;

/**
 * A node as the engine reported it.
 *
 * @param state ready, down, unknown or disconnected
 * @param availability active, pause or drain
 * @param updatedAt when the managers last changed what they say of it, its state mostly
 */
public record ObservedNode(
    String id, String hostname, String state, String availability, Instant updatedAt) {
  /**
   * A placement that none has. A service that is moved there ends in good order: its tasks keep
   * their records and exit codes.
   */
  public static final String NOWHERE = "node.id==none";

  /** Nothing is heard of it now. */
  public boolean down() {
    return !"ready".equals(state);
  }

  /** It has been silent for so long that the managers have given it up. */
  public boolean givenUp() {
    return "down".equals(state);
  }
}
