package dev.skep.controller.metrics;

import dev.skep.controller.source.SourceState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** What is read, and whether it can be. */
final class SourceMeters {
  private final Counter troubles;

  SourceMeters(MeterRegistry registry, Present present) {
    troubles = Counter.builder("skep.source.troubles")
        .description("How often the source began to be unreadable.")
        .register(registry);
    present.gauge(
        "skep.source.read.timestamp",
        "seconds",
        "When the revision was read that is in force.",
        (now, rows) ->
            source(now).readAt().ifPresent(at -> rows.add(Tags.empty(), at.toEpochMilli() / 1e3)));
    present.number(
        "skep.source.troubled",
        "",
        "1 while the source cannot be read; what was read before stays in force.",
        now -> Present.flag(source(now).trouble().isPresent()));
    present.gauge(
        "skep.source.stacks",
        "",
        "Stacks of the source, by whether they can be read; of a broken one what was good stays.",
        (now, rows) -> {
          rows.add(Tags.of("state", "good"), now.vitals().good());
          rows.add(Tags.of("state", "broken"), now.vitals().broken());
        });
  }

  void troubled() {
    troubles.increment();
  }

  private static SourceState source(Sight now) {
    return now.vitals().source();
  }
}
