package dev.skep.controller.cli;

import dev.skep.controller.source.Stacks;
import dev.skep.manifests.Discovery;
import dev.skep.manifests.LoadRequest;
import dev.skep.manifests.Manifests;
import dev.skep.manifests.Problem;
import dev.skep.manifests.StackSource;
import dev.skep.model.DesiredStack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a command was given to read. */
final class Input {
  private Input() {}

  /**
   * Several files make one stack, later ones merged into the first, as with {@code docker stack
   * deploy -c}; a folder is searched for stacks.
   *
   * @param strict take no variables from the environment and let none be unset
   */
  static Stacks read(List<Path> paths, Optional<String> name, boolean strict) {
    if (paths.size() > 1) return load(List.of(new StackSource(name, paths)), name, strict);
    // A single file too: NAME.stack.yml must be the same stack here as under the controller.
    var found = Discovery.find(paths.getFirst());
    if (found.isInvalid()) {
      return new Stacks(
          Map.of(), Map.of(paths.getFirst().toString(), found.getError().asJava()), List.of());
    }
    return load(found.get(), name, strict);
  }

  private static Stacks load(List<StackSource> sources, Optional<String> name, boolean strict) {
    var good = new HashMap<String, DesiredStack>();
    var broken = new HashMap<String, List<Problem>>();
    var warnings = new ArrayList<Problem>();
    var variables = strict ? Map.<String, String>of() : System.getenv();
    for (var source : sources) {
      var stackName = sources.size() == 1 && name.isPresent() ? name : source.name();
      var root = source.files().getFirst().toAbsolutePath().getParent();
      var request = new LoadRequest(source.files(), stackName, variables, strict, root);
      var loaded = new Manifests().load(request);
      if (loaded.isInvalid()) {
        broken.put(source.files().getFirst().toString(), loaded.getError().asJava());
      } else {
        good.put(loaded.get().stack().name(), loaded.get().stack());
        warnings.addAll(loaded.get().warnings());
      }
    }
    return new Stacks(good, broken, warnings);
  }
}
