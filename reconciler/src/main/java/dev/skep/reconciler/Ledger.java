package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobOrders;
import dev.skep.model.JobRecord;
import dev.skep.model.StackOrders;
import dev.skep.model.StackRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records of one stack, as read.
 *
 * @param jobs by short name
 * @param orders that people gave, by job
 * @param given what people told of the stack as a whole
 * @param attempts of all its jobs, oldest first
 * @param unreadable jobs whose record this version cannot read, and why
 */
public record Ledger(
    Optional<Held<StackRecord>> stack,
    Map<String, Held<JobRecord>> jobs,
    Map<String, Held<JobOrders>> orders,
    Optional<Held<StackOrders>> given,
    List<AttemptRecord> attempts,
    Map<String, String> unreadable) {

  public static final Ledger EMPTY =
      new Ledger(Optional.empty(), Map.of(), Map.of(), Optional.empty(), List.of(), Map.of());

  public Ledger {
    jobs = Map.copyOf(jobs);
    orders = Map.copyOf(orders);
    attempts = List.copyOf(attempts);
    unreadable = Map.copyOf(unreadable);
  }

  /** The same with these attempts. */
  Ledger with(List<AttemptRecord> read) {
    return new Ledger(stack, jobs, orders, given, read, unreadable);
  }

  /** The same with this record of the stack. */
  Ledger with(Held<StackRecord> record) {
    return new Ledger(Optional.of(record), jobs, orders, given, attempts, unreadable);
  }

  /** The stack's, from wherever it is still known: a lost stack record must not start new runs. */
  Optional<String> incarnation() {
    return stack
        .map(s -> s.value().incarnation())
        .or(() -> jobs.values().stream().map(j -> j.value().incarnation()).findFirst());
  }

  /** Why there should be a record of the job; empty while there need not be. */
  Optional<String> missing(String job) {
    return stack
        .filter(s -> s.value().inventory().jobs().contains(job))
        .map(s -> "the stack's record says that the job has one");
  }

  JobOrders ordersOf(String ofStack, String job) {
    return Optional.ofNullable(orders.get(job))
        .map(Held::value)
        .orElseGet(() -> JobOrders.none(ofStack, job));
  }

  /** Why nothing of the stack may be changed, if so. */
  Optional<String> suspended() {
    return given.flatMap(g -> g.value().suspended()).map(JobOrders.Suspension::why);
  }

  /** What the stack shall be instead of what its source says, by order. */
  Optional<StackOrders.Pin> pin(String source) {
    return pin().filter(pin -> pin.instead().equals(source));
  }

  /** The same, for who does not know the source: it may have moved since the last look. */
  Optional<StackOrders.Pin> pin() {
    return given
        .flatMap(g -> g.value().pin())
        .filter(pin -> stack.filter(s -> pin.holds(s.value())).isPresent());
  }

  /** Whether what {@code docker stack deploy} has made of the stack was given to us. */
  boolean adopted() {
    return given.flatMap(g -> g.value().adopted()).isPresent();
  }

  /** Whether it was adopted with this revision, and nobody has said yet that all of it is meant. */
  boolean reportOnly(String revision) {
    return given.flatMap(g -> g.value().adopted()).equals(Optional.of(revision))
        && !approved(revision);
  }

  /** That it is to be taken off the Swarm, by order. */
  Optional<StackOrders.Removal> removal() {
    var left = stack.flatMap(s -> s.value().left());
    return given
        .flatMap(g -> g.value().removal())
        .filter(r -> left.filter(l -> l.at().equals(r.left()))
            .filter(l -> !l.removed() || r.forgetRuns())
            .isPresent());
  }

  /** Something of the stack is on the Swarm, or about to be taken off it. */
  boolean standing() {
    return stack.filter(s -> s.value().removed()).isEmpty() || removal().isPresent();
  }

  /** Whether a person has said that all that this revision changes of the stack is meant. */
  boolean approved(String revision) {
    return given.flatMap(g -> g.value().approved()).equals(Optional.of(revision));
  }

  List<AttemptRecord> attemptsOf(String job) {
    return attempts.stream().filter(a -> a.job().equals(job)).toList();
  }
}
