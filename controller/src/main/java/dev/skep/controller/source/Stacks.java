package dev.skep.controller.source;

import dev.skep.manifests.Problem;
import dev.skep.model.DesiredStack;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a source holds.
 *
 * @param good stacks that could be read, by name
 * @param broken what is wrong with those that could not, by the path they were read from
 * @param warnings what was read but cannot be honoured
 */
public record Stacks(
    Map<String, DesiredStack> good, Map<String, List<Problem>> broken, List<Problem> warnings) {

  public static final Stacks NONE = new Stacks(Map.of(), Map.of(), List.of());

  public Stacks {
    good = new TreeMap<>(good);
    broken = new TreeMap<>(broken);
    warnings = List.copyOf(warnings);
  }

  /** All errors of all stacks. */
  public List<Problem> errors() {
    return broken.values().stream().flatMap(List::stream).toList();
  }
}
