package dev.skep.controller.print;

import dev.skep.model.Diagnosis;
import dev.skep.model.Finding;
import dev.skep.model.Finding.Grade;

/** {@code skep doctor}: a line for each finding, below it what mends it, at the end how many. */
public final class DiagnosisList {
  private static final String MARGIN = " ".repeat(8);

  private DiagnosisList() {}

  /** Nothing is cut: what is wrong is read to the end. */
  public static String text(Diagnosis diagnosis, Terminal terminal) {
    int width = diagnosis.findings().stream()
        .mapToInt(f -> Cells.width(f.about()))
        .max()
        .orElse(0);
    var out = new StringBuilder();
    for (var finding : diagnosis.findings()) {
      var grade = finding.grade();
      out.append(mark(grade).text(terminal))
          .append(' ')
          .append(colour(grade).paint(Cells.pad(word(grade), 4), terminal))
          .append("  ")
          .append(Cells.pad(finding.about(), width))
          .append("  ")
          .append(Printable.line(finding.said()))
          .append('\n');
      if (!finding.mend().isEmpty()) mend(finding, out);
    }
    return out.append(count(diagnosis)).append('\n').toString();
  }

  private static void mend(Finding finding, StringBuilder out) {
    out.append(MARGIN).append("mend: ").append(Printable.line(finding.mend())).append('\n');
  }

  private static String count(Diagnosis diagnosis) {
    return diagnosis.count(Grade.OK) + " ok, " + diagnosis.count(Grade.WARN) + " to look at, "
        + diagnosis.count(Grade.FAIL) + " failed";
  }

  /** As one looks for it: what fails in capitals. */
  public static String word(Grade grade) {
    return switch (grade) {
      case OK -> "ok";
      case WARN -> "warn";
      case FAIL -> "FAIL";
    };
  }

  private static Mark mark(Grade grade) {
    return switch (grade) {
      case OK -> Mark.DONE;
      case WARN -> Mark.ODD;
      case FAIL -> Mark.FAILED;
    };
  }

  private static Colour colour(Grade grade) {
    return switch (grade) {
      case OK -> Colour.GREEN;
      case WARN -> Colour.YELLOW;
      case FAIL -> Colour.RED;
    };
  }
}
