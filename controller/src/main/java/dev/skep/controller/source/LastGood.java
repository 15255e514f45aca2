package dev.skep.controller.source;

import dev.skep.manifests.Problem;
import dev.skep.manifests.Repository;
import dev.skep.model.DesiredStack;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Stacks over several readings of a source. One that cannot be read any more keeps its last good
 * version: what runs must not depend on what somebody is just typing.
 */
final class LastGood {
  private final Map<Path, DesiredStack> stacks = new HashMap<>();

  /** What is to run after this reading. */
  Stacks after(Repository.Content content) {
    var broken = new TreeMap<String, List<Problem>>();
    content.broken().forEach((path, problems) -> broken.put(path.toString(), problems));
    stacks.keySet().removeIf(at -> !brokenNow(at, content));
    var good = new HashMap<String, DesiredStack>();
    stacks.values().forEach(s -> good.put(s.name(), s));
    content.stacks().forEach((at, read) -> {
      stacks.put(at, read.stack());
      good.put(read.stack().name(), read.stack());
    });
    return new Stacks(good, broken, content.warnings());
  }

  /** Also when nobody can tell what is in a folder above it. */
  private static boolean brokenNow(Path at, Repository.Content content) {
    return content.broken().keySet().stream().anyMatch(at::startsWith);
  }
}
