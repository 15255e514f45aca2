package dev.skep.manifests;

import dev.skep.model.StackPolicy;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Loads the stack that a document describes. */
final class DocumentLoad {
  private final Root root;
  private final Optional<String> name;
  private final Reads reads;
  private final Problems problems = new Problems();
  private Optional<StackDocument> document = Optional.empty();

  /**
   * @param name what the stack was asked for as, if by name
   */
  DocumentLoad(Root root, Optional<String> name, Reads reads) {
    this.root = root;
    this.name = name;
    this.reads = reads;
  }

  /** What the document says, as far as it could be read. */
  Optional<StackDocument> document() {
    return document;
  }

  /**
   * All problems at once: those of the document, of its values and of its Compose files.
   *
   * @param base what holds where the document says nothing
   */
  Validation<Seq<Problem>, Rendered> load(Path file, StackPolicy base) {
    try {
      return read(file, base);
    } catch (RuntimeException | StackOverflowError e) {
      problems.defect(file.toString(), e);
      return problems.refused();
    }
  }

  private Validation<Seq<Problem>, Rendered> read(Path file, StackPolicy base) {
    var files = new YamlFiles(Optional.of(root), reads, problems);
    document = files
        .read(file, FileKind.STACK)
        .filter(m -> !compose(m))
        .map(m -> new DocumentReader(m, new DocumentPaths(file, root, reads, problems)).read(base));
    return document.map(d -> load(d, files)).orElseGet(problems::refused);
  }

  private boolean compose(Yaml.Mapping file) {
    if (file.get("apiVersion").isPresent() || file.get("services").isEmpty()) return false;
    problems.error(
        file.place("services"),
        "a Compose file where a Stack document is wanted; rename it to compose.yaml, or write a"
            + " document that names it under spec.compose");
    return true;
  }

  private Validation<Seq<Problem>, Rendered> load(StackDocument document, YamlFiles files) {
    var values = new ValuesFiles(files).read(document.values());
    if (document.compose().isEmpty() || values.isEmpty()) return problems.refused();
    var loaded = new Manifests()
        .load(
            new LoadRequest(
                document.compose(),
                document.name(),
                values.get(),
                true,
                root.path(),
                document.policy()),
            reads);
    name.filter(n -> !document.name().equals(Optional.of(n)))
        .ifPresent(n -> problems.error(
            document.named(),
            "metadata.name: names the stack, which was asked for as " + Problems.quote(n)
                + "; leave that name out"));
    loaded.peek(read -> services(document, read.stack().services().keySet()));
    var others = loaded.isValid() ? loaded.get().warnings() : loaded.getError();
    others.forEach(problems::add);
    if (problems.failed() || loaded.isInvalid()) return problems.refused();
    return Validation.valid(
        new Rendered(loaded.get().stack(), document.named(), problems.sorted()));
  }

  private void services(StackDocument document, Set<String> known) {
    document.places().services().forEach((service, place) -> {
      if (known.contains(service)) return;
      problems.error(
          place,
          "spec.ignore.service: there is no service " + Problems.quote(service)
              + Suggest.nearest(service, known)
                  .map(near -> "; did you mean " + near + "?")
                  .orElse("; delete it"));
    });
  }
}
