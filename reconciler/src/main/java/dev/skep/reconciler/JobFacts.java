package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobRecord;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import io.vavr.control.Either;
import java.util.List;
import java.util.Optional;

/**
 * All that a Swarm tells of one job, for people to read.
 *
 * @param stack the one that the job is of
 * @param run the one that is asked for
 * @param policy as the manifest had it last
 * @param attempts that have ended, of all runs, oldest first
 * @param open the attempt that has no end recorded yet
 */
public record JobFacts(
    StackStatus stack,
    JobRow row,
    JobRecord.Run run,
    JobPolicy policy,
    List<AttemptRecord> attempts,
    Optional<Open> open) {

  /**
   * @param serviceId empty: it has none yet
   * @param there whether the engine still has its service
   */
  public record Open(JobRecord.Run run, int number, Optional<String> serviceId, boolean there) {}

  public JobFacts {
    attempts = List.copyOf(attempts);
  }

  /**
   * {@link SwarmFault.Absent} for a job that nobody remembers.
   *
   * @param name {@code STACK_JOB}
   */
  public static Either<SwarmFault, JobFacts> read(
      Swarm swarm, String owner, String clusterId, Clock clock, String name) {
    return Survey.at(swarm, owner, Optional.of(clusterId), clock)
        .flatMap(survey ->
            survey.job(name).map(job -> of(survey.stack(job.view().stack()), job)));
  }

  /** As people name it. */
  public String name() {
    return stack.stack() + "_" + row.name();
  }

  /** What a person can do when the job does not get on, in the order one would try it. */
  public List<String> unblock() {
    return Remedies.of(stack.stack(), row);
  }

  private static JobFacts of(StackStatus stack, JobStanding job) {
    var view = job.view();
    var open = job.open()
        .map(record -> new Open(
            record.run(),
            record.attempt(),
            record.serviceId(),
            view.services().stream()
                .anyMatch(s -> record.serviceId().equals(Optional.of(s.id())))));
    return new JobFacts(stack, job.row(), job.wantedRun(), view.policy(), view.attempts(), open);
  }
}
