package dev.skep.manifests;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that was probably meant. */
final class Suggest {
  private static final int LONGEST = 40;
  private static final int MOST = 1000;

  private Suggest() {}

  /** {@code ; did you mean "x"?}, or nothing when no candidate is near. */
  static String meant(String word, Collection<String> candidates) {
    return nearest(word, candidates).map(c -> "; did you mean \"" + c + "\"?").orElse("");
  }

  static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.length() > LONGEST) return Optional.empty();
    int bound = Math.max(1, word.length() / 3);
    return candidates.stream()
        .limit(MOST)
        .filter(c -> Math.abs(c.length() - word.length()) <= bound)
        .filter(c -> distance(word, c) <= bound)
        .min(Comparator.comparingInt((String c) -> distance(word, c))
            .thenComparing(Comparator.naturalOrder()));
  }

  /** Levenshtein's distance, where two swapped neighbours cost one. */
  private static int distance(String a, String b) {
    var cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) cost[i][0] = i;
    for (int j = 0; j <= b.length(); j++) cost[0][j] = j;
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
    return cost[a.length()][b.length()];
  }
}
