package dev.skep.manifests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All stacks at a path: those that can be read, and what is wrong with the others. */
public final class Repository {
  /**
   * @param root what nothing may lead out of
   * @param path a file, or a folder to search
   * @param stackName the name of the one stack that is there
   * @param variables as in {@link LoadRequest}
   * @param strict as in {@link LoadRequest}
   */
  public record Request(
      Path root,
      Path path,
      Optional<String> stackName,
      Map<String, String> variables,
      boolean strict) {
    public Request {
      variables = Map.copyOf(variables);
    }
  }

  /**
   * @param stacks by the folder or file that each is known by
   * @param broken what is wrong with those that cannot be used, likewise; under a folder above
   *     them when nobody can tell which
   * @param warnings what is read but not honoured
   * @param elsewhere files outside of the path that play a part
   */
  public record Content(
      Map<Path, Rendered> stacks,
      Map<Path, List<Problem>> broken,
      List<Problem> warnings,
      Set<Path> elsewhere) {
    public Content {
      stacks = Collections.unmodifiableMap(new LinkedHashMap<>(stacks));
      broken = Collections.unmodifiableMap(new LinkedHashMap<>(broken));
      warnings = List.copyOf(warnings);
      elsewhere = Set.copyOf(elsewhere);
    }
  }

  private final Request request;
  private final Reads reads = new Reads();
  private final Map<Path, Rendered> stacks = new LinkedHashMap<>();
  private final Map<Path, List<Problem>> broken = new LinkedHashMap<>();
  private final List<Problem> warnings = new ArrayList<>();

  private Repository(Request request) {
    this.request = request;
  }

  /** The root for a path that nobody gave one for: its Git work tree, else its folder. */
  public static Path root(Path path) {
    return Root.around(path).path();
  }

  public static Content read(Request request) {
    return new Repository(request).read();
  }

  private Content read() {
    var found = Discovery.find(request.root(), request.path());
    broken.putAll(found.broken());
    warnings.addAll(found.warnings());
    boolean alone = found.stacks().size() == 1;
    for (var source : found.stacks()) load(source, alone);
    refuse(Namesakes.of(stacks));
    stacks.values().forEach(s -> warnings.addAll(s.warnings()));
    return new Content(stacks, broken, warnings, reads.outside(request.path()));
  }

  private void load(StackSource source, boolean alone) {
    var name = alone && request.stackName().isPresent() ? request.stackName() : source.name();
    var load = new LoadRequest(
        source.files(), name, request.variables(), request.strict(), request.root());
    var loaded = new Manifests().load(load, reads);
    if (loaded.isValid()) stacks.put(source.at(), loaded.get());
    else broken.put(source.at(), loaded.getError().asJava());
  }

  private void refuse(Map<Path, Problem> problems) {
    problems.forEach((at, problem) -> {
      stacks.remove(at);
      broken.put(at, List.of(problem));
    });
  }
}
