package dev.skep.reconciler;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Maps in a line, such as {@code a=1 b=2}: no key has a blank or an equals, no value a blank. */
final class Words {
  private Words() {}

  static String write(Map<String, String> map) {
    return new TreeMap<>(map)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(" "));
  }

  static Map<String, String> read(String text) {
    var out = new TreeMap<String, String>();
    for (var word : text.split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) out.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return out;
  }
}
