package dev.skep.controller.doctor;

import dev.skep.model.Finding;
import dev.skep.reconciler.Audit;
import dev.skep.reconciler.Audit.Damage;
import java.util.ArrayList;
import java.util.List;

/** Whether all that Skep remembers can be read, and how much of it there is. */
final class RecordsCheck {
  private static final String RECORDS = "records";
  private static final long MIB = 1L << 20;

  private RecordsCheck() {}

  static List<Finding> of(Audit audit) {
    var out = new ArrayList<Finding>();
    audit.damaged().forEach(d -> out.add(damaged(d)));
    if (audit.setBack()) {
      out.add(Finding.warn(
          RECORDS,
          "the Swarm's store was put back to an earlier time, and jobs that may have run since wait",
          "say of each that skep get jobs shows whether its work is done, then: skep ledger"
              + " accept"));
    }
    if (audit.bytes() > Audit.CAP) {
      out.add(Finding.warn(
          RECORDS,
          size(audit) + ": more than there may be",
          "a controller that works drops the oldest within the hour; see that one does"));
    }
    if (!audit.leftOver().isEmpty()) {
      out.add(Finding.warn(
          "attempts",
          "never started, and no record names them: " + String.join(" ", audit.leftOver()),
          "a controller that works removes them with the next pass; see that one does"));
    }
    if (out.isEmpty())
      out.add(Finding.ok(RECORDS, audit.records() + ", all can be read; " + size(audit)));
    return out;
  }

  private static String size(Audit audit) {
    return "ends and logs of attempts take " + (audit.bytes() + MIB / 2) / MIB + " of "
        + Audit.CAP / MIB + " MiB";
  }

  private static Finding damaged(Damage damage) {
    var of = damage.of().isEmpty() ? "" : " of " + damage.of();
    return Finding.fail(
        RECORDS,
        "config " + damage.config() + " (" + damage.kind() + of + ") cannot be read: "
            + damage.why(),
        mend(damage));
  }

  private static String mend(Damage damage) {
    var newer = "if a newer Skep wrote it, use one as new; else ";
    return newer
        + switch (damage.kind()) {
          case "job", "attempt" ->
            "say what is true of its work: skep resolve job " + damage.of()
                + " --as succeeded|retry --note '…'";
          case "orders", "stack-orders" ->
            "docker config rm " + damage.config() + ", and give the order again";
          case "stack" ->
            "put back the labels it had; 'docker config rm' makes Skep forget what was applied, not"
                + " which jobs have run";
          default -> "docker config rm " + damage.config() + "; nothing is decided by it";
        };
  }
}
