package dev.skep.manifests;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists of words of our own. */
final class Words {
  private Words() {}

  /**
   * Says that a word is none of the known ones, and which was meant.
   *
   * @param what what the known ones are called
   * @param others words that mean one of the known ones elsewhere
   */
  static String unknown(String word, String what, List<String> known, Map<String, String> others) {
    return ": " + Problems.quote(word) + " is no " + what
        + Optional.ofNullable(others.get(word))
            .or(() -> Suggest.nearest(word, known))
            .map(near -> "; did you mean " + near + "?")
            .orElse("; write one of " + String.join(", ", known));
  }
}
