package dev.skep.reconciler;

import java.util.List;
import java.util.Optional;

/**
 * What would change if a stack became as its manifest says; nothing is written to find out.
 *
 * @param lines what changes, in the order in which it would
 * @param unchanged services and jobs that are as they shall be
 */
public record Difference(String stack, List<Line> lines, int unchanged) {
  /** What would be done. */
  public enum Verb {
    CREATE,
    UPDATE,
    /** A job would run. */
    RUN,
    REMOVE,
    /** Something has to be decided or mended by a person first. */
    HELD
  }

  /**
   * @param what such as {@code service web}
   * @param details field by field, or why
   * @param restarts tasks that are replaced
   * @param waitsFor what holds the change back until it is there
   */
  public record Line(
      Verb verb, String what, List<String> details, int restarts, Optional<String> waitsFor) {
    public Line {
      details = List.copyOf(details);
    }

    /** In one line, such as {@code service app: image a -> b (2 restarts)}. */
    public String text() {
      var why = String.join("; ", details);
      return switch (verb) {
        case CREATE -> what + ": made, " + why;
        case UPDATE -> what + ": " + why + (restarts == 0 ? "" : " (" + restarted() + ")");
        case RUN -> what + ": runs, " + why;
        case REMOVE -> what + ": removed, " + why;
        case HELD -> what + ": held, " + why;
      };
    }

    /** Such as {@code 2 restarts}. */
    public String restarted() {
      return restarts + (restarts == 1 ? " restart" : " restarts");
    }

    Line(Verb verb, String what, String detail) {
      this(verb, what, List.of(detail), 0, Optional.empty());
    }
  }

  public Difference {
    lines = List.copyOf(lines);
  }

  public boolean none() {
    return lines.isEmpty();
  }
}
