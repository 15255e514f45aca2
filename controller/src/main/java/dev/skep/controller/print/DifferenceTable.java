package dev.skep.controller.print;

import dev.skep.reconciler.Difference;
import dev.skep.reconciler.Difference.Line;
import dev.skep.reconciler.Difference.Verb;

/** {@code skep diff}. */
public final class DifferenceTable {
  private DifferenceTable() {}

  /** A line for the stack, and one for each thing that would change. */
  public static String text(Difference difference, Terminal terminal) {
    var out = new StringBuilder(difference.stack());
    if (difference.none()) {
      return out.append(": no difference, ")
          .append(count(difference.unchanged(), "service or job", "services and jobs"))
          .append(" as they shall be\n")
          .toString();
    }
    out.append('\n');
    var table = new Table("", "WHAT", "EFFECT", "WHY");
    for (var line : difference.lines()) {
      table
          .row()
          .cell(mark(line.verb()), colour(line.verb()))
          .cell(line.what())
          .cell(effect(line), colour(line.verb()))
          .cell(why(line));
    }
    var rows = table.text(terminal, "  ");
    out.append(rows.substring(rows.indexOf('\n') + 1));
    if (difference.unchanged() > 0) {
      out.append("  ")
          .append(count(difference.unchanged(), "service or job", "services and jobs"))
          .append(" unchanged\n");
    }
    return out.toString();
  }

  private static String mark(Verb verb) {
    return switch (verb) {
      case CREATE -> "+";
      case UPDATE -> "~";
      case RUN -> ">";
      case REMOVE -> "-";
      case HELD -> "!";
    };
  }

  private static Colour colour(Verb verb) {
    return switch (verb) {
      case CREATE -> Colour.GREEN;
      case UPDATE, RUN -> Colour.YELLOW;
      case REMOVE, HELD -> Colour.RED;
    };
  }

  private static String effect(Line line) {
    return switch (line.verb()) {
      case CREATE -> "create";
      case UPDATE -> line.restarts() == 0 ? "no restart" : line.restarted();
      case RUN -> "will run";
      case REMOVE -> "remove";
      case HELD -> "held";
    };
  }

  private static String why(Line line) {
    var details = String.join("; ", line.details());
    return line.waitsFor()
        .map(w -> details + "; waits for " + Words.waitsFor(w))
        .orElse(details);
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
