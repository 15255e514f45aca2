package dev.skep.manifests;

import dev.skep.model.StackPolicy;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
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
   * @param settings what is said of all stacks; empty when nobody can tell
   */
  public record Content(
      Map<Path, Rendered> stacks,
      Map<Path, List<Problem>> broken,
      List<Problem> warnings,
      Set<Path> elsewhere,
      Optional<Settings> settings) {
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
  private final Map<Path, StackDocument> documents = new LinkedHashMap<>();
  private final Map<Path, List<Problem>> broken = new LinkedHashMap<>();
  private final Set<String> brokenNames = new HashSet<>();

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
    var found = Discovery.find(request.root(), request.path(), reads);
    broken.putAll(found.broken());
    boolean alone = found.stacks().size() == 1;
    var policy =
        StackPolicy.DEFAULT.pruning(found.settings().orElse(Settings.DEFAULT).maxPrune());
    for (var source : found.stacks()) {
      var name = alone ? request.stackName() : Optional.<String>empty();
      var loaded = source.kind() == StackSource.Kind.DOCUMENT
          ? document(source, name, policy)
          : compose(source, name, policy);
      if (loaded.isValid()) stacks.put(source.at(), loaded.get());
      else broken(source, loaded.getError().asJava());
    }
    refuse(Namesakes.of(stacks));
    boolean all = found.stacks().stream().noneMatch(s -> s.at().equals(request.path()));
    refuse(StackDependencies.check(stacks, documents, brokenNames, all));
    var warnings = new ArrayList<>(found.warnings());
    stacks.values().forEach(s -> warnings.addAll(s.warnings()));
    var elsewhere = reads.outside(request.path());
    return new Content(stacks, broken, warnings, elsewhere, found.settings());
  }

  private Validation<Seq<Problem>, Rendered> compose(
      StackSource source, Optional<String> name, StackPolicy policy) {
    return new Manifests()
        .load(
            new LoadRequest(
                source.files(),
                name.or(source::name),
                request.variables(),
                request.strict(),
                request.root(),
                policy),
            reads);
  }

  /** Whose name, values and strictness are its own matter. */
  private Validation<Seq<Problem>, Rendered> document(
      StackSource source, Optional<String> name, StackPolicy policy) {
    var load = new DocumentLoad(new Root(request.root()), name, reads);
    var loaded = load.load(source.files().getFirst(), policy);
    load.document().ifPresent(d -> documents.put(source.at(), d));
    return loaded;
  }

  /** It exists, under the name that its place gives it: who depends on it is not wrong. */
  private void broken(StackSource source, List<Problem> problems) {
    broken.put(source.at(), problems);
    var document = Optional.ofNullable(documents.get(source.at()));
    var folder = source.at().toAbsolutePath().normalize().getFileName();
    document
        .flatMap(StackDocument::name)
        .or(source::name)
        .or(() -> Optional.ofNullable(folder).map(f -> Names.normalised(f.toString())))
        .ifPresent(brokenNames::add);
  }

  private void refuse(Map<Path, List<Problem>> problems) {
    problems.forEach((at, all) -> {
      brokenNames.add(stacks.get(at).stack().name());
      stacks.remove(at);
      broken.put(at, all);
    });
  }
}
