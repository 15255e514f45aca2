package dev.skep.controller.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is counted of one job. Ends of runs are there from the start, so that the first one shows. */
final class JobCounters {
  private final MeterRegistry registry;
  private final Tags tags;
  private final List<Counter> all = new ArrayList<>();
  private final Counter succeeded;
  private final Counter failed;
  private final Counter unknown;
  private final Counter retries;
  private boolean isUnknown;
  private Optional<Instant> lastSuccess = Optional.empty();

  JobCounters(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
    this.succeeded = run("succeeded");
    this.failed = run("failed");
    this.unknown = run("unknown");
    this.retries = kept(Counter.builder("skep.job.retries")
        .description("Attempts of a job after which another one follows.")
        .tags(tags)
        .register(registry));
  }

  void succeeded() {
    succeeded.increment();
  }

  void failed() {
    failed.increment();
  }

  void retried() {
    retries.increment();
  }

  /** Whether it is so now. */
  void unknown(boolean now) {
    if (now && !isUnknown) unknown.increment();
    isUnknown = now;
  }

  void attempt(String result) {
    kept(Counter.builder("skep.job.attempts")
            .description("Attempts of a job that ended, by result.")
            .tags(tags.and("result", result))
            .register(registry))
        .increment();
  }

  void succeededAt(Instant at) {
    if (lastSuccess.filter(at::isBefore).isEmpty()) lastSuccess = Optional.of(at);
  }

  Optional<Instant> lastSuccess() {
    return lastSuccess;
  }

  void remove() {
    all.forEach(registry::remove);
  }

  private Counter run(String result) {
    return kept(Counter.builder("skep.job.runs")
        .description("Runs of a job that came to an end, or to where nobody knows.")
        .tags(tags.and("result", result))
        .register(registry));
  }

  private Counter kept(Counter counter) {
    if (!all.contains(counter)) all.add(counter);
    return counter;
  }
}
