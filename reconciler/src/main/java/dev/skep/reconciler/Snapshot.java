package dev.skep.reconciler;

import dev.skep.model.DesiredStack;
import dev.skep.model.ObservedTask;
import dev.skep.model.StackOrders;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The planner's input: everything it decides from.
 *
 * @param clusterId part of every run id, so that runs of two Swarms never meet
 * @param pin why the desired stack is not what its source says
 * @param revisions that all stacks are to have, by name
 * @param incarnation to use if the stack has no record yet
 * @param epoch of the lease we hold
 * @param memory what this process has learnt and may forget
 */
public record Snapshot(
    String clusterId,
    String owner,
    DesiredStack desired,
    Optional<StackOrders.Pin> pin,
    Map<String, String> revisions,
    Observation observation,
    Ledger ledger,
    String incarnation,
    long epoch,
    Memory memory,
    Instant now) {
  /** How long Skep's own stack waits for others. */
  private static final Duration OTHERS_FIRST = Duration.ofMinutes(1);

  /**
   * @param rejected what the engine refused at this revision, by an action's target
   * @param tolerated differences that stayed after we had set the field, by service id: the
   *     engine's way of writing, not drift
   * @param contests services that somebody keeps changing, by name, while they wait
   * @param unwell services seen not healthy, by name, since when
   * @param settled services seen healthy, by id, at a version; spares reading their tasks again
   * @param since when the desired revision was first looked at
   * @param hash of a spec; spares the work where it is known already
   */
  public record Memory(
      Map<String, String> rejected,
      Map<String, Set<String>> tolerated,
      Map<String, Repairs.Contest> contests,
      Map<String, Unwell> unwell,
      Map<String, Long> settled,
      Instant since,
      Function<Tree.Obj, String> hash) {
    public static final Memory EMPTY =
        new Memory(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Instant.EPOCH, SpecHashes::of);
  }

  /** Why nothing of the stack may be changed, if so. */
  Optional<String> suspended() {
    return ledger
        .suspended()
        .or(() -> Optional.of(JobView.BY_MANIFEST).filter(m -> desired.policy().suspend()));
  }

  /** It was adopted, and what differs is left as it is. */
  boolean reportOnly() {
    return ledger.reportOnly(desired.revision());
  }

  /** The pinned revision, when it is kept no more and so cannot be had. */
  Optional<String> lostPin() {
    return pin.map(StackOrders.Pin::revision).filter(r -> !r.equals(desired.revision()));
  }

  /** The first of the stacks that go first which is not in place. */
  Optional<String> waitsFor() {
    return first(desired.policy().dependsOn()).or(this::beforeSkepItself);
  }

  /**
   * Skep changes itself last, so that a commit is not interrupted for it. Stacks that do not get
   * there do not hold up the version that may help them.
   */
  private Optional<String> beforeSkepItself() {
    if (!desired.keepsSkep() || now.isAfter(memory.since().plus(OTHERS_FIRST))) {
      return Optional.empty();
    }
    var others = new HashSet<>(revisions.keySet());
    others.remove(desired.name());
    return first(others);
  }

  private Optional<String> first(Set<String> stacks) {
    return stacks.stream().sorted().filter(s -> !inPlace(s)).findFirst();
  }

  private boolean inPlace(String stack) {
    var applied = observation.ledgerOf(stack).stack().flatMap(s -> s.value().applied());
    return applied.filter(a -> a.revision().equals(revisions.get(stack))).isPresent();
  }

  /** The same with other records. */
  Snapshot with(Ledger other) {
    return new Snapshot(
        clusterId,
        owner,
        desired,
        pin,
        revisions,
        observation,
        other,
        incarnation,
        epoch,
        memory,
        now);
  }

  /** What the engine says of tasks gets into records and status files: what secrets hold may not. */
  List<ObservedTask> tasksOf(String serviceId) {
    var tasks = observation.tasksOf(serviceId);
    if (tasks.stream().allMatch(t -> t.error().isEmpty())) return tasks;
    var masker = Masker.of(desired.payloads());
    return tasks.stream().map(masker::task).toList();
  }
}
