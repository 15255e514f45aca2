package dev.skep.controller.cli;

import static java.util.stream.Collectors.toMap;

import dev.skep.controller.source.Stacks;
import dev.skep.manifests.LoadRequest;
import dev.skep.manifests.Manifests;
import dev.skep.manifests.Problem;
import dev.skep.manifests.Rendered;
import dev.skep.manifests.Repository;
import dev.skep.model.DesiredStack;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
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
    var variables = strict ? Map.<String, String>of() : CallersEnvironment.of(System.getenv());
    var root = Repository.root(paths.getFirst());
    if (paths.size() > 1) return merged(new LoadRequest(paths, name, variables, strict, root));
    // A single file too: NAME.stack.yml must be the same stack here as under the controller.
    var content =
        Repository.read(new Repository.Request(root, paths.getFirst(), name, variables, strict));
    var broken = new HashMap<String, List<Problem>>();
    content.broken().forEach((path, problems) -> broken.put(path.toString(), problems));
    return new Stacks(
        good(content.stacks().values()), broken, content.warnings(), Map.of(), content.settings());
  }

  /** First what is odd, then what is wrong. */
  static void tell(Stacks stacks, PrintWriter err) {
    stacks.warnings().forEach(err::println);
    stacks.errors().forEach(err::println);
  }

  private static Stacks merged(LoadRequest request) {
    var loaded = new Manifests().load(request);
    if (loaded.isValid()) {
      return new Stacks(good(List.of(loaded.get())), Map.of(), loaded.get().warnings());
    }
    var first = request.files().getFirst().toString();
    return new Stacks(Map.of(), Map.of(first, loaded.getError().asJava()), List.of());
  }

  private static Map<String, DesiredStack> good(Collection<Rendered> stacks) {
    return stacks.stream().map(Rendered::stack).collect(toMap(DesiredStack::name, s -> s));
  }
}
