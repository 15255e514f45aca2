package dev.skep.manifests;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Makes the relative paths of one folder's files mean the same in files of another folder. */
final class Relocation {
  private final Path from;
  private final Path to;

  Relocation(Sources from, Sources to) {
    this.from = from.folder().toAbsolutePath().normalize();
    this.to = to.folder().toAbsolutePath().normalize();
  }

  /** An entry of a top-level section. */
  Yaml entry(String section, Yaml entry) {
    if (!(entry instanceof Yaml.Mapping mapping)) return entry;
    return switch (section) {
      case "services" -> service(mapping);
      case "configs", "secrets" -> from.equals(to) ? mapping : keyed(mapping, "file");
      default -> mapping;
    };
  }

  Yaml.Mapping service(Yaml.Mapping service) {
    if (from.equals(to)) return service;
    return service.map((key, value) -> switch (key) {
      case "env_file" -> each(value, file -> keyed(file, "path"));
      case "label_file" -> each(value, this::path);
      case "volumes" -> each(value, this::mount);
      default -> value;
    });
  }

  private static Yaml each(Yaml yaml, UnaryOperator<Yaml> change) {
    return yaml instanceof Yaml.Sequence list
        ? new Yaml.Sequence(list.place(), list.items().stream().map(change).toList(), list.mark())
        : change.apply(yaml);
  }

  /** A path, or a mapping that has one under a key. */
  private Yaml keyed(Yaml yaml, String name) {
    return yaml instanceof Yaml.Mapping mapping
        ? mapping.map((key, value) -> key.equals(name) ? path(value) : value)
        : path(yaml);
  }

  /** In the short form a path is what begins with a dot, and must go on doing so. */
  private Yaml mount(Yaml yaml) {
    if (yaml instanceof Yaml.Mapping mapping) {
      boolean bind = mapping.get("type").filter(t -> text(t).equals("bind")).isPresent();
      return bind ? keyed(mapping, "source") : mapping;
    }
    var parts = text(yaml).split(":", 2);
    if (parts.length < 2 || !parts[0].startsWith(".")) return yaml;
    var moved = moved(parts[0]);
    var dotted = moved.startsWith(".") ? moved : "./" + moved;
    return Yaml.Scalar.text(yaml.place(), dotted + ":" + parts[1]);
  }

  private Yaml path(Yaml yaml) {
    var text = text(yaml);
    boolean absolute = text.startsWith("/") || text.equals("~") || text.startsWith("~/");
    return text.isEmpty() || absolute ? yaml : Yaml.Scalar.text(yaml.place(), moved(text));
  }

  /** As it stands if it can be no path, so that its reader complains. */
  private String moved(String text) {
    try {
      var moved = to.relativize(from.resolve(text).normalize()).toString();
      return moved.isEmpty() ? "." : moved;
    } catch (InvalidPathException e) {
      return text;
    }
  }

  private static String text(Yaml yaml) {
    return yaml instanceof Yaml.Scalar s && !s.isNull() ? s.shown() : "";
  }
}
