package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobOrders;
import dev.skep.model.JobRecord;
import java.util.Optional;

/** What a person's command comes to, for a job as it stands. */
sealed interface CommandStep {

  /** It is so already; {@code said} tells since when, and what comes next. */
  record Nothing(String said) implements CommandStep {}

  /** It makes no sense now; {@code why} tells what does. */
  record Refuse(String why) implements CommandStep {}

  /** Orders for the controller. */
  record Give(JobOrders after, String said) implements CommandStep {}

  /** A person's word on an attempt that was under way. */
  record Say(AttemptRecord word, String said) implements CommandStep {}

  /**
   * A person's word on a run, then the job's record.
   *
   * @param before empty: there is none yet
   */
  record Save(Optional<AttemptRecord> word, Optional<Held<?>> before, JobRecord after, String said)
      implements CommandStep {}
}
