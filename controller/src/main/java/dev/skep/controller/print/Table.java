package dev.skep.controller.print;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns as kubectl prints them: as wide as their content, two spaces between. */
final class Table {
  private static final String GAP = "  ";

  private record Cell(String text, Colour colour) {}

  /** Below this the last column, which says why, is not worth reading. */
  private static final int LEGIBLE = 40;

  private final List<List<Cell>> rows = new ArrayList<>();
  private final List<String> spare = new ArrayList<>();
  private List<Cell> row;

  Table(String... heads) {
    row();
    for (var head : heads) cell(head);
  }

  /** Columns that a narrow terminal does without, the first of them first. */
  Table spare(String... heads) {
    spare.addAll(List.of(heads));
    return this;
  }

  Table row() {
    row = new ArrayList<>();
    rows.add(row);
    return this;
  }

  Table row(String... cells) {
    row();
    for (var cell : cells) cell(cell);
    return this;
  }

  Table cell(String text) {
    return cell(text, Colour.PLAIN);
  }

  Table cell(String text, Colour colour) {
    row.add(new Cell(Printable.line(text), colour));
    return this;
  }

  boolean empty() {
    return rows.size() == 1;
  }

  String text(Terminal terminal) {
    return text(terminal, "");
  }

  /** Every line ends with a newline, none with a space. */
  String text(Terminal terminal, String indent) {
    int[] widths = widths();
    for (var head : spare) {
      int before = Arrays.stream(widths).sum()
          - widths[widths.length - 1]
          + GAP.length() * (widths.length - 1);
      int left = terminal.columns() - indent.length() - before;
      if (left >= Math.min(LEGIBLE, widths[widths.length - 1])) break;
      drop(head);
      widths = widths();
    }
    var out = new StringBuilder();
    for (var cells : rows) {
      out.append(line(cells, widths, terminal, indent)).append('\n');
    }
    return out.toString();
  }

  private void drop(String head) {
    int column = rows.getFirst().stream().map(Cell::text).toList().indexOf(head);
    for (var cells : rows) cells.remove(column);
  }

  private int[] widths() {
    int[] widths = new int[rows.getFirst().size()];
    for (var cells : rows) {
      for (int i = 0; i < cells.size(); i++) {
        widths[i] = Math.max(widths[i], Cells.width(cells.get(i).text()));
      }
    }
    return widths;
  }

  private static String line(List<Cell> cells, int[] widths, Terminal terminal, String indent) {
    var out = new StringBuilder(indent);
    int at = indent.length();
    int last = cells.size() - 1;
    while (last > 0 && cells.get(last).text().isEmpty()) last--;
    for (int i = 0; i <= last; i++) {
      var cell = cells.get(i);
      var text = Cells.cut(cell.text(), terminal.columns() - at, terminal);
      out.append(cell.colour().paint(text, terminal));
      at += Cells.width(text);
      // A line that had to be cut ends where it was cut.
      if (i == last || !text.equals(cell.text())) break;
      int pad = widths[i] - Cells.width(text) + GAP.length();
      if (at + pad >= terminal.columns()) break;
      out.append(" ".repeat(pad));
      at += pad;
    }
    return out.toString().stripTrailing();
  }
}
