package dev.skep.controller.print;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The picture of an apply: lays lines out, and draws a new one over the last. */
final class Frame {
  private static final int KIND = 9;
  private static final int SHORT_NAME = 12;
  private static final int LONG_NAME = 28;
  private static final int TEXT = 62;
  private static final String INDENT = "  ";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  /** A step, and the duration to show with it. */
  record Line(Step step, String took) {}

  private final Terminal terminal;
  private int drawn;
  private int name = SHORT_NAME;

  Frame(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Widens the column of names, which never narrows again: lines are to stay in line. */
  void named(String longest) {
    name = Math.max(name, Math.min(LONG_NAME, Cells.width(longest) + 2));
  }

  String picture(String head, List<Line> steps, Duration elapsed) {
    var lines = new ArrayList<String>();
    lines.add(Cells.cut(head, edge(), terminal));
    for (var step : fitting(steps)) {
      lines.add(line(step));
      if (!step.step().note().isEmpty()) {
        var indent = " ".repeat(INDENT.length() + 2 + KIND + name);
        lines.add(Cells.cut(indent + step.step().note(), edge(), terminal));
      }
    }
    int hidden = steps.size() - fitting(steps).size();
    if (hidden > 0) lines.add(Cells.cut(INDENT + "and " + hidden + " more", edge(), terminal));
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
    var what = Cells.pad(step.kind(), KIND) + Cells.pad(step.name(), name);
    if (!what.endsWith(" ")) what += " ";
    var text = what + step.text() + step.tail();
    if (!line.took().isEmpty()) {
      int column = Math.min(KIND + name + TEXT, left - line.took().length() - 1);
      // A pipe has room for all of it, at the price of a column out of line.
      boolean cut = terminal.columns() != Terminal.ENDLESS;
      var fitting = cut ? Cells.cut(text, Math.max(column - 1, 1), terminal) : text;
      text = Cells.pad(fitting + " ", column) + line.took();
    }
    return INDENT + step.mark().text(terminal) + " "
        + Cells.cut(text, left, terminal).stripTrailing();
  }

  /** The last column stays empty: some terminals wrap when it is written to. */
  private int edge() {
    return terminal.columns() == Terminal.ENDLESS ? Terminal.ENDLESS : terminal.columns() - 1;
  }
}
