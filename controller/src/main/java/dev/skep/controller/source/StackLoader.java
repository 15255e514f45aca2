package dev.skep.controller.source;

import dev.skep.manifests.Problem;
import dev.skep.manifests.Repository;
import dev.skep.manifests.Settings;
import dev.skep.model.DesiredStack;
import io.vavr.control.Either;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Loads the stacks of a folder and remembers the last good version of each. A stack that cannot be
 * read any more keeps that: what runs must not depend on what somebody is just typing.
 *
 * <p>Not thread-safe.
 */
public final class StackLoader {
  private record Good(DesiredStack stack, Optional<Commit> commit) {}

  /** By the path below the folder, which may itself be another one at every load. */
  private final Map<Path, Good> lastGood = new HashMap<>();

  private Set<Path> elsewhere = Set.of();

  /** As read last. */
  private Optional<Settings> settings = Optional.empty();

  /**
   * The stacks of a folder; left when there are none, or no telling which. Then nothing is
   * forgotten, and {@link #kept} has what was there before.
   *
   * @param root what no file may lie outside of
   * @param folder the root or a folder in it
   * @param commit whose files these are
   */
  public Either<List<Problem>, Stacks> load(Path root, Path folder, Optional<Commit> commit) {
    var content =
        Repository.read(new Repository.Request(root, folder, Optional.empty(), Map.of(), true));
    elsewhere = content.elsewhere();
    settings = content.settings().or(() -> settings);
    var whole = content.broken().get(folder);
    if (whole != null) return Either.left(whole);
    var there = new HashMap<Path, Good>();
    content
        .stacks()
        .forEach((at, read) -> there.put(folder.relativize(at), new Good(read.stack(), commit)));
    var broken = content.broken().keySet().stream().map(folder::relativize).toList();
    // A file that was moved and broken at once must not look like a stack that was removed.
    boolean allKnown =
        broken.stream().allMatch(b -> lastGood.keySet().stream().anyMatch(at -> at.startsWith(b)));
    if (allKnown) {
      lastGood
          .keySet()
          .removeIf(at -> !there.containsKey(at) && broken.stream().noneMatch(at::startsWith));
    }
    there.forEach((at, good) -> lastGood.merge(at, good, StackLoader::newer));
    var problems = new TreeMap<String, List<Problem>>();
    content.broken().forEach((at, all) -> problems.put(at.toString(), all));
    return Either.right(stacks(there.keySet(), problems, content.warnings()));
  }

  /** Files outside of the folder that played a part in the last load. */
  Set<Path> elsewhere() {
    return elsewhere;
  }

  /** What was good last, together with why nothing newer could be loaded from a place. */
  public Stacks kept(String place, List<Problem> problems) {
    return stacks(lastGood.keySet(), Map.of(place, problems), List.of());
  }

  /** A commit that changed nothing of a stack is not what brought it. */
  private static Good newer(Good before, Good now) {
    boolean same = before.stack().revision().equals(now.stack().revision());
    return same && before.commit().isPresent() ? new Good(now.stack(), before.commit()) : now;
  }

  /** Those that are there win over those that may have gone. */
  private Stacks stacks(
      Set<Path> there, Map<String, List<Problem>> broken, List<Problem> warnings) {
    var good = new HashMap<String, DesiredStack>();
    var commits = new HashMap<String, Commit>();
    Comparator<Map.Entry<Path, Good>> last = Comparator.comparing(e -> there.contains(e.getKey()));
    lastGood.entrySet().stream().sorted(last).map(Map.Entry::getValue).forEach(g -> {
      var origin = g.commit().map(Commit::brief).orElse("");
      good.put(g.stack().name(), g.stack().from(origin));
      g.commit().ifPresent(c -> commits.put(g.stack().name(), c));
    });
    return new Stacks(good, broken, warnings, commits, settings);
  }
}
