package dev.skep.controller.print;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table that is told on: first the whole, then the lines that have changed beneath it, in the
 * columns of the first. That an age has grown is no change. Not thread-safe.
 */
public final class FollowedTable {
  private static final String GONE = "gone";

  private final Terminal terminal;
  private Optional<Table.Layout> layout = Optional.empty();

  /** What was told, by the first columns; two lines may have the same. */
  private Map<List<String>, List<List<String>>> told = Map.of();

  public FollowedTable(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What to print now; empty when there is nothing new. */
  public String update(Table table) {
    if (layout.isEmpty() && table.empty()) return "";
    var out = new StringBuilder();
    if (layout.isEmpty()) {
      layout = Optional.of(table.layout(terminal, 0));
      out.append(line(table.head()));
    }
    var now = new LinkedHashMap<List<String>, List<List<String>>>();
    for (var row : table.rows()) {
      var key = row.key(table.keys());
      now.computeIfAbsent(key, k -> new ArrayList<>()).add(row.meaning());
      if (!told.getOrDefault(key, List.of()).contains(row.meaning())) out.append(line(row));
    }
    for (var key : told.keySet()) {
      if (!now.containsKey(key)) out.append(line(table.instead(key, GONE)));
    }
    told = now;
    return out.toString();
  }

  private String line(Table.Row row) {
    return Table.line(row, layout.orElseThrow(), terminal, "") + "\n";
  }
}
