package dev.skep.manifests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a search for stacks has found.
 *
 * @param stacks in order of their paths
 * @param broken why no stack could be found where one seems to be, by folder or file
 * @param warnings what looks like a stack and is not read
 * @param settings what is said of all of them; empty when nobody can tell
 */
public record Found(
    List<StackSource> stacks,
    Map<Path, List<Problem>> broken,
    List<Problem> warnings,
    Optional<Settings> settings) {

  public Found {
    stacks = List.copyOf(stacks);
    broken = Collections.unmodifiableMap(new LinkedHashMap<>(broken));
    warnings = List.copyOf(warnings);
  }

  /** Gathers what a search finds. */
  static final class Draft {
    private final List<StackSource> stacks = new ArrayList<>();
    private final Map<Path, Problems> problems = new LinkedHashMap<>();
    private final Problems warnings = new Problems();
    private Optional<Settings> settings = Optional.empty();

    void stack(StackSource stack) {
      stacks.add(stack);
    }

    void settings(Settings read) {
      settings = Optional.of(read);
    }

    /** The problems of one folder or file. */
    Problems at(Path path) {
      return problems.computeIfAbsent(path, p -> new Problems());
    }

    void warning(Path path, String message) {
      warnings.warning(Place.top(path.toString()), message);
    }

    boolean nothing() {
      return stacks.isEmpty() && problems.values().stream().noneMatch(Problems::failed);
    }

    Found done() {
      var broken = new LinkedHashMap<Path, List<Problem>>();
      problems.forEach((path, all) -> {
        if (all.failed()) broken.put(path, all.sorted());
      });
      return new Found(stacks, broken, warnings.sorted(), settings);
    }
  }
}
