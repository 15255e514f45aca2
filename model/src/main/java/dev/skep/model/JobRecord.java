package dev.skep.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Skep remembers of a job; changed only by compare-and-swap.
 *
 * @param incarnation of the stack
 * @param run id of the newest run
 * @param runKey its run key
 * @param attempt the highest attempt number ever used, never used again
 * @param serviceId the service of that attempt, once it is known; from then on it may have run
 * @param epoch of the lease under which the record was last written
 * @param succeeded the run keys that have a recorded success, oldest first; kept for ever
 */
public record JobRecord(
    String stack,
    String job,
    String incarnation,
    String run,
    String runKey,
    int attempt,
    Optional<String> serviceId,
    long epoch,
    List<String> succeeded) {

  public JobRecord {
    succeeded = List.copyOf(succeeded);
  }

  public JobRecord withServiceId(String id, long epochNow) {
    return new JobRecord(
        stack, job, incarnation, run, runKey, attempt, Optional.of(id), epochNow, succeeded);
  }

  public JobRecord withEpoch(long epochNow) {
    return new JobRecord(
        stack, job, incarnation, run, runKey, attempt, serviceId, epochNow, succeeded);
  }

  public JobRecord withSucceeded(String key, long epochNow) {
    if (succeeded.contains(key)) return this;
    var keys = new ArrayList<>(succeeded);
    keys.add(key);
    return new JobRecord(stack, job, incarnation, run, runKey, attempt, serviceId, epochNow, keys);
  }

  /** The next attempt, not yet begun, of this run or of another. */
  public JobRecord withIntent(String nextRun, String nextRunKey, long epochNow) {
    return new JobRecord(
        stack,
        job,
        incarnation,
        nextRun,
        nextRunKey,
        attempt + 1,
        Optional.empty(),
        epochNow,
        succeeded);
  }
}
