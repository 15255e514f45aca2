package dev.skep.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds those that wait for each other in a ring. */
final class Rings {
  private static final int LONGEST_SHOWN = 12;

  private Rings() {}

  /**
   * One ring for each group that waits in vain, its first member also at its end.
   *
   * @param on what each waits for; all of them are keys too
   */
  static List<List<String>> of(Map<String, Set<String>> on) {
    var left = stuck(on);
    var rings = new ArrayList<List<String>>();
    var seen = new LinkedHashSet<String>();
    for (var name : left.keySet()) {
      if (!seen.contains(name)) walk(name, left, seen, rings);
    }
    return rings;
  }

  static String shown(List<String> ring) {
    if (ring.size() <= LONGEST_SHOWN) return String.join(" -> ", ring);
    var first = String.join(" -> ", ring.subList(0, LONGEST_SHOWN - 1));
    return first + " -> " + (ring.size() - LONGEST_SHOWN) + " more -> " + ring.getLast();
  }

  /** Takes away what waits for nothing until nothing changes; what stays is, or leads to, a ring. */
  private static Map<String, Set<String>> stuck(Map<String, Set<String>> all) {
    var left = new LinkedHashMap<String, Set<String>>();
    var waiting = new LinkedHashMap<String, List<String>>();
    all.forEach((name, on) -> {
      left.put(name, new LinkedHashSet<>(on));
      on.forEach(o -> waiting.computeIfAbsent(o, k -> new ArrayList<>()).add(name));
    });
    var free = new ArrayList<String>();
    left.forEach((name, on) -> {
      if (on.isEmpty()) free.add(name);
    });
    while (!free.isEmpty()) {
      var done = free.removeLast();
      left.remove(done);
      for (var name : waiting.getOrDefault(done, List.of())) {
        left.get(name).remove(done);
        if (left.get(name).isEmpty()) free.add(name);
      }
    }
    return left;
  }

  /** Everything left waits for something left, so a walk along the first one must come round. */
  private static void walk(
      String from, Map<String, Set<String>> left, Set<String> seen, List<List<String>> rings) {
    var trail = new ArrayList<String>();
    var at = from;
    while (seen.add(at)) {
      trail.add(at);
      at = left.get(at).iterator().next();
    }
    int start = trail.indexOf(at);
    if (start < 0) return;
    var ring = new ArrayList<>(trail.subList(start, trail.size()));
    ring.add(at);
    rings.add(ring);
  }
}
