package dev.skep.reconciler;

import dev.skep.model.Reason;
import dev.skep.model.StackOrders;
import dev.skep.model.StackRecord;
import dev.skep.model.StackStatus.Phase;
import java.util.List;
import java.util.Optional;

/**
 * Why a stack is not simply followed to what its source says, as its records alone tell.
 *
 * @param whole it shows only where nothing worse is to be told
 */
record Hold(Phase phase, Reason reason, String told, boolean whole, List<String> unblock) {
  static Optional<Hold> of(String stack, Ledger ledger) {
    var record = ledger.stack().map(Held::value);
    if (record.flatMap(StackRecord::left).isPresent()) return Optional.of(orphaned(stack, ledger));
    return ledger
        .suspended()
        .or(() -> record.filter(StackRecord::suspended).map(r -> JobView.BY_MANIFEST))
        .map(why -> new Hold(
            Phase.SUSPENDED,
            Reason.SUSPENDED,
            "suspended: " + why,
            false,
            List.of(Remedies.resume(stack, why))))
        .or(() -> record
            .filter(r -> ledger.reportOnly(r.wanted()))
            .map(r -> new Hold(
                Phase.REPORT_ONLY,
                Reason.REPORT_ONLY,
                Remedies.REPORTED,
                true,
                List.of(Remedies.approve(stack)))))
        .or(() -> ledger.pin().map(pin -> pinned(stack, pin)));
  }

  private static Hold orphaned(String stack, Ledger ledger) {
    return ledger.removal().isPresent()
        ? new Hold(Phase.ORPHANED, Reason.ORPHANED, Remedies.GOING, false, List.of())
        : new Hold(
            Phase.ORPHANED, Reason.ORPHANED, Remedies.ORPHANED, false, Remedies.orphaned(stack));
  }

  private static Hold pinned(String stack, StackOrders.Pin pin) {
    return new Hold(Phase.PINNED, Reason.PINNED, Remedies.told(pin), true, Remedies.pinned(stack));
  }

  /** Whether it shows where the rest of the stack is so. */
  boolean shows(Phase otherwise) {
    return !whole || otherwise == Phase.READY || otherwise == phase;
  }
}
