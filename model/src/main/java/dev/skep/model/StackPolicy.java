package dev.skep.model;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How a stack is to be kept, beside what it consists of.
 *
 * @param dependsOn names of stacks that go first
 * @param suspend whether nothing is written for it
 * @param prune whether services that left the files are removed
 * @param maxPrune the share of them, in percent, that may go at once without a person's word
 * @param selfHeal whether what was changed outside is put back
 * @param ignore what of its services others may set
 * @param progressDeadline how long a service may be unwell until the stack is Degraded
 */
public record StackPolicy(
    Set<String> dependsOn,
    boolean suspend,
    boolean prune,
    int maxPrune,
    boolean selfHeal,
    List<Ignore> ignore,
    Duration progressDeadline) {

  /** As without a word about it. */
  public static final StackPolicy DEFAULT =
      new StackPolicy(Set.of(), false, true, 50, true, List.of());

  /** With the usual deadline. */
  public StackPolicy(
      Set<String> dependsOn,
      boolean suspend,
      boolean prune,
      int maxPrune,
      boolean selfHeal,
      List<Ignore> ignore) {
    this(dependsOn, suspend, prune, maxPrune, selfHeal, ignore, Duration.ofMinutes(10));
  }

  /**
   * @param service by short name, or {@link #EVERY}
   */
  public record Ignore(String service, Set<SpecPart> parts) {
    public static final String EVERY = "*";

    public Ignore {
      parts = Set.copyOf(parts);
    }
  }

  public StackPolicy {
    dependsOn = Set.copyOf(dependsOn);
    ignore = List.copyOf(ignore);
  }

  public StackPolicy pruning(int share) {
    return new StackPolicy(dependsOn, suspend, prune, share, selfHeal, ignore, progressDeadline);
  }

  public StackPolicy within(Duration deadline) {
    return new StackPolicy(dependsOn, suspend, prune, maxPrune, selfHeal, ignore, deadline);
  }

  /** Whether others may set the field of the service's spec, given by its path. */
  public boolean ignores(String service, String field) {
    return ignore.stream()
        .filter(i -> i.service().equals(Ignore.EVERY) || i.service().equals(service))
        .anyMatch(i -> i.parts().stream().anyMatch(p -> p.holds(field)));
  }
}
