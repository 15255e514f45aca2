package dev.skep.controller.status;

import java.time.Instant;

/**
 * Who says what a document says, and when.
 *
 * @param owner whose stacks these are
 * @param holder names this process
 * @param epoch of the lease; -1 for one who has never held it
 * @param source where the desired state comes from, at which revision
 */
public record Witness(String owner, String holder, long epoch, String source, Instant now) {
  /** The same at another time. */
  Witness at(Instant time) {
    return new Witness(owner, holder, epoch, source, time);
  }
}
