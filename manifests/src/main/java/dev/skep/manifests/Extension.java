package dev.skep.manifests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts what a service extends below what it says itself, as the Compose Specification has it. Both
 * are services of one file, or the other one's file is named; nothing else is read of that.
 */
final class Extension {
  private static final int LONGEST = 32;

  /**
   * A file whose services are extended, and what has come of them: nothing where that failed.
   *
   * @param filled whether variables are in place
   */
  private record Within(
      Path file,
      Sources sources,
      Map<String, Yaml.Entry> services,
      boolean filled,
      Map<String, Optional<Full>> full) {}

  /**
   * A service with all that it extends.
   *
   * @param links how many services that are
   */
  private record Full(Yaml.Mapping service, int links) {}

  /** A service that extends another one. */
  private record Arrow(Within in, String name, Place place) {}

  private final ComposeFiles files;
  private final Interpolation interpolation;
  private final Problems problems;
  private final Map<Path, Optional<Within>> others = new HashMap<>();
  private final List<Arrow> trail = new ArrayList<>();

  Extension(ComposeFiles files, Interpolation interpolation, Problems problems) {
    this.files = files;
    this.interpolation = interpolation;
    this.problems = problems;
  }

  /**
   * The file with all its services in full. Where that fails, which is told, the key stays.
   *
   * @param path of the file, as messages name it
   * @param sources what its paths lead to
   */
  Yaml.Mapping file(Yaml.Mapping file, Path path, Sources sources) {
    if (!(file.get("services").orElse(null) instanceof Yaml.Mapping services)) return file;
    var within = new Within(path, sources, services.entries(), true, new HashMap<>());
    // Only then do its paths mean the same to those that name it.
    if (sources.folder().equals(sources.beside(path).folder()))
      others.put(key(path), Optional.of(within));
    var out = new LinkedHashMap<>(services.entries());
    services.entries().forEach((name, entry) -> {
      if (!(entry.value() instanceof Yaml.Mapping service) || target(service).isEmpty()) return;
      full(within, name)
          .ifPresent(f -> out.put(name, new Yaml.Entry(entry.keyPlace(), f.service())));
    });
    var all = new LinkedHashMap<>(file.entries());
    all.computeIfPresent("services", (k, e) -> new Yaml.Entry(e.keyPlace(), services.of(out)));
    return file.of(all);
  }

  private static Path key(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private static Optional<Yaml> target(Yaml.Mapping service) {
    return service.get("extends").filter(e -> !e.isNull() && e.mark() != Yaml.Mark.RESET);
  }

  private Optional<Full> full(Within in, String name) {
    var known = in.full().get(name);
    if (known != null) return known;
    var full = service(in, name).flatMap(service -> full(in, name, service));
    in.full().put(name, full);
    return full;
  }

  private Optional<Yaml.Mapping> service(Within in, String name) {
    var written = in.services().get(name).value();
    var value = in.filled() ? written : interpolation.apply(written);
    problems.firstCausesOnly();
    if (value instanceof Yaml.Mapping service) return Optional.of(service);
    if (value.isNull()) return Optional.of(new Yaml.Mapping(value.place(), Map.of(), value.mark()));
    Values.wrong(value, "services." + name, "a mapping (key: value)", problems);
    return Optional.empty();
  }

  private Optional<Full> full(Within in, String name, Yaml.Mapping service) {
    var target = target(service);
    if (target.isEmpty()) return Optional.of(new Full(service, 0));
    var path = "services." + name + ".extends";
    var place = target.get().place();
    var extended = Extended.of(target.get(), path, problems);
    var there = extended.flatMap(e -> within(in, e, path));
    if (there.isEmpty()) return Optional.empty();
    trail.add(new Arrow(in, name, place));
    var base = allowed(there.get(), extended.get(), path)
        ? full(there.get(), extended.get().service())
        : Optional.<Full>empty();
    trail.removeLast();
    return base.filter(b -> shortEnough(b.links() + 1, place, path))
        .filter(b -> files.spend(b.service(), place))
        .map(b -> new Full(joined(in, service, there.get(), b.service()), b.links() + 1));
  }

  private Optional<Within> within(Within in, Extended extended, String path) {
    if (extended.file().isEmpty()) return Optional.of(in);
    var yaml = extended.file().get();
    return Values.text(yaml, path + ".file", problems)
        .flatMap(text -> files.read(in.sources(), text, yaml.place(), path + ".file"))
        .flatMap(file -> others.computeIfAbsent(key(file.path()), k -> other(in, file)));
  }

  private Optional<Within> other(Within in, ComposeFiles.Named file) {
    var value = file.content().get("services").filter(v -> !v.isNull());
    if (value.isPresent() && !(value.get() instanceof Yaml.Mapping)) {
      Values.wrong(value.get(), "services", "a mapping (name: ...)", problems);
      return Optional.empty();
    }
    var services = value.map(v -> ((Yaml.Mapping) v).entries()).orElse(Map.of());
    var sources = in.sources().beside(file.path());
    return Optional.of(new Within(file.path(), sources, services, false, new HashMap<>()));
  }

  private boolean allowed(Within there, Extended extended, String path) {
    var name = extended.service();
    for (int i = 0; i < trail.size(); i++) {
      if (trail.get(i).in() == there && trail.get(i).name().equals(name)) return ring(i);
    }
    if (!there.services().containsKey(name)) {
      problems.error(
          extended.place(),
          path + ": there is no service " + Problems.quote(name) + " in " + there.file()
              + Suggest.meant(name, there.services().keySet()));
      return false;
    }
    return shortEnough(trail.size(), trail.getLast().place(), path);
  }

  private boolean ring(int from) {
    var arrows = trail.subList(from, trail.size());
    var shown = new ArrayList<String>();
    arrows.forEach(a -> shown.add(a.name() + " (" + a.place() + ")"));
    shown.add(arrows.getFirst().name());
    problems.error(
        arrows.getFirst().place(),
        "services." + arrows.getFirst().name() + ".extends: a ring, " + Rings.shown(shown)
            + "; a service cannot extend itself, take one arrow away");
    return false;
  }

  private boolean shortEnough(int links, Place place, String path) {
    if (links <= LONGEST) return true;
    problems.error(
        place,
        path + ": more than " + LONGEST
            + " services that extend one another; make the chain shorter");
    return false;
  }

  private static Yaml.Mapping joined(
      Within in, Yaml.Mapping service, Within there, Yaml.Mapping base) {
    var moved = new Relocation(there.sources(), in.sources()).service(Merge.settled(base));
    return Merge.extended(moved, service.without("extends"));
  }
}
