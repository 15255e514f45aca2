package dev.skep.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands of a page for people, as they stand in its {@code console} blocks.
 *
 * @param steps in their order
 */
record Tour(List<Step> steps) {
  private static final String PROMPT = "$ ";

  /**
   * @param shown what the page says that it prints; empty where the page does not say
   */
  record Step(String command, List<String> shown) {
    Step(String command) {
      this(command, List.of());
    }

    private Step showing(String line) {
      var more = new ArrayList<>(shown);
      more.add(line);
      return new Step(command, List.copyOf(more));
    }

    /** Whether it may be run again and again until it prints what is shown. */
    boolean looks() {
      return command.matches("(skep (get|history|describe|diff)|grep|tail) .*");
    }
  }

  /** Of the part under a heading, up to the next one of its rank. */
  static Tour under(String heading, Path page) throws IOException {
    var lines = Files.readAllLines(page);
    int from = lines.indexOf(heading);
    if (from < 0) throw new IllegalStateException(page + " has no line '" + heading + "'");
    var rank = heading.substring(0, heading.indexOf(' ') + 1);
    var rest = lines.subList(from + 1, lines.size());
    return of(rest.stream().takeWhile(line -> !line.startsWith(rank)).toList());
  }

  static Tour of(List<String> lines) {
    var steps = new ArrayList<Step>();
    boolean inside = false;
    for (var line : lines) {
      if (line.startsWith("```")) inside = line.equals("```console");
      else if (inside && line.startsWith(PROMPT)) steps.add(new Step(line.substring(2)));
      else if (inside) steps.add(steps.removeLast().showing(line));
    }
    return new Tour(List.copyOf(steps));
  }

  Tour then(Tour next) {
    var all = new ArrayList<>(steps);
    all.addAll(next.steps);
    return new Tour(List.copyOf(all));
  }

  /** What is the same in every run of what was printed, however wide its columns are. */
  static String plain(List<String> printed) {
    return String.join("\n", printed)
        .replaceAll("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:[\\d.]+)?Z", "TIME")
        .replaceAll("\\b(\\d+(\\.\\d+)?(ms|s|m|h))+\\b", "LONG")
        .replaceAll("\\bv1-[a-z0-9]{8}\\b", "KEY")
        .replaceAll("\\b[a-z0-9]{12}\\b", "REVISION")
        .replaceAll("\\b[0-9a-f]{7}\\b", "COMMIT")
        .replaceAll(" +", " ")
        .replaceAll("(?m) $", "");
  }
}
