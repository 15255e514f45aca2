package dev.skep.controller.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page of metrics, read as Prometheus reads it. */
public record Scrape(String text) {
  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /** A metric as its document has it; the labels are sorted. */
  public record Family(String name, String type, List<String> labels) {}

  /** The value of a series, such as {@code skep_stack_phase{phase="Ready",stack="a"}}. */
  public double value(String series) {
    var found = series().get(series);
    if (found == null) throw new AssertionError("no " + series + " in\n" + text);
    return found;
  }

  /** Those that begin so. */
  public List<String> named(String beginning) {
    return series().keySet().stream().filter(s -> s.startsWith(beginning)).toList();
  }

  private Map<String, Double> series() {
    var out = new TreeMap<String, Double>();
    text.lines().filter(l -> !l.startsWith("#")).map(SAMPLE::matcher).forEach(m -> {
      if (!m.matches()) throw new AssertionError("no sample in\n" + text);
      out.put(
          m.group(2) == null ? m.group(1) : m.group(1) + "{" + m.group(2) + "}",
          Double.parseDouble(m.group(3)));
    });
    return out;
  }

  /** All of them, by name. */
  public Map<String, Family> families() {
    var types = text.lines()
        .filter(l -> l.startsWith("# TYPE "))
        .map(l -> l.split(" "))
        .collect(Collectors.toMap(w -> w[2], w -> w[3]));
    var labels = new TreeMap<String, TreeSet<String>>();
    types.keySet().forEach(name -> labels.put(name, new TreeSet<>()));
    for (var series : series().keySet()) {
      var name = series.replaceFirst("\\{.*", "");
      var family = types.containsKey(name) ? name : name.replaceFirst("_(bucket|count|sum)$", "");
      LABEL
          .matcher(series)
          .results()
          .map(m -> m.group(1))
          .filter(l -> !l.equals("le"))
          .forEach(labels.get(family)::add);
    }
    var out = new TreeMap<String, Family>();
    labels.forEach(
        (name, its) -> out.put(name, new Family(name, types.get(name), new ArrayList<>(its))));
    return out;
  }
}
