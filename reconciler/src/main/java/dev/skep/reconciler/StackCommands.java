package dev.skep.reconciler;

import dev.skep.model.JobOrders.Suspension;
import dev.skep.model.StackOrders;
import dev.skep.model.StackRecord;
import io.vavr.control.Either;
import java.util.function.BiFunction;

/**
 * What people tell Skep about a whole stack. Needs no lease: orders are obeyed by whoever holds it.
 * Fails with {@link SwarmFault.Absent} for a stack that nobody remembers.
 */
public final class StackCommands {
  /** Orders as they shall be, and what to say of it. */
  private record Given(StackOrders after, String said) {}

  private final Records records;
  private final String owner;
  private final Clock clock;

  public StackCommands(Swarm swarm, String owner, Clock clock) {
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

  public Either<SwarmFault, String> resume(String stack) {
    return give(
        stack,
        (orders, record) -> new Given(
            orders.resume(),
            orders.suspended().isEmpty()
                ? "stack " + stack + " is not suspended"
                : "stack " + stack + " goes on\nnext: skep describe stack " + stack));
  }

  /** The revision that the stack shall have now may remove more than half of it. */
  public Either<SwarmFault, String> approve(String stack) {
    return give(
        stack,
        (orders, record) -> new Given(
            orders.approve(record.wanted()),
            "revision " + record.wanted() + " may remove more than half of stack " + stack
                + "\nnext: skep describe stack " + stack));
  }

  private Either<SwarmFault, String> give(
      String stack, BiFunction<StackOrders, StackRecord, Given> order) {
    return OrderDesk.obey(
        "stack " + stack, () -> known(stack).map(ledger -> () -> write(ledger, order)));
  }

  private Either<SwarmFault, Ledger> known(String stack) {
    return records
        .heads()
        .map(heads -> heads.getOrDefault(stack, Ledger.EMPTY))
        .filterOrElse(
            ledger -> ledger.stack().isPresent(),
            none -> new SwarmFault.Absent(
                "no stack " + stack + " of owner " + owner + "; skep get stacks lists them"));
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
