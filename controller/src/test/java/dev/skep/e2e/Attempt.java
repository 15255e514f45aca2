package dev.skep.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** A finished attempt as its record has it. */
record Attempt(
    int number, String result, String reason, String exitCode, Instant started, Instant ended) {
  /** Seconds that writing the intent, making the service and its task may take besides a pause. */
  static final double SLACK = 1;

  private static final String FORMAT =
      List.of("attempt", "result", "reason", "exit-code", "started-at", "ended-at").stream()
          .map("{{index .Spec.Labels \"dev.skep.%s\"}}"::formatted)
          .reduce((a, b) -> a + "|" + b)
          .orElseThrow();

  private static Attempt parse(String line) {
    var part = line.split("\\|");
    return new Attempt(
        Integer.parseInt(part[0]),
        part[1],
        part[2],
        part[3],
        Instant.parse(part[4]),
        Instant.parse(part[5]));
  }

  /** Of all jobs of a stack, oldest first. */
  static List<Attempt> of(TestStack stack) {
    var records = stack.records("attempt");
    if (records.isEmpty()) return List.of();
    return stack
        .engine()
        .lines("docker config inspect --format '" + FORMAT + "' " + String.join(" ", records))
        .stream()
        .map(Attempt::parse)
        .sorted(Comparator.comparing(Attempt::number))
        .toList();
  }

  /** Such as {@code FAILED/ExitCode}. */
  String end() {
    return result + "/" + reason;
  }

  /** Seconds from the end of this one to the beginning of the next. */
  double until(Attempt next) {
    return Duration.between(ended, next.started).toMillis() / 1000.0;
  }
}
