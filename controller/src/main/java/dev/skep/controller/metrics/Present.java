package dev.skep.controller.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;

/** Gauges of what is so just now: those that hold no more are gone with the next page. */
final class Present {
  /** Takes the rows of a gauge. */
  interface Rows {
    void add(Tags tags, double value);
  }

  private record Family(MultiGauge gauge, BiConsumer<Sight, Rows> values) {}

  private final MeterRegistry registry;
  private final List<Family> families = new ArrayList<>();
  private Optional<Sight> latest = Optional.empty();

  Present(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param unit empty for a count, or {@code seconds} and the like, which ends the name
   */
  void gauge(String name, String unit, String description, BiConsumer<Sight, Rows> values) {
    var gauge = MultiGauge.builder(name)
        .description(description)
        .baseUnit(unit.isEmpty() ? null : unit)
        .register(registry);
    families.add(new Family(gauge, values));
  }

  /** One number that there always is. */
  void number(String name, String unit, String description, ToDoubleFunction<Sight> value) {
    gauge(name, unit, description, (now, rows) -> rows.add(Tags.empty(), value.applyAsDouble(now)));
  }

  /** 1 or 0. */
  static double flag(boolean value) {
    return value ? 1 : 0;
  }

  /** A count that somebody else keeps; nobody's is zero. */
  void count(String name, String unit, String description, ToDoubleFunction<Sight> value) {
    FunctionCounter.builder(
            name, this, present -> present.latest.map(value::applyAsDouble).orElse(0.0))
        .description(description)
        .baseUnit(unit.isEmpty() ? null : unit)
        .register(registry);
  }

  void is(Sight now) {
    latest = Optional.of(now);
    for (var family : families) {
      var rows = new ArrayList<MultiGauge.Row<?>>();
      family.values().accept(now, (tags, value) -> rows.add(MultiGauge.Row.of(tags, value)));
      family.gauge().register(rows, true);
    }
  }
}
