package dev.skep.manifests;

import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loads a stack from Compose files. */
public final class Manifests {
  /**
   * The stack, or all that is wrong with it. Every input ends in one of the two, and soon: what
   * would take long or much memory is refused.
   */
  public Validation<Seq<Problem>, Rendered> load(LoadRequest request) {
    return load(request, new Reads());
  }

  Validation<Seq<Problem>, Rendered> load(LoadRequest request, Reads reads) {
    var problems = new Problems();
    try {
      return load(request, reads, problems);
    } catch (RuntimeException | StackOverflowError e) {
      problems.defect(request.files().getFirst().toString(), e);
      return problems.refused();
    }
  }

  private Validation<Seq<Problem>, Rendered> load(
      LoadRequest request, Reads reads, Problems problems) {
    var root = Optional.of(new Root(request.root())).filter(r -> request.strict());
    var reader = new YamlFiles(root, reads, problems);
    var files = new ArrayList<ComposeFiles.Named>();
    for (var file : request.files()) read(file, reader, problems).ifPresent(files::add);
    if (files.size() < request.files().size()) return problems.refused();
    var sources = new Sources(request, reads, problems);
    var variables = new Variables(request.variables(), request.strict(), problems);
    var composed = new Composition(problems).of(new Project(files, sources, variables));
    if (composed.isEmpty()) return problems.refused();
    var fields = Fields.of(composed.get().file(), "", problems);
    var name = stackName(request, fields, problems);
    var scope = new Scope(name, request, sources, composed.get().given(), problems);
    var stack = new StackReader(fields, scope).read();
    return problems.failed()
        ? problems.refused()
        : Validation.valid(new Rendered(stack, named(fields), problems.sorted()));
  }

  private static Optional<ComposeFiles.Named> read(Path file, YamlFiles files, Problems problems) {
    return files
        .read(file, FileKind.COMPOSE)
        .filter(content -> !ComposeFiles.document(content, problems))
        .map(content -> new ComposeFiles.Named(file, content));
  }

  private static Place named(Fields file) {
    return file.place(file.has("name") ? "name" : "");
  }

  private static String stackName(LoadRequest request, Fields file, Problems problems) {
    var names = new Names(problems);
    var written = file.text("name").filter(n -> !n.isEmpty());
    var place = named(file);
    var name = request.stackName().or(() -> written).orElseGet(() -> folder(request.files()));
    if (name.isEmpty()) {
      problems.error(
          place, "the stack has no name and its folder's name gives none; write name: NAME on top");
    } else {
      names.stack(name, place);
    }
    return name;
  }

  private static String folder(List<Path> files) {
    var folder = files.getFirst().toAbsolutePath().normalize().getParent();
    var name = folder == null ? null : folder.getFileName();
    return name == null ? "" : Names.normalised(name.toString());
  }
}
