package dev.skep.controller.print;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Columns as kubectl prints them: as wide as their content, two spaces between. */
public final class Table {
  private static final String GAP = "  ";

  /**
   * @param means what a change of it is known by; an age, say, changes without anything having
   *     happened
   */
  private record Cell(String text, String means, Colour colour) {}

  /** A line of the table. */
  static final class Row {
    private final List<Cell> cells = new ArrayList<>();

    /** The texts of the first columns, which say whose line it is. */
    List<String> key(int columns) {
      return cells.stream().limit(columns).map(Cell::text).toList();
    }

    List<String> meaning() {
      return cells.stream().map(Cell::means).toList();
    }
  }

  /** Which columns there are, by their number, and where each begins. */
  record Layout(List<Integer> columns, List<Integer> starts) {}

  /** Below this the last column, which says why, is not worth reading. */
  private static final int LEGIBLE = 40;

  private final List<Row> rows = new ArrayList<>();
  private final List<String> spare = new ArrayList<>();
  private int keys = 1;

  Table(String... heads) {
    row(heads);
  }

  /** Columns that a narrow terminal does without, the first of them first. */
  Table spare(String... heads) {
    spare.addAll(List.of(heads));
    return this;
  }

  /** How many columns, from the first, tell one line from another. */
  Table keys(int columns) {
    keys = columns;
    return this;
  }

  Table row() {
    rows.add(new Row());
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
    return cell(text, text, colour);
  }

  /** One whose text goes with the time. */
  Table aging(String text, String means) {
    return cell(text, means, Colour.PLAIN);
  }

  private Table cell(String text, String means, Colour colour) {
    rows.getLast().cells.add(new Cell(Printable.line(text), means, colour));
    return this;
  }

  boolean empty() {
    return rows.size() == 1;
  }

  Row head() {
    return rows.getFirst();
  }

  /** All but the head. */
  List<Row> rows() {
    return rows.subList(1, rows.size());
  }

  int keys() {
    return keys;
  }

  /** A line for what has none any more: its first columns, and a word in the last one. */
  Row instead(List<String> key, String word) {
    var table = new Table(key.toArray(String[]::new));
    for (int i = key.size(); i < head().cells.size() - 1; i++) table.cell("-");
    return table.cell(word).head();
  }

  public String text(Terminal terminal) {
    return text(terminal, "");
  }

  /** Every line ends with a newline, none with a space. */
  String text(Terminal terminal, String indent) {
    var layout = layout(terminal, indent.length());
    var out = new StringBuilder();
    for (var row : rows) out.append(line(row, layout, terminal, indent)).append('\n');
    return out.toString();
  }

  /** As its present content and the width of a terminal have it. */
  Layout layout(Terminal terminal, int indent) {
    var heads = head().key(head().cells.size());
    var columns = new ArrayList<>(IntStream.range(0, heads.size()).boxed().toList());
    for (var head : spare) {
      int left = terminal.columns() - starts(columns, indent).getLast();
      if (left >= Math.min(LEGIBLE, width(columns.getLast()))) break;
      columns.remove((Integer) heads.indexOf(head));
    }
    return new Layout(columns, starts(columns, indent));
  }

  private List<Integer> starts(List<Integer> columns, int indent) {
    var starts = new ArrayList<Integer>();
    int at = indent;
    for (int column : columns) {
      starts.add(at);
      at += width(column) + GAP.length();
    }
    return starts;
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> column < row.cells.size())
        .mapToInt(row -> Cells.width(row.cells.get(column).text()))
        .max()
        .orElse(0);
  }

  /** What is wider than its column pushes the next one aside, as far as it must. */
  static String line(Row row, Layout layout, Terminal terminal, String indent) {
    var cells = layout.columns().stream()
        .filter(column -> column < row.cells.size())
        .map(row.cells::get)
        .toList();
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
      int pad = Math.max(GAP.length(), layout.starts().get(i + 1) - at);
      if (at + pad >= terminal.columns()) break;
      out.append(" ".repeat(pad));
      at += pad;
    }
    return out.toString().stripTrailing();
  }
}
