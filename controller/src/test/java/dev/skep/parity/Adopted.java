package dev.skep.parity;

import java.util.List;

/**
 * What came of giving the CLI's stack to Skep.
 *
 * @param restarts what is not at work any more as it was
 * @param left services that did not become Skep's
 * @param said by the last of the commands
 */
record Adopted(List<Difference> restarts, List<String> left, String said) {
  boolean well() {
    return restarts.isEmpty() && left.isEmpty();
  }
}
