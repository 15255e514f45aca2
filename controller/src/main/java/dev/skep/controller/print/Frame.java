package dev.skep.controller.print;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The picture of an apply: lays lines out, and draws a new one over the last. */
final class Frame {
  private static final int KIND = 9;
  private static final int NAME = 20;
  private static final int TEXT = 62;
  private static final String INDENT = "  ";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  /** A step, and the duration to show with it. */
  record Line(Step step, String took) {}

  private final Terminal terminal;
  private int drawn;

  Frame(Terminal terminal) {
    this.terminal = terminal;
  }

  String picture(String head, List<Line> steps, Duration elapsed) {
    var lines = new ArrayList<String>();
    lines.add(Cells.cut(head, edge(), terminal));
    for (var step : fitting(steps)) {
      lines.add(line(step));
      if (!step.step().note().isEmpty()) {
        var indent = " ".repeat(INDENT.length() + 2 + KIND + NAME);
        lines.add(Cells.cut(indent + step.step().note(), edge(), terminal));
      }
    }
    int hidden = steps.size() - fitting(steps).size();
    if (hidden > 0) lines.add(INDENT + "and " + hidden + " more that are done");
    lines.add(Cells.cut(
        "elapsed " + Ages.precise(elapsed) + terminal.dot() + "Ctrl-C stops watching, not the work",
        edge(),
        terminal));
    var out = new StringBuilder(drawn > 0 ? "\u001b[" + drawn + "A\r" : "");
    for (var line : lines) out.append(line).append(CLEAR_LINE).append('\n');
    if (drawn > lines.size()) out.append(CLEAR_BELOW);
    drawn = lines.size();
    return out.toString();
  }

  /** A picture taller than the terminal cannot be drawn over: what is done gives way first. */
  private List<Line> fitting(List<Line> steps) {
    int room = terminal.lines() == Terminal.ENDLESS ? Terminal.ENDLESS : terminal.lines() - 4;
    long needed = steps.stream().mapToInt(Frame::height).sum();
    if (needed <= room) return steps;
    var kept = new ArrayList<>(steps);
    for (var step : steps) {
      if (kept.stream().mapToInt(Frame::height).sum() <= room) break;
      if (step.step().mark().settled()) kept.remove(step);
    }
    while (kept.size() > 1 && kept.stream().mapToInt(Frame::height).sum() > room) {
      kept.removeLast();
    }
    return kept;
  }

  private static int height(Line line) {
    return line.step().note().isEmpty() ? 1 : 2;
  }

  String line(Line line) {
    var step = line.step();
    int left = edge() - INDENT.length() - 2;
    var what = Cells.pad(step.kind(), KIND) + Cells.pad(step.name(), NAME);
    if (!what.endsWith(" ")) what += " ";
    var text = what + step.text() + step.tail();
    var took = line.took();
    if (!took.isEmpty()) {
      int column = Math.min(KIND + NAME + TEXT, left - took.length() - 1);
      text = Cells.pad(Cells.cut(text, Math.max(column - 1, 1), terminal), column) + took;
      if (terminal.columns() == Terminal.ENDLESS) {
        text = Cells.pad(what + step.text() + step.tail(), KIND + NAME + TEXT - 1) + " " + took;
      }
    }
    return INDENT + step.mark().text(terminal) + " "
        + Cells.cut(text, left, terminal).stripTrailing();
  }

  /** The last column stays empty: some terminals wrap when it is written to. */
  private int edge() {
    return terminal.columns() == Terminal.ENDLESS ? Terminal.ENDLESS : terminal.columns() - 1;
  }
}
