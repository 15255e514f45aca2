package dev.skep.reconciler;

import dev.skep.model.Reason;

/**
 * What holds a change back.
 *
 * @param waitsFor such as {@code job/migrate}
 */
record Gate(Reason reason, String waitsFor, String message, boolean needsPerson) {
  static Gate waiting(String waitsFor, String message) {
    return new Gate(Reason.WAITING_FOR_GATE, waitsFor, message, false);
  }
}
