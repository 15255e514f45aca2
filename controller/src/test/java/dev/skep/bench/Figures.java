package dev.skep.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table that a bench prints: rows, each with its share of the yardstick's time. */
final class Figures {
  private record Row(String what, String calls, String writes, String time, String ratio) {}

  private final String title;
  private final List<Row> rows = new ArrayList<>();

  Figures(String title) {
    this.title = title;
    rows.add(new Row(title, "calls", "writes", "time", "ratio"));
  }

  void row(String what, Measure measure) {
    add(what, measure, "1");
  }

  /** Beside what does the same work. */
  void row(String what, Measure measure, Measure yardstick) {
    add(what, measure, String.format(Locale.ROOT, "%.2f", measure.over(yardstick)));
  }

  /** Something else than a time. */
  void value(String what, String value) {
    rows.add(new Row(what, "", "", value, ""));
  }

  /** Of many times: the one in the middle, and the one that 95 of 100 do not exceed. */
  void percentiles(String what, List<Duration> times) {
    var sorted = times.stream().sorted().toList();
    value(what + ", p50", sorted.get(sorted.size() / 2).toMillis() + " ms");
    value(what + ", p95", sorted.get(sorted.size() * 95 / 100).toMillis() + " ms");
  }

  private void add(String what, Measure m, String ratio) {
    var known = m.calls() >= 0;
    rows.add(new Row(
        what, known ? "" + m.calls() : "-", known ? "" + m.writes() : "-", text(m.time()), ratio));
  }

  private static String text(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
  }

  void print() {
    var out = new StringBuilder("\n");
    for (var row : rows) {
      out.append("| %-52s | %6s | %6s | %11s | %6s |%n"
          .formatted(row.what, row.calls, row.writes, row.time, row.ratio));
      if (row.what.equals(title)) out.append("|---|---|---|---|---|\n");
    }
    System.out.println(out);
  }
}
