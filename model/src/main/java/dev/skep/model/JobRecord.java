package dev.skep.model;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What Skep remembers of a job; changed only by compare-and-swap.
 *
 * @param incarnation of the stack
 * @param run the newest run
 * @param attempt the highest attempt number ever used, never used again; 0: nothing was begun yet
 * @param serviceId the service of that attempt, once it is known; from then on it may have run
 * @param epoch of the lease under which the record was last written
 * @param succeeded the run keys that have a recorded success, oldest first; kept for ever
 * @param givenUp why the attempt will never have a service; from then on nothing of it can begin
 * @param slots how far a job has come that runs by a schedule
 */
public record JobRecord(
    String stack,
    String job,
    String incarnation,
    Run run,
    int attempt,
    Optional<String> serviceId,
    long epoch,
    List<String> succeeded,
    Optional<Reason> givenUp,
    Optional<Slots> slots) {

  /**
   * @param passed up to when slots are done with, run or not; only ever grows
   * @param schedule whose slots; those of another one count from when it was first seen
   * @param rerun the token of the last order to run again that was obeyed
   */
  public record Slots(Instant passed, String schedule, Optional<String> rerun) {}

  /**
   * @param id names the run among all of all Swarms
   * @param key its run key, with the token of a rerun
   * @param number counts the job's runs, from 1
   * @param because why it runs, for people
   * @param parts what the key counts, by part, shortened; to tell at the next run what changed
   */
  public record Run(String id, String key, int number, String because, Map<RunPart, String> parts) {
    public Run {
      parts = Map.copyOf(parts);
    }
  }

  public JobRecord {
    succeeded = List.copyOf(succeeded);
  }

  /** Of an attempt that is not given up. */
  public JobRecord(
      String stack,
      String job,
      String incarnation,
      Run run,
      int attempt,
      Optional<String> serviceId,
      long epoch,
      List<String> succeeded) {
    this(
        stack,
        job,
        incarnation,
        run,
        attempt,
        serviceId,
        epoch,
        succeeded,
        Optional.empty(),
        Optional.empty());
  }

  /** That an attempt of the run is meant to begin: nothing of it exists yet. */
  public static JobRecord first(
      String stack, String job, String incarnation, Run run, long epochNow) {
    return new JobRecord(stack, job, incarnation, run, 1, Optional.empty(), epochNow, List.of());
  }

  public JobRecord withServiceId(String id, long epochNow) {
    return new JobRecord(
        stack,
        job,
        incarnation,
        run,
        attempt,
        Optional.of(id),
        epochNow,
        succeeded,
        Optional.empty(),
        slots);
  }

  public JobRecord withEpoch(long epochNow) {
    return new JobRecord(
        stack, job, incarnation, run, attempt, serviceId, epochNow, succeeded, givenUp, slots);
  }

  /** With keys whose work is done. */
  public JobRecord withSucceeded(Collection<String> keys, long epochNow) {
    var all = new LinkedHashSet<>(succeeded);
    all.addAll(keys);
    return new JobRecord(
        stack,
        job,
        incarnation,
        run,
        attempt,
        serviceId,
        epochNow,
        List.copyOf(all),
        givenUp,
        slots);
  }

  /** The attempt shall not begin. */
  public JobRecord givingUp(Reason why, long epochNow) {
    return new JobRecord(
        stack,
        job,
        incarnation,
        run,
        attempt,
        Optional.empty(),
        epochNow,
        succeeded,
        Optional.of(why),
        slots);
  }

  /** An attempt, not yet begun, of this run or of another; {@code number} was never used. */
  public JobRecord withIntent(Run next, int number, long epochNow) {
    return new JobRecord(
        stack,
        job,
        incarnation,
        next,
        number,
        Optional.empty(),
        epochNow,
        succeeded,
        Optional.empty(),
        slots);
  }

  /** With how far it has come in its schedule. */
  public JobRecord withSlots(Slots now) {
    return new JobRecord(
        stack,
        job,
        incarnation,
        run,
        attempt,
        serviceId,
        epoch,
        succeeded,
        givenUp,
        Optional.of(now));
  }

  /** Without those keys: of slots that have been followed by others. */
  public JobRecord forgetting(Predicate<String> keys) {
    return new JobRecord(
        stack,
        job,
        incarnation,
        run,
        attempt,
        serviceId,
        epoch,
        succeeded.stream().filter(keys.negate()).toList(),
        givenUp,
        slots);
  }
}
