package dev.skep.controller.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/** What is asked of the engine, and of registries through it. */
final class EngineMeters {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private static final List<String> STATES = List.of("closed", "open", "half_open");

  private final MeterRegistry registry;

  EngineMeters(MeterRegistry registry, Present present) {
    this.registry = registry;
    present.gauge(
        "skep.engine.breaker.state",
        "",
        "1 for the state that the circuit breaker before the engine is in.",
        (now, rows) -> {
          if (now.breaker().isEmpty()) return;
          for (var state : STATES) {
            rows.add(Tags.of("state", state), Present.flag(state.equals(now.breaker())));
          }
        });
  }

  void called(String method, String code, Duration took) {
    Counter.builder("skep.engine.calls")
        .description("Calls of the Engine API, by method and class of the answer's code.")
        .tags("method", method, "code", code)
        .register(registry)
        .increment();
    Timer.builder("skep.engine.call")
        .description("How long calls of the Engine API took, by method.")
        .tag("method", method)
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(took);
  }

  void lookedUp(String answer) {
    Counter.builder("skep.registry.lookups")
        .description("Questions to registries about images, by what was answered.")
        .tag("answer", answer)
        .register(registry)
        .increment();
  }
}
