package dev.skep.reconciler;

import dev.skep.model.JobRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * What the schedule of a job makes of this moment.
 *
 * @param run the one to make; while none is, the newest there was
 * @param slots what the job's record says from the next write on
 * @param replaces the run comes in place of one that is not over
 * @param next the slot after this moment
 */
record Turn(
    Kind kind, JobRecord.Run run, JobRecord.Slots slots, boolean replaces, Optional<Instant> next) {

  enum Kind {
    /** The schedule was not known yet: its slots count from now on. */
    BEGIN,
    /** Nothing is to be run before the next slot. */
    REST,
    /** A run is due, or not over. */
    RUN
  }

  /** The slot that is run, if it is one. */
  Optional<Instant> slot() {
    return RunKey.slot(run.key());
  }
}
