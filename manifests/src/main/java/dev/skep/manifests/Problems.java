package dev.skep.manifests;

import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Collects the problems of one load, so that they are shown together. */
final class Problems {
  /** Beyond this many nobody reads on, and a hostile file must not make us print a book. */
  private static final int MOST = 500;

  private static final int LONGEST_QUOTE = 60;

  private final Set<Problem> errors = new LinkedHashSet<>();
  private final Set<Problem> warnings = new LinkedHashSet<>();
  private final Set<Place> explained = new HashSet<>();

  void error(Place place, String message) {
    if (full() || explained.contains(place)) return;
    errors.add(new Problem(Problem.Severity.ERROR, place, message));
  }

  /** What only our own mistake can bring about; said, so that no input takes anything down. */
  void defect(String file, Throwable thrown) {
    var at = thrown.getStackTrace().length == 0 ? "" : " at " + thrown.getStackTrace()[0];
    error(
        Place.top(file),
        "a defect in Skep, not in the file: " + thrown + at + "; please report it with the file");
  }

  void warning(Place place, String message) {
    if (warnings.size() < MOST) {
      warnings.add(new Problem(Problem.Severity.WARNING, place, message));
    }
  }

  /** One of another load that is told with these. */
  void add(Problem problem) {
    if (problem.severity() == Problem.Severity.ERROR) error(problem.place(), problem.message());
    else warning(problem.place(), problem.message());
  }

  /**
   * From here on an error where one stands already is its consequence and not told: an image whose
   * variable is unset is also no image reference, and only the first helps.
   */
  void firstCausesOnly() {
    errors.forEach(e -> explained.add(e.place()));
  }

  boolean full() {
    return errors.size() >= MOST;
  }

  boolean failed() {
    return !errors.isEmpty();
  }

  List<Problem> sorted() {
    return Stream.concat(errors.stream(), warnings.stream())
        .sorted(Problem.BY_PLACE)
        .toList();
  }

  <T> Validation<Seq<Problem>, T> refused() {
    return Validation.invalid(io.vavr.collection.List.ofAll(sorted()));
  }

  /** Quotes what a user wrote, cut to a length that leaves a message readable. */
  static String quote(String text) {
    var line = text.replace("\n", "\\n");
    return '"'
        + (line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line)
        + '"';
  }
}
