package dev.skep.reconciler;

import dev.skep.model.Reason;

/**
 * What holds a change back.
 *
 * @param waitsFor such as {@code job/migrate}
 */
record Gate(Reason reason, String waitsFor, String message, boolean needsPerson) {
  /** Nothing of the stack is changed until a person lets it go on. */
  static Gate suspended(String why) {
    return new Gate(Reason.SUSPENDED, "order", "the stack is suspended: " + why, true);
  }

  /** It was adopted: what differs is told of and left. */
  static Gate reportOnly() {
    return new Gate(Reason.REPORT_ONLY, "order", "the stack is only reported on", true);
  }

  /** It shall have a revision that nobody knows any more. */
  static Gate lostPin(String revision) {
    return new Gate(Reason.PINNED, "order", "pinned to " + revision + ", which is not kept", true);
  }

  static Gate waiting(String waitsFor, String message) {
    return new Gate(Reason.WAITING_FOR_GATE, waitsFor, message, false);
  }
}
