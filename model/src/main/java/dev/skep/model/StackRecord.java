package dev.skep.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What Skep remembers of a stack.
 *
 * @param incarnation made once; ends only when the stack's runs are told to be forgotten
 * @param wanted the revision that is being put in place, or is in place
 * @param applied the last revision that was wholly in place, and since when
 */
public record StackRecord(
    String stack, String incarnation, String wanted, Optional<Applied> applied) {
  public record Applied(String revision, Instant at) {}

  public StackRecord wanting(String revision) {
    return new StackRecord(stack, incarnation, revision, applied);
  }

  public StackRecord applied(Instant at) {
    return new StackRecord(stack, incarnation, wanted, Optional.of(new Applied(wanted, at)));
  }
}
