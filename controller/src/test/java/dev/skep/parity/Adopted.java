package dev.skep.parity;

import static java.util.stream.Collectors.partitioningBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What came of giving the CLI's stack to Skep.
 *
 * @param restarts what was not at work any more as it was, before a person approved of changes
 * @param changes the same after that
 * @param meant those of them that Skep is to make
 * @param left services that did not become Skep's
 * @param said by the last of the commands
 */
record Adopted(
    List<Difference> restarts,
    List<Difference> changes,
    List<Difference> meant,
    List<String> left,
    String said) {

  /** Some services Skep makes otherwise than the CLI, and so changes them. */
  Adopted but(Set<String> services) {
    var parts = changes.stream().collect(partitioningBy(d -> services.contains(d.name())));
    return new Adopted(restarts, parts.get(false), parts.get(true), left, said);
  }

  /** All that should not be. */
  List<Difference> mistakes() {
    return Stream.concat(restarts.stream(), changes.stream()).distinct().toList();
  }

  boolean well() {
    return mistakes().isEmpty() && left.isEmpty();
  }
}
