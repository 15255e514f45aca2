package dev.skep.reconciler;

import dev.skep.model.Labels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What the labels of all records have in common, and how lists and maps go into one. */
final class RecordLabels {
  private static final String FORMAT = "1";
  private static final String FORMAT_KEY = Labels.of("format");
  static final String INCARNATION = Labels.of("incarnation");

  /** On the few records that every pass reads; the many that grow do not have it. */
  static final String HEAD = Labels.of("head");

  private RecordLabels() {}

  static String line(Set<String> words) {
    return String.join(" ", new TreeSet<>(words));
  }

  static List<String> list(String text) {
    var words = text.trim();
    return words.isEmpty() ? List.of() : Arrays.asList(words.split(" "));
  }

  /** Such as {@code app=hash@2026-01-01T00:00:00Z db=hash@}. */
  static <T> String pairs(Map<String, T> map, Function<T, String> pair) {
    var out = new TreeMap<String, String>();
    map.forEach((key, value) -> out.put(key, pair.apply(value)));
    return Words.write(out);
  }

  static <T> Map<String, T> pairs(
      Map<String, String> labels, String label, BiFunction<String, String, T> read) {
    var out = new TreeMap<String, T>();
    Words.read(labels.getOrDefault(label, "")).forEach((key, pair) -> {
      int at = pair.indexOf('@');
      if (at >= 0) out.put(key, read.apply(pair.substring(0, at), pair.substring(at + 1)));
    });
    return out;
  }

  static TreeMap<String, String> base(String owner, String kind, String stack) {
    var labels = new TreeMap<String, String>();
    labels.put(Labels.OWNER, owner);
    labels.put(Labels.KIND, kind);
    labels.put(FORMAT_KEY, FORMAT);
    labels.put(Labels.STACK, stack);
    return labels;
  }

  static void checkFormat(Map<String, String> labels) {
    var format = labels.get(FORMAT_KEY);
    if (!FORMAT.equals(format)) {
      throw new IllegalArgumentException("format " + format + " is not one this version knows");
    }
  }

  static String need(Map<String, String> labels, String key) {
    var value = labels.get(key);
    if (value == null) throw new IllegalArgumentException("label " + key + " is missing");
    return value;
  }
}
