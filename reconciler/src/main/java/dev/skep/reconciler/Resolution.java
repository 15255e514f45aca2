package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobPhase;
import dev.skep.model.JobRecord;
import dev.skep.model.Reason;
import io.vavr.control.Either;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A person's word on an attempt of which nobody knows how it ended: its node is lost, or somebody
 * removed its service. It becomes the attempt's record, which can be written once only, so it
 * needs no lease and cannot contradict what the controller may have found out meanwhile.
 */
public final class Resolution {
  /** What the person says became of it. */
  public enum As {
    /** The work is done. */
    SUCCEEDED,
    /** The work is not done and shall not be tried again. */
    FAILED,
    /** The work is not done; try again. */
    RETRY
  }

  private Resolution() {}

  /**
   * Writes the record and returns it; {@link SwarmFault.Absent} for a job that nobody remembers,
   * {@link SwarmFault.Rejected} for one whose attempt is not Unknown.
   *
   * @param note the person's reason, kept with the record
   */
  public static Either<SwarmFault, AttemptRecord> write(
      Swarm swarm, String owner, Clock clock, String stack, String job, As as, String note) {
    return Survey.at(swarm, owner, clock).flatMap(survey -> {
      var view = survey.view(stack, job);
      if (view.isEmpty()) {
        return Either.left(new SwarmFault.Absent("no job " + stack + "_" + job + " of " + owner));
      }
      var phase = JobMachine.step(view.get()).phase();
      if (phase != JobPhase.UNKNOWN) {
        return Either.left(new SwarmFault.Rejected("job " + stack + "_" + job + " is "
            + phase.text() + ": there is nothing for a person to decide"));
      }
      var end = end(view.get().record().orElseThrow().value(), as, note, clock);
      return new Records(swarm, owner).create(end, List.of()).map(done -> end);
    });
  }

  private static AttemptRecord end(JobRecord record, As as, String note, Clock clock) {
    var now = clock.now();
    return new AttemptRecord(
        record.stack(),
        record.job(),
        record.run().id(),
        record.run().key(),
        record.run().number(),
        record.attempt(),
        as == As.SUCCEEDED ? Result.SUCCEEDED : Result.FAILED,
        switch (as) {
          case SUCCEEDED -> Verdict.RUN_SUCCEEDED;
          case FAILED -> Verdict.RUN_FAILED;
          case RETRY -> Verdict.RETRY;
        },
        Reason.RESOLVED,
        note,
        OptionalInt.empty(),
        Optional.empty(),
        record.serviceId(),
        now,
        now);
  }
}
