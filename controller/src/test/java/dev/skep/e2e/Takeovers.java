package dev.skep.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The table of how long a place was empty. */
final class Takeovers {
  private Takeovers() {}

  static void print(Map<Loss, List<Duration>> times) {
    var out = new StringBuilder("\n| loss | runs | p50 | max |\n|---|---|---|---|\n");
    times.forEach((loss, all) -> {
      var sorted = all.stream().sorted().toList();
      out.append("| %s | %d | %d ms | %d ms |%n"
          .formatted(
              loss,
              sorted.size(),
              sorted.get(sorted.size() / 2).toMillis(),
              sorted.getLast().toMillis()));
    });
    System.out.println(out);
  }
}
