package dev.skep.controller.doctor;

import dev.skep.model.Finding;
import dev.skep.model.JobPhase;
import dev.skep.model.OneShotStatus;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus;
import java.util.ArrayList;
import java.util.List;

/** Stacks and one-shots that wait for a person, or for ever. */
final class StacksCheck {
  private static final String STACKS = "stacks";
  private static final String ONE_SHOTS = "one-shots";

  private StacksCheck() {}

  static List<Finding> of(List<StackStatus> stacks) {
    var out = new ArrayList<Finding>();
    for (var stack : stacks) {
      var lost =
          stack.jobs().stream().filter(j -> j.reason() == Reason.LEDGER_LOST).findFirst();
      lost.ifPresent(job -> out.add(Finding.fail(
          "records",
          "of job " + stack.stack() + "_" + job.name() + " contradict each other: " + job.message(),
          "skep describe job " + stack.stack() + "_" + job.name() + ", then skep resolve job "
              + stack.stack() + "_" + job.name() + " --as succeeded|retry --note '…'")));
      if (lost.isEmpty() && !stack.unblock().isEmpty()) {
        out.add(Finding.warn(
            STACKS,
            stack.stack() + " needs a person: " + stack.summary(),
            stack.unblock().getFirst()));
      }
    }
    if (out.isEmpty()) out.add(Finding.ok(STACKS, stacks.size() + ", none needs a person"));
    return out;
  }

  static List<Finding> ofOneShots(List<OneShotStatus> all) {
    var out = new ArrayList<Finding>();
    for (var shot : all) {
      if (!shot.row().stalled() && shot.row().phase() != JobPhase.UNKNOWN) continue;
      out.add(Finding.warn(
          ONE_SHOTS,
          shot.service() + " waits: " + shot.row().message(),
          "skep describe job " + shot.service() + ", or docker service rm " + shot.service()));
    }
    if (out.isEmpty()) out.add(Finding.ok(ONE_SHOTS, all.size() + ", none hangs"));
    return out;
  }
}
