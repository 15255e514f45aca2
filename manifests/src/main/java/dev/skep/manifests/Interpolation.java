package dev.skep.manifests;

import java.util.ArrayList;

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
    return root.map((key, value) -> key.startsWith("x-") ? value : apply(value));
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
      case Yaml.Mapping mapping -> mapping.map((key, value) -> apply(value));
    };
  }

  private Yaml scalar(Yaml.Scalar scalar) {
    if (scalar.text().indexOf('$') < 0) return scalar;
    var text = new Template(scalar.place(), variables, problems).expand(scalar.text());
    return new Yaml.Scalar(scalar.place(), text, Yaml.Scalar.Kind.TEXT, text, scalar.mark());
  }
}
