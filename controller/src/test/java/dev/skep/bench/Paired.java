package dev.skep.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The same work under several conditions, each measured once a round, so that what the machine
 * does otherwise strikes all. The order turns: who comes first finds the engine quiet, who comes
 * last the most garbage.
 */
final class Paired {
  /** Measures in a round, counted from 1. */
  interface Measured {
    Measure in(int round) throws Exception;
  }

  private final int rounds;
  private final Map<String, Measured> conditions = new LinkedHashMap<>();
  private final Map<String, List<Measure>> found = new LinkedHashMap<>();

  Paired() {
    this(5);
  }

  Paired(int rounds) {
    this.rounds = rounds;
  }

  /** The first is what all others are held against. */
  Paired with(String condition, Measured measured) {
    conditions.put(condition, measured);
    found.put(condition, new ArrayList<>());
    return this;
  }

  /** @param warm rounds before those that count */
  Paired measured(int warm) {
    for (int round = 1; round <= warm + rounds; round++) {
      var order = new ArrayList<>(conditions.keySet());
      Collections.rotate(order, round);
      for (var condition : order) {
        var measure = once(condition, round);
        if (round > warm) found.get(condition).add(measure);
      }
    }
    return this;
  }

  private Measure once(String condition, int round) {
    try {
      return conditions.get(condition).in(round);
    } catch (Exception e) {
      throw new AssertionError(condition, e);
    }
  }

  /** All rounds, then the middle of the ratios of each pair. */
  void print(String title) {
    var table = new Figures(title);
    var names = List.copyOf(found.keySet());
    var yardstick = found.get(names.getFirst());
    for (int i = 0; i < rounds; i++) {
      table.row(names.getFirst(), yardstick.get(i));
      for (var other : names.subList(1, names.size()))
        table.row(other, found.get(other).get(i), yardstick.get(i));
    }
    for (var name : names) table.row(name + ", median", middle(name), middle(names.getFirst()));
    for (int i = 0; i < names.size(); i++)
      for (var other : names.subList(i + 1, names.size()))
        table.value(other + " / " + names.get(i), ratio(found.get(other), found.get(names.get(i))));
    table.print();
  }

  private Measure middle(String name) {
    return found.get(name).stream()
        .sorted(Comparator.comparing(Measure::time))
        .toList()
        .get(rounds / 2);
  }

  private String ratio(List<Measure> these, List<Measure> those) {
    var ratios = IntStream.range(0, rounds)
        .mapToDouble(i -> these.get(i).over(those.get(i)))
        .sorted()
        .toArray();
    return String.format(Locale.ROOT, "%.2f", ratios[rounds / 2]);
  }
}
