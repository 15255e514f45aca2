package dev.skep.controller.health;

import java.util.ArrayList;
import java.util.List;

/**
 * An answer with its facts, one a line.
 *
 * @param wrong what is not as it should be; empty when all is well
 * @param facts what else is to be known
 */
public record Report(String word, List<String> wrong, List<String> facts) {
  public Report {
    wrong = List.copyOf(wrong);
    facts = List.copyOf(facts);
  }

  public boolean good() {
    return wrong.isEmpty();
  }

  /** For people; ends with a line break. */
  public String text() {
    var lines = new ArrayList<String>();
    lines.add(good() ? word : "not " + word);
    lines.addAll(wrong);
    lines.addAll(facts);
    return String.join("\n", lines) + "\n";
  }
}
