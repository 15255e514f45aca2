package dev.skep.model;

import java.util.Optional;

/**
 * What people have told the controller of a whole stack, by {@code skep suspend}, {@code resume}
 * and {@code approve}. Changed by the commands alone, by compare-and-swap; obeyed by whoever holds
 * the lease.
 *
 * @param suspended since when and why nothing of it is changed
 * @param approved the revision that may remove more than half of the stack; empty: none
 */
public record StackOrders(
    String stack, Optional<JobOrders.Suspension> suspended, Optional<String> approved) {

  public static StackOrders none(String stack) {
    return new StackOrders(stack, Optional.empty(), Optional.empty());
  }

  public StackOrders suspend(JobOrders.Suspension suspension) {
    return new StackOrders(stack, Optional.of(suspension), approved);
  }

  public StackOrders resume() {
    return new StackOrders(stack, Optional.empty(), approved);
  }

  public StackOrders approve(String revision) {
    return new StackOrders(stack, suspended, Optional.of(revision));
  }
}
