package dev.skep.controller.print;

import dev.skep.model.StackStatus;
import dev.skep.reconciler.Action;
import dev.skep.reconciler.Reconciler.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows one stack through an apply. On a terminal each call gives a picture that is drawn over
 * the one before; for a pipe it gives a line for each thing that changed, in the same words.
 */
public final class Progress {
  /** A step as last seen, and when it began to be so and to be worked on. */
  private record Seen(Step step, Duration since, Optional<Duration> begun, Duration took) {}

  private final Terminal terminal;
  private final Frame frame;
  private final Map<String, Seen> seen = new LinkedHashMap<>();
  private final Map<String, String> written = new HashMap<>();
  private final Map<String, Step> objects = new LinkedHashMap<>();
  private final Set<String> ran = new HashSet<>();
  private boolean begun;

  public Progress(Terminal terminal) {
    this.terminal = terminal;
    this.frame = new Frame(terminal);
  }

  /**
   * What to write to the standard output now; empty when there is nothing new to say.
   *
   * @param elapsed since the apply began
   */
  public String update(StackStatus status, List<Outcome> outcomes, Duration elapsed, Instant now) {
    outcomes.forEach(this::learn);
    var changed = new ArrayList<Step>();
    for (var step : steps(status, elapsed, now)) {
      frame.named(step.name());
      if (note(step, elapsed)) changed.add(seen.get(step.key()).step());
    }
    var head = head(status);
    if (terminal.interactive()) {
      var lines = new ArrayList<Frame.Line>();
      seen.values().forEach(s -> lines.add(line(s, elapsed)));
      return frame.picture(head, lines, elapsed);
    }
    var out = new StringBuilder(begun ? "" : head + "\n");
    begun = true;
    changed.forEach(s ->
        out.append(frame.line(line(seen.get(s.key()), elapsed))).append('\n'));
    return out.toString();
  }

  /** What to write at the end. */
  public Ending end(StackStatus status, Duration elapsed, List<String> log) {
    var same = new HashSet<String>();
    seen.forEach((key, it) -> {
      if (it.step().mark() == Mark.SAME) same.add(key);
    });
    return new Ending.Story(status, written, same, elapsed, log).ending(terminal);
  }

  private void learn(Outcome outcome) {
    var action = outcome.action();
    if (outcome.result().isLeft()) return;
    var name = action.target().substring(action.target().indexOf(' ') + 1);
    switch (action) {
      case Action.CreateNetwork a -> object("network", name, "created");
      case Action.CreatePayload a -> object(kind(a), a.name(), "created");
      case Action.MarkPayload a -> object(kind(a), a.observed().name(), "put back");
      case Action.CreateService a -> written.put(a.service(), "created");
      case Action.UpdateService a -> written.putIfAbsent(a.service(), "updated");
      case Action.RemoveService a -> object("service", a.service(), "removed");
      case Action.SaveStack a -> {}
      case Action.CreateAttempt a -> ran.add(a.job());
      case Action.StartAttempt a -> ran.add(a.job());
      case Action.RecordAttempt a -> ran.add(a.job());
      // Bookkeeping and tidying up happen to jobs that are long done, too.
      case Action.SaveJob a -> {}
      case Action.StopAttempt a -> {}
      case Action.CollectAttempt a -> {}
    }
  }

  private static String kind(Action action) {
    return action.target().substring(0, action.target().indexOf(' '));
  }

  private void object(String kind, String name, String text) {
    var step = Step.of(Mark.DONE, kind, name, text);
    objects.put(step.key(), step);
  }

  /** Objects, then what goes at once, then jobs, then what waits for them. */
  private List<Step> steps(StackStatus status, Duration elapsed, Instant now) {
    var out = new ArrayList<>(objects.values());
    var waiting = new ArrayList<Step>();
    for (var row : status.services()) {
      var step = Steps.service(row, Optional.ofNullable(written.get(row.name())));
      (step.mark() == Mark.WAITING ? waiting : out).add(step);
    }
    for (var row : status.jobs()) {
      var before = seen.get("job " + row.name());
      boolean active =
          ran.contains(row.name()) || before != null && before.step().mark() != Mark.SAME;
      var step = Steps.job(row, active, Duration.ZERO, now, terminal);
      boolean same = before != null && before.step().saysTheSame(step);
      var inPhase = same ? elapsed.minus(before.since()) : Duration.ZERO;
      out.add(Steps.job(row, active, inPhase, now, terminal));
    }
    out.addAll(waiting);
    return out;
  }

  /** Whether it says something new. */
  private boolean note(Step step, Duration elapsed) {
    var before = seen.get(step.key());
    boolean same = before != null && before.step().saysTheSame(step);
    var since = same ? before.since() : elapsed;
    var start = before == null ? Optional.<Duration>empty() : before.begun();
    if (start.isEmpty() && step.mark() != Mark.WAITING) {
      start = Optional.of(step.mark() == Mark.WORKING ? elapsed : Duration.ZERO);
    }
    var took = elapsed.minus(start.orElse(elapsed));
    seen.put(step.key(), new Seen(step, since, start, same ? before.took() : took));
    return !same;
  }

  private Frame.Line line(Seen it, Duration elapsed) {
    var step = it.step();
    var running = step.mark() == Mark.WORKING
        ? elapsed.minus(it.begun().orElse(elapsed))
        : step.took().orElse(it.took());
    var shown = step.mark() == Mark.WAITING ? "" : Ages.precise(running);
    return new Frame.Line(step, shown);
  }

  private static String head(StackStatus status) {
    return Printable.line(status.stack() + "  " + Words.revision(status.attempted()));
  }
}
