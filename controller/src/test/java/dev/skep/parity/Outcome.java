package dev.skep.parity;

import java.util.List;
import java.util.Map;

/** What came of a file. */
sealed interface Outcome {
  /**
   * Both tools took it.
   *
   * @param holdings what there was in the end
   * @param meant how many differences are allowed, by what
   * @param mistakes all others
   * @param adopted how it went when Skep was given what the CLI had made
   */
  record Deployed(
      Holdings holdings, Map<Deliberate, Long> meant, List<Difference> mistakes, Adopted adopted)
      implements Outcome {}

  /** Each says why. */
  record RefusedByBoth(String cli, String skep) implements Outcome {}

  /** It is of a newer Compose than the CLI knows, say. */
  record OnlySkep(String cli, Holdings holdings) implements Outcome {}

  /** What Skep said, all of it. */
  record OnlyCli(String skep) implements Outcome {}
}
