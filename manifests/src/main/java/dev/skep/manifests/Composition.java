package dev.skep.manifests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes one file of all that a stack consists of: what is extended, merged and included. */
final class Composition {
  private static final int DEEPEST = 16;

  /** Where files include others. */
  private record Arrow(Project from, Place place) {}

  private final Problems problems;
  private final ComposeFiles files;
  private final Inclusion inclusion;
  private final List<Arrow> trail = new ArrayList<>();

  Composition(Problems problems) {
    this.problems = problems;
    this.files = new ComposeFiles(problems);
    this.inclusion = new Inclusion(files, problems);
  }

  /** Empty, with problems, if something that is included cannot be: then nobody knows the rest. */
  Optional<Composed> of(Project project) {
    var merged = merged(project);
    var include = Fields.of(merged, "", problems).value("include");
    var union = new Union(merged.without("include"), project.variables(), problems);
    boolean whole = include.isEmpty() || include.get() instanceof Yaml.Sequence;
    for (var item : include.map(i -> Values.items(i, "include", problems)).orElse(List.of())) {
      var other = Include.of(item, problems).flatMap(i -> inclusion.of(i, project));
      var composed = other.flatMap(o -> included(o, project, item.place()));
      whole &= composed
          .filter(c -> union.add(c, new Relocation(other.get().sources(), project.sources())))
          .isPresent();
    }
    return whole ? Optional.of(union.composed()) : Optional.empty();
  }

  private Yaml.Mapping merged(Project project) {
    var interpolation = new Interpolation(project.variables(), problems);
    var filled =
        project.files().stream().map(f -> interpolation.file(f.content())).toList();
    problems.firstCausesOnly();
    var extension = new Extension(files, interpolation, problems);
    var full = new ArrayList<Yaml.Mapping>();
    for (int i = 0; i < filled.size(); i++) {
      full.add(extension.file(filled.get(i), project.files().get(i).path(), project.sources()));
    }
    problems.firstCausesOnly();
    return Merge.all(full);
  }

  private Optional<Composed> included(Project project, Project by, Place place) {
    trail.add(new Arrow(by, place));
    boolean good = trail.size() <= DEEPEST;
    if (!good) {
      problems.error(
          place,
          "include: more than " + DEEPEST
              + " files that include one another; include some of them from the stack's own file");
    }
    good &= project.files().stream().noneMatch(f -> ring(f.path()));
    var composed = good ? of(project) : Optional.<Composed>empty();
    trail.removeLast();
    return composed;
  }

  private boolean ring(Path file) {
    for (int i = 0; i < trail.size(); i++) {
      if (!trail.get(i).from().has(file)) continue;
      var shown = new ArrayList<String>();
      trail.subList(i, trail.size()).forEach(a -> shown.add(a.place().toString()));
      shown.add(file.toString());
      problems.error(
          trail.getLast().place(),
          "include: a ring, " + Rings.shown(shown) + "; take one arrow away");
      return true;
    }
    return false;
  }
}
