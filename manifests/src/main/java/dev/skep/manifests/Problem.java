package dev.skep.manifests;

import java.util.Comparator;

/** What is wrong in the input, where, and what to write instead. */
public record Problem(Severity severity, Place place, String message) {
  /** An error refuses the input; a warning tells of what is read but not honoured. */
  public enum Severity {
    ERROR,
    WARNING
  }

  static final Comparator<Problem> BY_PLACE = Comparator.comparing(
          (Problem p) -> p.place().file())
      .thenComparingInt(p -> p.place().line())
      .thenComparingInt(p -> p.place().column())
      .thenComparing(Problem::severity)
      .thenComparing(Problem::message);

  @Override
  public String toString() {
    return place + ": " + (severity == Severity.WARNING ? "warning: " : "") + message;
  }
}
