package dev.skep.controller.print;

import dev.skep.model.JobPhase;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.ServiceRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The last block of an apply.
 *
 * @param out for the standard output
 * @param err for the standard error; empty when all went well
 */
public record Ending(String out, String err) {
  private static final int LOG_LINES = 20;

  static Ending of(
      StackStatus status,
      Map<String, String> written,
      Duration elapsed,
      List<String> log,
      Terminal terminal) {
    if (status.ready()) return new Ending(success(status, written, elapsed, terminal), "");
    return new Ending("", failure(status, written, elapsed, log));
  }

  private static String success(
      StackStatus status, Map<String, String> written, Duration elapsed, Terminal terminal) {
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
          .row("job", row.name(), row.phase().text().toLowerCase(Locale.ROOT))
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

  private static String failure(
      StackStatus status, Map<String, String> written, Duration elapsed, List<String> log) {
    var out = new StringBuilder(Printable.line(status.stack() + ": not converged"
        + (status.unblock().isEmpty() ? " after " + Ages.precise(elapsed) : "") + ". "
        + cause(status) + ". " + left(status, written)));
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

  private static String cause(StackStatus status) {
    var failed = status.jobs().stream()
        .filter(j -> j.phase() == JobPhase.FAILED)
        .map(Ending::failed)
        .collect(Collectors.joining(", "));
    return failed.isEmpty() ? status.summary() : failed;
  }

  private static String failed(JobRow row) {
    return "job " + row.name() + " " + Steps.failed(row);
  }

  /** What a failure has left alone, and what it has not. */
  private static String left(StackStatus status, Map<String, String> written) {
    var changed = status.services().stream()
        .filter(s -> written.containsKey(s.name()))
        .map(s -> s.name() + " was " + written.get(s.name()))
        .toList();
    var kept = status.services().stream()
        .filter(s -> s.waitsFor().isPresent() && s.running() > 0)
        .map(ServiceRow::name)
        .toList();
    var parts = new ArrayList<String>();
    parts.add(changed.isEmpty() ? "Nothing else was changed" : String.join(", ", changed));
    if (!kept.isEmpty()) {
      var runs = kept.size() == 1 ? " runs " : " run ";
      var before = status.applied().isPresent() ? Words.applied(status) : "as before";
      parts.add(String.join(", ", kept) + runs + before);
    }
    return String.join(": ", parts) + ".";
  }
}
