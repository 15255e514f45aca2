package dev.skep.controller.print;

import java.util.List;

/** Labelled lines, one below the other. */
final class Lines {
  private static final int LABEL = 13;

  private final Terminal terminal;
  private final StringBuilder out = new StringBuilder();

  Lines(Terminal terminal) {
    this.terminal = terminal;
  }

  Terminal terminal() {
    return terminal;
  }

  void field(String label, String value) {
    field(label, value, Colour.PLAIN);
  }

  void field(String label, String value, Colour colour) {
    var head = label(label);
    int left = terminal.columns() - Cells.width(head);
    out.append(head)
        .append(colour.paint(Cells.cut(Printable.line(value), left, terminal), terminal))
        .append('\n');
  }

  /** Two short fields in one line; only the second is coloured. */
  void pair(String label, String value, int width, String label2, String value2, Colour colour) {
    var head = Cells.pad(label(label) + Printable.line(value), LABEL + width);
    var second = Cells.pad(label2 + ":", 10);
    if (Cells.width(head) > LABEL + width) head += "  ";
    int used = Cells.width(head) + second.length();
    if (used + 10 > terminal.columns()) {
      field(label, value);
      field(label2, value2, colour);
      return;
    }
    var text = Cells.cut(Printable.line(value2), terminal.columns() - used, terminal);
    out.append(head).append(second).append(colour.paint(text, terminal)).append('\n');
  }

  /** A label, and one item a line under it. Nothing at all for an empty list. */
  void list(String label, List<String> items) {
    var head = label;
    for (var item : items) {
      if (!head.isEmpty()) {
        field(head, item);
        head = "";
        continue;
      }
      var text = Cells.cut(Printable.line(item), terminal.columns() - LABEL, terminal);
      out.append(" ".repeat(LABEL)).append(text).append('\n');
    }
  }

  void plain(String line) {
    out.append(Cells.cut(line, terminal.columns(), terminal)).append('\n');
  }

  void blank() {
    out.append('\n');
  }

  void raw(String text) {
    out.append(text);
  }

  String text() {
    return out.toString();
  }

  private static String label(String label) {
    var head = Cells.pad(label + ":", LABEL);
    return head.endsWith(":") ? head + " " : head;
  }
}
