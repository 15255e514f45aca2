package dev.skep.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Puts variables into values; keys are left alone, as with the Docker CLI. */
final class Interpolation {
  private final Variables variables;
  private final Problems problems;

  Interpolation(Variables variables, Problems problems) {
    this.variables = variables;
    this.problems = problems;
  }

  /** Top-level {@code x-} entries stay as they are: what others alias is expanded there. */
  Yaml.Mapping file(Yaml.Mapping root) {
    var out = new LinkedHashMap<String, Yaml.Entry>();
    root.entries().forEach((key, entry) -> {
      boolean ours = !key.startsWith("x-");
      out.put(key, ours ? new Yaml.Entry(entry.keyPlace(), apply(entry.value())) : entry);
    });
    return new Yaml.Mapping(root.place(), out, root.mark());
  }

  /** A value, with all that is in it. */
  Yaml apply(Yaml yaml) {
    if (variables.spent()) return yaml;
    return switch (yaml) {
      case Yaml.Scalar scalar -> scalar(scalar);
      case Yaml.Sequence list -> {
        var items = new ArrayList<Yaml>(list.items().size());
        list.items().forEach(item -> items.add(apply(item)));
        yield new Yaml.Sequence(list.place(), items, list.mark());
      }
      case Yaml.Mapping mapping -> {
        var entries = new LinkedHashMap<String, Yaml.Entry>();
        mapping
            .entries()
            .forEach((key, entry) ->
                entries.put(key, new Yaml.Entry(entry.keyPlace(), apply(entry.value()))));
        yield new Yaml.Mapping(mapping.place(), entries, mapping.mark());
      }
    };
  }

  private Yaml scalar(Yaml.Scalar scalar) {
    if (scalar.text().indexOf('$') < 0) return scalar;
    var text = new Template(scalar.place(), variables, problems).expand(scalar.text());
    return new Yaml.Scalar(scalar.place(), text, Yaml.Scalar.Kind.TEXT, text, scalar.mark());
  }
}
