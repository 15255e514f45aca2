package dev.skep.reconciler;

import dev.skep.model.JobOrders;
import dev.skep.model.JobRecord;
import dev.skep.model.StackStatus.JobRow;
import java.util.Optional;

/**
 * What a look without the manifest tells of one job.
 *
 * @param row where it stands
 * @param asked the revision that the stack shall have has it
 * @param orders as read, for who changes them
 */
record JobStanding(JobView view, JobRow row, boolean asked, Optional<Held<JobOrders>> orders) {

  /** As people name it. */
  String name() {
    return view.stack() + "_" + view.job();
  }

  /** What the manifest asks for, without a token; between slots the newest run may be of another. */
  String wantedKey() {
    var wanted = view.wanted().orElseThrow();
    return wanted.turn().isPresent()
        ? wanted.keys().iterator().next()
        : RunKey.withoutToken(wanted.run().key());
  }

  JobRecord.Run wantedRun() {
    return view.wanted().orElseThrow().run();
  }

  /** The attempt that has no end recorded yet. */
  Optional<JobRecord> open() {
    return view.open().map(Held::value);
  }
}
