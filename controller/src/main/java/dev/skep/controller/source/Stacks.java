package dev.skep.controller.source;

import dev.skep.manifests.Place;
import dev.skep.manifests.Problem;
import dev.skep.manifests.Settings;
import dev.skep.model.DesiredStack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a source holds.
 *
 * @param good stacks that could be read, by name
 * @param broken what is wrong with those that could not, by the path they were read from
 * @param warnings what was read but cannot be honoured
 * @param commits what brought the good ones as they are, by name, where the source has commits
 * @param settings what is said of all of them; empty while nobody can tell
 */
public record Stacks(
    Map<String, DesiredStack> good,
    Map<String, List<Problem>> broken,
    List<Problem> warnings,
    Map<String, Commit> commits,
    Optional<Settings> settings) {

  public static final Stacks NONE =
      new Stacks(Map.of(), Map.of(), List.of(), Map.of(), Optional.empty());

  public Stacks {
    good = new TreeMap<>(good);
    broken = new TreeMap<>(broken);
    warnings = List.copyOf(warnings);
    commits = Map.copyOf(commits);
  }

  /** Of files of which no {@code skep.yml} says anything. */
  public Stacks(
      Map<String, DesiredStack> good, Map<String, List<Problem>> broken, List<Problem> warnings) {
    this(good, broken, warnings, Map.of(), Optional.of(Settings.DEFAULT));
  }

  /** All errors of all stacks. */
  public List<Problem> errors() {
    return broken.values().stream().flatMap(List::stream).toList();
  }

  /** With paths below a folder that is of no concern to people, such as that of a checkout. */
  public Stacks below(Path root) {
    var paths = new TreeMap<String, List<Problem>>();
    broken.forEach((path, problems) -> paths.put(below(root, path), below(root, problems)));
    return new Stacks(
        good,
        paths,
        below(root, warnings),
        commits,
        settings.map(s -> s.by(s.owner().map(o -> below(root, o)))));
  }

  /** What is known of those before stays in force, because of one more problem with these. */
  public Stacks held(Problem problem, Stacks before) {
    var all = new TreeMap<>(broken);
    all.merge(problem.place().file(), List.of(problem), Stacks::both);
    return new Stacks(before.good, all, warnings, before.commits, settings);
  }

  private static List<Problem> both(List<Problem> some, List<Problem> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static Settings.Owner below(Path root, Settings.Owner owner) {
    return new Settings.Owner(owner.id(), below(root, owner.place()));
  }

  private static Place below(Path root, Place place) {
    return new Place(below(root, place.file()), place.line(), place.column());
  }

  private static List<Problem> below(Path root, List<Problem> problems) {
    return problems.stream()
        .map(p -> new Problem(p.severity(), below(root, p.place()), below(root, p.message())))
        .toList();
  }

  private static String below(Path root, String text) {
    return text.equals(root.toString()) ? "." : text.replace(root + "/", "");
  }
}
