package dev.skep.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What Skep remembers of a stack.
 *
 * @param incarnation made once; ends only when the stack's runs are told to be forgotten
 * @param applied the last revision that was wholly in place, and since when
 */
public record StackRecord(String stack, String incarnation, Optional<Applied> applied) {
  public record Applied(String revision, Instant at) {}
}
