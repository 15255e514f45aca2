package dev.skep.controller.print;

import java.util.ArrayList;
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
    wrapped(label(label), value, colour);
  }

  /** Goes on in the next line where it is long: what explains is never cut. */
  private void wrapped(String head, String value, Colour colour) {
    var margin = head;
    for (var line : wrap(Printable.line(value), terminal.columns() - LABEL)) {
      out.append(margin).append(colour.paint(line, terminal)).append('\n');
      margin = " ".repeat(LABEL);
    }
  }

  private static List<String> wrap(String text, int columns) {
    if (Cells.width(text) <= columns) return List.of(text);
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ", -1)) {
      if (!line.isEmpty() && Cells.width(line + " " + word) > columns) {
        lines.add(line.toString());
        line.setLength(0);
      } else if (!line.isEmpty()) {
        line.append(' ');
      }
      line.append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Two short fields in one line, if they fit; only the second is coloured. */
  void pair(String label, String value, int width, String label2, String value2, Colour colour) {
    var head = Cells.pad(label(label) + Printable.line(value) + "  ", LABEL + width);
    var second = Cells.pad(label2 + ":", 10) + Printable.line(value2);
    if (Cells.width(head + second) > terminal.columns()) {
      field(label, value);
      field(label2, value2, colour);
      return;
    }
    out.append(head).append(colour.paint(second, terminal)).append('\n');
  }

  /** A label, and the items one below the other. Nothing at all for an empty list. */
  void list(String label, List<String> items) {
    var head = label(label);
    for (var item : items) {
      wrapped(head, item, Colour.PLAIN);
      head = " ".repeat(LABEL);
    }
  }

  void plain(String line) {
    out.append(line).append('\n');
  }

  /** Not cut either: a description is read for what a table had no room for. */
  void table(Table table) {
    out.append(table.text(terminal.uncut(), "  "));
  }

  void blank() {
    out.append('\n');
  }

  String text() {
    return out.toString();
  }

  private static String label(String label) {
    var head = Cells.pad(label + ":", LABEL);
    return head.endsWith(":") ? head + " " : head;
  }
}
