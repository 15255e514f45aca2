package dev.skep.reconciler;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a container of the fake engine does.
 *
 * @param startsAfter from the task's placement to the container's start
 * @param runsFor empty: for ever
 * @param rejection empty unless the task fails before any container is made
 */
public record Behaviour(
    Duration startsAfter,
    Optional<Duration> runsFor,
    int exitCode,
    List<String> logLines,
    Optional<String> rejection) {
  private static final Duration START = Duration.ofMillis(300);

  public Behaviour {
    logLines = List.copyOf(logLines);
  }

  public static Behaviour forEver(String... logLines) {
    return new Behaviour(START, Optional.empty(), 0, List.of(logLines), Optional.empty());
  }

  public static Behaviour exits(int code, Duration runsFor, String... logLines) {
    return new Behaviour(START, Optional.of(runsFor), code, List.of(logLines), Optional.empty());
  }

  /** As with an image that is missing or a mount that cannot be made. */
  public static Behaviour rejected(String error) {
    return new Behaviour(START, Optional.empty(), 0, List.of(), Optional.of(error));
  }

  public Behaviour startingAfter(Duration delay) {
    return new Behaviour(delay, runsFor, exitCode, logLines, rejection);
  }
}
