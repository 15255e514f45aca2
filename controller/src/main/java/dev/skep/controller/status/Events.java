package dev.skep.controller.status;

import dev.skep.controller.print.Words;
import dev.skep.model.Condition;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.reconciler.Reconciler.Outcome;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what has happened to a stack from two looks at it and from what was written between. */
public final class Events {
  private final Instant now;
  private final StackStatus after;
  private final List<Event> out = new ArrayList<>();

  private Events(Instant now, StackStatus after) {
    this.now = now;
    this.after = after;
  }

  /**
   * @param before empty at the first look, which is told in one event
   */
  public static List<Event> of(
      Optional<StackStatus> before, StackStatus after, List<Outcome> outcomes, Instant now) {
    var events = new Events(now, after);
    outcomes.forEach(events::action);
    events.phase(before);
    before.ifPresent(events::changes);
    return List.copyOf(events.out);
  }

  /** Nothing of a stack is on the Swarm any more. */
  static Event gone(StackStatus before, Instant now) {
    return new Event(
        now,
        before.stack(),
        Event.Kind.PHASE,
        "stack " + before.stack(),
        "Removed",
        "taken off the Swarm; its volumes stay",
        change(Optional.of(Words.camel(before.phase())), "Gone"));
  }

  private void action(Outcome outcome) {
    var action = outcome.action();
    add(
        Event.Kind.ACTION,
        action.target(),
        action.getClass().getSimpleName(),
        action.reason(),
        result(outcome.result()));
  }

  /** What came of an action. */
  static String result(Either<SwarmFault, ?> result) {
    return result.fold(f -> f.getClass().getSimpleName() + ": " + f.message(), done -> "Done");
  }

  private void phase(Optional<StackStatus> before) {
    if (before.filter(b -> b.phase() == after.phase()).isPresent()) return;
    var reason =
        after.condition(Condition.Type.READY).map(c -> c.reason().text()).orElse("");
    add(
        Event.Kind.PHASE,
        "stack " + after.stack(),
        reason,
        after.summary(),
        change(before.map(b -> Words.camel(b.phase())), Words.camel(after.phase())));
  }

  private void changes(StackStatus before) {
    for (var row : after.jobs()) {
      var old = before.jobs().stream().filter(j -> j.name().equals(row.name())).findFirst();
      job(old, row);
    }
    for (var condition : after.conditions()) {
      before.condition(condition.type()).ifPresent(old -> condition(old, condition));
    }
  }

  private void job(Optional<JobRow> old, JobRow row) {
    boolean same = old.filter(o -> o.phase() == row.phase()
            && o.reason() == row.reason()
            && o.made() == row.made()
            && o.runKey().equals(row.runKey()))
        .isPresent();
    if (same) return;
    add(
        Event.Kind.JOB,
        "job " + row.name(),
        row.reason().text(),
        row.message(),
        change(old.map(o -> o.phase().text()), row.phase().text()));
  }

  private void condition(Condition old, Condition condition) {
    if (old.status() == condition.status() && old.reason() == condition.reason()) return;
    add(
        Event.Kind.CONDITION,
        Words.camel(condition.type()),
        condition.reason().text(),
        condition.message(),
        change(Optional.of(Words.camel(old.status())), Words.camel(condition.status())));
  }

  /** From what to what. */
  static String change(Optional<String> before, String after) {
    if (before.isEmpty()) return after;
    return before.get().equals(after) ? after : before.get() + " -> " + after;
  }

  private void add(Event.Kind kind, String target, String reason, String message, String result) {
    out.add(new Event(now, after.stack(), kind, target, reason, message, result));
  }
}
