package dev.skep.model;

/**
 * A node as the engine reported it.
 *
 * @param state ready, down, unknown or disconnected
 * @param availability active, pause or drain
 */
public record ObservedNode(String id, String hostname, String state, String availability) {
  public boolean down() {
    return !"ready".equals(state);
  }
}
