package dev.skep.controller.metrics;

import dev.skep.controller.print.Words;
import dev.skep.model.Condition;
import dev.skep.model.StackStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How stacks stand, and what others changed of them. */
final class StackMeters {
  private static final class Drift {
    private final Counter found;
    private final Counter repaired;
    private boolean there;

    Drift(Counter found, Counter repaired) {
      this.found = found;
      this.repaired = repaired;
    }
  }

  private final MeterRegistry registry;
  private final Map<String, Drift> drifts = new HashMap<>();

  StackMeters(MeterRegistry registry, Present present) {
    this.registry = registry;
    present.gauge(
        "skep.stack.phase",
        "",
        "1 for the phase that a stack is in; the others are not there.",
        (now, rows) -> now.stacks()
            .forEach(
                s -> rows.add(Tags.of("stack", s.stack(), "phase", Words.camel(s.phase())), 1)));
    present.gauge(
        "skep.stack.drifted",
        "",
        "1 while something of a stack is not as it was put, because others changed it.",
        (now, rows) -> now.stacks().stream()
            .filter(s -> s.phase() != StackStatus.Phase.UNKNOWN)
            .forEach(s -> rows.add(Tags.of("stack", s.stack()), Present.flag(drifted(s)))));
  }

  /** Who stands by counts nothing: what it sees, the holder counts. */
  void passed(StackStatus status, boolean leading) {
    var drift = of(status.stack());
    boolean now = leading && drifted(status);
    if (now && !drift.there) drift.found.increment();
    drift.there = now;
  }

  void repaired(String stack) {
    of(stack).repaired.increment();
  }

  /** What is of no stack any more goes. */
  void retain(Collection<StackStatus> stacks) {
    var names = stacks.stream().map(StackStatus::stack).collect(Collectors.toSet());
    drifts.entrySet().removeIf(e -> {
      if (names.contains(e.getKey())) return false;
      registry.remove(e.getValue().found);
      registry.remove(e.getValue().repaired);
      return true;
    });
  }

  private static boolean drifted(StackStatus status) {
    return status
        .condition(Condition.Type.DRIFTED)
        .filter(c -> c.status() == Condition.Status.TRUE)
        .isPresent();
  }

  private Drift of(String stack) {
    return drifts.computeIfAbsent(
        stack,
        name -> new Drift(
            Counter.builder("skep.drift.found")
                .description("How often others were found to have changed something of a stack.")
                .tag("stack", name)
                .register(registry),
            Counter.builder("skep.drift.repaired")
                .description(
                    "Services that others had changed or removed, and that were put right.")
                .tag("stack", name)
                .register(registry)));
  }
}
