package dev.skep.reconciler;

/**
 * A call to the fake engine.
 *
 * @param number counts from 1; {@code write} counts writes from 1 and is 0 for a read
 * @param name the port's method
 * @param target a name, an id or nothing
 */
public record FakeCall(long number, long write, String name, String target) {
  public boolean isWrite() {
    return write > 0;
  }
}
