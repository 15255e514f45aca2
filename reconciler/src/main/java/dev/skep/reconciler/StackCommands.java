package dev.skep.reconciler;

import dev.skep.model.JobOrders.Suspension;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.StackOrders;
import dev.skep.model.StackRecord;
import io.vavr.control.Either;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What people tell Skep about a whole stack. Needs no lease: orders are obeyed by whoever holds it.
 * Fails with {@link SwarmFault.Absent} for a stack that nobody remembers.
 */
public final class StackCommands {
  /** Orders as they shall be, and what to say of it. */
  private record Given(StackOrders after, String said) {}

  private final Swarm swarm;
  private final Records records;
  private final String owner;
  private final Clock clock;

  public StackCommands(Swarm swarm, String owner, Clock clock) {
    this.swarm = swarm;
    this.records = new Records(swarm, owner);
    this.owner = owner;
    this.clock = clock;
  }

  /** Nothing of the stack is changed until {@link #resume}; what runs goes on. */
  public Either<SwarmFault, String> suspend(String stack, String note) {
    var suspension = new Suspension(clock.now(), OrderDesk.brief(note));
    return give(
        stack,
        (orders, record) -> orders
            .suspended()
            .map(
                s -> new Given(orders, "stack " + stack + " is suspended already, since " + s.at()))
            .orElseGet(() -> new Given(
                orders.suspend(suspension),
                "stack " + stack + " is suspended: nothing of it is changed, what runs goes on"
                    + "\nnext: skep resume stack " + stack)));
  }

  /** Ends a suspension and a pin: the stack follows its source again. */
  public Either<SwarmFault, String> resume(String stack) {
    return give(
        stack,
        (orders, record) -> new Given(
            orders.resume(),
            record.suspended()
                ? "stack " + stack + " stays suspended by its source: "
                    + Remedies.resume(stack, JobView.BY_MANIFEST)
                : orders.suspended().isEmpty() && orders.pin().isEmpty()
                    ? "stack " + stack + " is neither suspended nor pinned"
                    : "stack " + stack + " follows its source again\nnext: skep describe stack "
                        + stack));
  }

  /**
   * The stack shall be as it was when a revision was last wholly in place, until its source says
   * something new of it. What jobs have done stays done. {@link SwarmFault.Rejected} when there is
   * no such revision.
   */
  public Either<SwarmFault, String> rollback(String stack, String note) {
    return OrderDesk.obey(
        "stack " + stack,
        () -> known(stack)
            .flatMap(ledger -> pin(ledger, OrderDesk.brief(note))
                .map(pin -> () -> write(
                    ledger,
                    (orders, record) -> new Given(
                        orders.pin(pin),
                        "stack " + stack + " goes back to revision " + pin.revision()
                            + " until its source says something new of it; what jobs have done stays done"
                            + "\nnext: skep describe stack " + stack
                            + "   # to follow the source again:"
                            + " skep resume stack " + stack)))));
  }

  /**
   * What {@code docker stack deploy} has made of a stack is ours from now on: it gets our mark where
   * that restarts nothing, and what differs from the manifest is left until {@link #approve}.
   * {@link SwarmFault.Rejected} when there is nothing that could be taken.
   *
   * @param dryRun only tells
   */
  public Either<SwarmFault, String> adopt(String stack, boolean dryRun) {
    return swarm.services(Map.of(Labels.NAMESPACE, stack)).flatMap(services -> {
      var theirs = services.stream()
          .filter(s -> s.label(Labels.OWNER).isEmpty())
          .map(ObservedService::name)
          .sorted()
          .toList();
      if (theirs.isEmpty()) {
        return refused("nothing of stack " + stack + " is there that has no owner");
      }
      var names = String.join(", ", theirs);
      if (dryRun) {
        return Either.right("stack " + stack + ": these would get the mark of owner " + owner
            + ", and nothing would restart: " + names
            + "\nwhat differs from a manifest: skep diff -f FILE");
      }
      return give(
          stack,
          (orders, record) -> new Given(
              orders.adopt(record.wanted()),
              "stack " + stack + " is adopted: " + names
                  + "\nwhat differs from its manifest is told of and left as it is"
                  + "\nnext: skep describe stack " + stack + "   # then: skep approve stack "
                  + stack));
    });
  }

  /**
   * The controller shall take an orphan off the Swarm. {@link SwarmFault.Rejected} while its source
   * has it: it would be made again at once.
   *
   * @param forgetRuns whether its records go as well
   */
  public Either<SwarmFault, String> delete(String stack, boolean forgetRuns) {
    return OrderDesk.obey(
        "stack " + stack,
        () -> known(stack)
            .flatMap(ledger -> left(ledger)
                .map(left -> () -> write(
                    ledger,
                    (orders, record) -> new Given(
                        orders.remove(new StackOrders.Removal(left.at(), forgetRuns)),
                        "stack " + stack + " is to be taken off the Swarm")))));
  }

  private static Either<SwarmFault, StackRecord.Left> left(Ledger ledger) {
    var record = ledger.stack().orElseThrow().value();
    return record
        .left()
        .map(Either::<SwarmFault, StackRecord.Left>right)
        .orElseGet(() -> refused("the source that a controller follows has stack "
            + record.stack() + "; take it out of there first, and delete it once skep get stacks"
            + " says Orphaned"));
  }

  /** Whether the controller has seen that a stack is no longer in its source. */
  public Either<SwarmFault, Boolean> orphaned(String stack) {
    return ledger(stack)
        .map(ledger -> ledger.stack().flatMap(r -> r.value().left()).isPresent());
  }

  /** Whether nothing of a stack is on the Swarm but its volumes and, unless forgotten, its records. */
  public Either<SwarmFault, Boolean> removed(String stack, boolean forgetRuns) {
    return ledger(stack)
        .map(Ledger::stack)
        .map(record -> record.isEmpty() || !forgetRuns && record.get().value().removed());
  }

  private Either<SwarmFault, StackOrders.Pin> pin(Ledger ledger, String note) {
    var record = ledger.stack().orElseThrow().value();
    var stack = record.stack();
    var standing = ledger.pin();
    if (standing.isPresent()) {
      return refused(
          "stack " + stack + " is pinned to revision " + standing.get().revision()
              + " already; to follow its source again: skep resume stack " + stack);
    }
    if (record.left().isPresent()) {
      return refused("stack " + stack + " is no longer in its source; put it back there");
    }
    if (record.lastGood().isEmpty()) {
      return refused("no earlier revision of stack " + stack
          + " was wholly in place; push the one that you want");
    }
    var good = record.lastGood().get().revision();
    return records
        .revision(stack, good)
        .mapLeft(f -> f instanceof SwarmFault.Absent
            ? new SwarmFault.Rejected("revision " + good + " of stack " + stack
                + " is not kept; push it again from your repository")
            : f)
        .map(
            kept -> new StackOrders.Pin(good, record.wanted(), record.number(), clock.now(), note));
  }

  private static <T> Either<SwarmFault, T> refused(String why) {
    return Either.left(new SwarmFault.Rejected(why));
  }

  /**
   * The source and the stack are looked at now, and what waits because the engine refused it or
   * somebody keeps changing it is tried at once.
   */
  public Either<SwarmFault, String> reconcile(String stack) {
    var now = clock.now();
    return give(
        stack,
        (orders, record) -> new Given(
            orders.look(now),
            "stack " + stack + " is looked at now\nnext: skep describe stack " + stack));
  }

  /**
   * All that the revision which the stack shall have now changes is meant: that it removes more
   * than half of the stack, or changes one that was adopted.
   */
  public Either<SwarmFault, String> approve(String stack) {
    return give(
        stack,
        (orders, record) -> new Given(
            orders.approve(record.wanted()),
            "revision " + record.wanted() + " may change stack " + stack
                + " as it says, also where it removes more than half of it"
                + "\nnext: skep describe stack " + stack));
  }

  private Either<SwarmFault, String> give(
      String stack, BiFunction<StackOrders, StackRecord, Given> order) {
    return OrderDesk.obey(
        "stack " + stack, () -> known(stack).map(ledger -> () -> write(ledger, order)));
  }

  private Either<SwarmFault, Ledger> known(String stack) {
    return ledger(stack)
        .filterOrElse(
            ledger -> ledger.stack().isPresent(),
            none -> new SwarmFault.Absent(
                "no stack " + stack + " of owner " + owner + "; skep get stacks lists them"));
  }

  private Either<SwarmFault, Ledger> ledger(String stack) {
    return records.heads().map(heads -> heads.of(stack));
  }

  private Either<SwarmFault, String> write(
      Ledger ledger, BiFunction<StackOrders, StackRecord, Given> order) {
    var record = ledger.stack().orElseThrow().value();
    var before = ledger.given().map(Held::value).orElseGet(() -> StackOrders.none(record.stack()));
    var given = order.apply(before, record);
    return given.after().equals(before)
        ? Either.right(given.said())
        : records.write(ledger.given(), given.after()).map(done -> given.said());
  }
}
