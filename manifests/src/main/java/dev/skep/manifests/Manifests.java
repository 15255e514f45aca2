package dev.skep.manifests;

import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loads a stack from Compose files. */
public final class Manifests {
  private static final long LARGEST = 1 << 20;

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
      var at = e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
      problems.error(
          Place.top(request.files().getFirst().toString()),
          "a defect in Skep, not in the file: " + e + at + "; please report it with the file");
      return problems.refused();
    }
  }

  private Validation<Seq<Problem>, Rendered> load(
      LoadRequest request, Reads reads, Problems problems) {
    var files = new ArrayList<Yaml.Mapping>();
    request.files().forEach(reads::add);
    for (var file : request.files()) read(file, request, problems).ifPresent(files::add);
    if (files.size() < request.files().size()) return problems.refused();
    var interpolation = new Interpolation(new Variables(request, problems), problems);
    var merged = Merge.all(files.stream().map(interpolation::file).toList());
    problems.firstCausesOnly();
    var fields = Fields.of(merged, "", problems);
    var name = stackName(request, fields, problems);
    var scope = new Scope(name, request, new Sources(request, reads, problems), problems);
    var stack = new StackReader(fields, scope).read();
    return problems.failed()
        ? problems.refused()
        : Validation.valid(new Rendered(stack, named(fields), problems.sorted()));
  }

  private Optional<Yaml.Mapping> read(Path file, LoadRequest request, Problems problems) {
    var top = Place.top(file.toString());
    try {
      if (!Files.exists(file)) {
        problems.error(top, "there is no such file");
      } else if (!Files.isRegularFile(file)) {
        problems.error(top, "not a regular file; name a Compose file");
      } else if (request.strict() && !new Root(request.root()).holds(file)) {
        problems.error(top, "lies outside of the repository; put it inside");
      } else if (Files.size(file) > LARGEST) {
        problems.error(
            top,
            "has " + Files.size(file) + " bytes and may have " + LARGEST + "; split the stack");
      } else {
        return new YamlReader(file.toString(), problems).read(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      problems.error(top, "cannot be read: " + e);
    }
    return Optional.empty();
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
