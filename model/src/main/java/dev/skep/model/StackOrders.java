package dev.skep.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What people have told the controller of a whole stack, by {@code skep suspend}, {@code resume},
 * {@code approve} and {@code rollback}. Changed by the commands alone, by compare-and-swap; obeyed
 * by whoever holds the lease.
 *
 * @param suspended since when and why nothing of it is changed
 * @param approved the revision of which all is meant: that it removes more than half of the stack,
 *     or changes one that was adopted
 * @param pin the revision that it shall have, whatever its source says
 * @param removal it is to be taken off the Swarm
 * @param adopted the revision that was wanted when {@code docker stack deploy}'s services of that
 *     stack were given to Skep
 * @param looked when somebody asked last for a look at once
 */
public record StackOrders(
    String stack,
    Optional<JobOrders.Suspension> suspended,
    Optional<String> approved,
    Optional<Pin> pin,
    Optional<Removal> removal,
    Optional<String> adopted,
    Optional<Instant> looked) {

  /**
   * Holds while the stack is out of its source since then: not when it has come back and left
   * again.
   *
   * @param forgetRuns whether its records go as well
   */
  public record Removal(Instant left, boolean forgetRuns) {}

  /**
   * Holds until the source says something else than it did.
   *
   * @param revision the one to have
   * @param instead the one that the source says
   * @param number how many revisions had been taken up then: a source that comes back to what it
   *     said has moved all the same
   */
  public record Pin(String revision, String instead, int number, Instant at, String note) {
    /** Whether nothing was taken up since, in a stack with this record, but what it names. */
    public boolean holds(StackRecord record) {
      return record.number() <= number + 1;
    }

    /** For people. */
    public String why() {
      return JobOrders.why(note);
    }
  }

  public static StackOrders none(String stack) {
    return new StackOrders(
        stack,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public StackOrders suspend(JobOrders.Suspension suspension) {
    return new StackOrders(stack, Optional.of(suspension), approved, pin, removal, adopted, looked);
  }

  /** Follows its source again. */
  public StackOrders resume() {
    return new StackOrders(
        stack, Optional.empty(), approved, Optional.empty(), removal, adopted, looked);
  }

  public StackOrders approve(String revision) {
    return new StackOrders(stack, suspended, Optional.of(revision), pin, removal, adopted, looked);
  }

  public StackOrders pin(Pin to) {
    return new StackOrders(stack, suspended, approved, Optional.of(to), removal, adopted, looked);
  }

  public StackOrders adopt(String revision) {
    return new StackOrders(stack, suspended, approved, pin, removal, Optional.of(revision), looked);
  }

  public StackOrders look(Instant at) {
    return new StackOrders(stack, suspended, approved, pin, removal, adopted, Optional.of(at));
  }

  public StackOrders remove(Removal how) {
    return new StackOrders(stack, suspended, approved, pin, Optional.of(how), adopted, looked);
  }
}
