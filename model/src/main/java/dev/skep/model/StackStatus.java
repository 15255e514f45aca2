package dev.skep.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What Skep says of a stack: observed, never wished.
 *
 * @param summary one sentence for people
 * @param applied the last revision wholly in place
 * @param attempted the revision being put in place
 * @param unblock what a person could do, in the order one would try it; empty when nothing waits
 *     for a person
 */
public record StackStatus(
    String stack,
    Phase phase,
    String summary,
    Optional<StackRecord.Applied> applied,
    String attempted,
    List<Condition> conditions,
    List<ServiceRow> services,
    List<JobRow> jobs,
    List<String> unblock) {

  public enum Phase {
    READY,
    PROGRESSING,
    BLOCKED,
    DEGRADED,
    /** Nothing of it is changed, by order. */
    SUSPENDED,
    /** It is whole, and by order not what its source says. */
    PINNED,
    /** It was adopted: what differs is told of and left. */
    REPORT_ONLY,
    /** It is no longer in its source, and runs on. */
    ORPHANED,
    UNKNOWN
  }

  /**
   * @param name the short name
   * @param change none, or what is being or will be changed
   * @param waitsFor the job or service that holds the change back
   */
  public record ServiceRow(
      String name,
      String image,
      int running,
      int desired,
      boolean healthy,
      String change,
      Optional<String> waitsFor,
      String message) {}

  /**
   * @param because why the present run runs
   * @param allowed attempts that the policy allows in a run; empty: unlimited
   * @param made counted attempts of the present run
   * @param last how the newest finished attempt ended
   * @param nextAttempt when the next one begins, if it waits for a time
   * @param schedule when it runs; empty: on change
   */
  public record JobRow(
      String name,
      JobPhase phase,
      Reason reason,
      String message,
      String runKey,
      String because,
      int made,
      OptionalInt allowed,
      Optional<AttemptRecord> last,
      Optional<Instant> nextAttempt,
      boolean stalled,
      Optional<Schedule> schedule) {

    /** Of a job without a schedule. */
    public JobRow(
        String name,
        JobPhase phase,
        Reason reason,
        String message,
        String runKey,
        String because,
        int made,
        OptionalInt allowed,
        Optional<AttemptRecord> last,
        Optional<Instant> nextAttempt,
        boolean stalled) {
      this(
          name,
          phase,
          reason,
          message,
          runKey,
          because,
          made,
          allowed,
          last,
          nextAttempt,
          stalled,
          Optional.empty());
    }
  }

  public StackStatus {
    conditions = List.copyOf(conditions);
    services = List.copyOf(services);
    jobs = List.copyOf(jobs);
    unblock = List.copyOf(unblock);
  }

  public Optional<Condition> condition(Condition.Type type) {
    return conditions.stream().filter(c -> c.type() == type).findFirst();
  }

  public boolean ready() {
    return phase == Phase.READY;
  }

  /** Nothing stands in its way, though by order it may not be what its source says. */
  public boolean whole() {
    return switch (phase) {
      case READY, PINNED, REPORT_ONLY -> true;
      case PROGRESSING, BLOCKED, DEGRADED, SUSPENDED, ORPHANED, UNKNOWN -> false;
    };
  }
}
