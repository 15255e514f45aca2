package dev.skep.controller.source;

import dev.skep.manifests.Place;
import dev.skep.manifests.Problem;
import dev.skep.model.DesiredStack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a source holds.
 *
 * @param good stacks that could be read, by name
 * @param broken what is wrong with those that could not, by the path they were read from
 * @param warnings what was read but cannot be honoured
 * @param commits what brought the good ones as they are, by name, where the source has commits
 */
public record Stacks(
    Map<String, DesiredStack> good,
    Map<String, List<Problem>> broken,
    List<Problem> warnings,
    Map<String, Commit> commits) {

  public static final Stacks NONE = new Stacks(Map.of(), Map.of(), List.of());

  public Stacks {
    good = new TreeMap<>(good);
    broken = new TreeMap<>(broken);
    warnings = List.copyOf(warnings);
    commits = Map.copyOf(commits);
  }

  /** Of a source that has no commits. */
  public Stacks(
      Map<String, DesiredStack> good, Map<String, List<Problem>> broken, List<Problem> warnings) {
    this(good, broken, warnings, Map.of());
  }

  /** All errors of all stacks. */
  public List<Problem> errors() {
    return broken.values().stream().flatMap(List::stream).toList();
  }

  /** With paths below a folder that is of no concern to people, such as that of a checkout. */
  public Stacks below(Path root) {
    var paths = new TreeMap<String, List<Problem>>();
    broken.forEach((path, problems) -> paths.put(below(root, path), below(root, problems)));
    return new Stacks(good, paths, below(root, warnings), commits);
  }

  private static List<Problem> below(Path root, List<Problem> problems) {
    return problems.stream()
        .map(p -> new Problem(
            p.severity(),
            new Place(below(root, p.place().file()), p.place().line(), p.place().column()),
            below(root, p.message())))
        .toList();
  }

  private static String below(Path root, String text) {
    return text.equals(root.toString()) ? "." : text.replace(root + "/", "");
  }
}
