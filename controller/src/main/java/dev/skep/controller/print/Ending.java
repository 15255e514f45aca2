package dev.skep.controller.print;

import dev.skep.model.JobPhase;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.ServiceRow;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The last block of an apply.
 *
 * @param out for the standard output
 * @param err for the standard error; empty when all went well
 */
public record Ending(String out, String err) {
  private static final int LOG_LINES = 20;

  /**
   * What an apply has done.
   *
   * @param written what was done to services, by name
   * @param same the steps in which nothing had to be done, by key
   * @param log of the attempt that failed
   */
  record Story(
      StackStatus status,
      Map<String, String> written,
      Set<String> same,
      Duration elapsed,
      List<String> log) {

    Ending ending(Terminal terminal) {
      return status.ready() ? new Ending(success(terminal), "") : new Ending("", failure());
    }

    private String success(Terminal terminal) {
      var table = new Table("KIND", "NAME", "RESULT", "TASKS", "ATTEMPTS", "EXIT", "DURATION");
      for (var row : status.services()) {
        table
            .row("service", row.name(), written.getOrDefault(row.name(), "unchanged"))
            .cell(ServiceTable.tasks(row))
            .cell("-")
            .cell("-")
            .cell("-");
      }
      for (var row : status.jobs()) {
        table
            .row("job", row.name(), result(row))
            .cell("-")
            .cell(Words.attempts(row))
            .cell(Words.exit(row.last()))
            .cell(row.last().map(a -> Ages.precise(a.duration())).orElse("-"));
      }
      return table.text(terminal)
          + Printable.line(status.stack() + ": ready at " + Words.revision(status.attempted())
              + " after " + Ages.precise(elapsed))
          + "\n";
    }

    private String result(JobRow row) {
      return same.contains("job " + row.name())
          ? "succeeded before"
          : row.phase().text().toLowerCase(Locale.ROOT);
    }

    private String failure() {
      var after = status.unblock().isEmpty() ? " after " + Ages.precise(elapsed) : "";
      var out = new StringBuilder(Printable.line(
          status.stack() + ": not converged" + after + ". " + cause() + ". " + left()));
      out.append('\n');
      var lines = Printable.lines(log);
      lines
          .subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
          .forEach(l -> out.append("  | ").append(l).append('\n'));
      var head = "next: ";
      for (var hint : status.unblock()) {
        out.append(head).append(Printable.line(hint)).append('\n');
        head = "  or: ";
      }
      return out.toString();
    }

    private String cause() {
      var failed = status.jobs().stream()
          .filter(j -> j.phase() == JobPhase.FAILED)
          .map(j -> "job " + j.name() + " " + Steps.failed(j))
          .collect(Collectors.joining(", "));
      return failed.isEmpty() ? status.summary() : failed;
    }

    /** What a failure has left alone, and what it has not. */
    private String left() {
      var changed = status.services().stream()
          .filter(s -> written.containsKey(s.name()))
          .map(s -> s.name() + " was " + written.get(s.name()))
          .collect(Collectors.joining(", "));
      var kept = status.services().stream()
          .filter(s -> s.waitsFor().isPresent() && s.running() > 0)
          .map(ServiceRow::name)
          .toList();
      var first = changed.isEmpty() ? "Nothing else was changed" : "Changed before: " + changed;
      if (kept.isEmpty()) return first + ".";
      var runs = kept.size() == 1 ? " runs " : " run ";
      var before = status.applied().isPresent() ? Words.applied(status) : "as before";
      return first + (changed.isEmpty() ? ": " : "; ") + String.join(", ", kept) + runs + before
          + ".";
    }
  }
}
