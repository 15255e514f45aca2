package dev.skep.manifests;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads files that fill variables. A value is the text as it is written: {@code TAG: 1.10} must
 * not become 1.1.
 */
final class ValuesFiles {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final YamlFiles files;
  private final Problems problems;

  ValuesFiles(YamlFiles files) {
    this.files = files;
    this.problems = files.problems();
  }

  /** What all files say, later ones winning; empty if one cannot be used. */
  Optional<Map<String, String>> read(List<Path> paths) {
    var out = new LinkedHashMap<String, String>();
    boolean good = true;
    for (var path : paths) {
      var file = files.read(path, FileKind.VALUES);
      good &= file.isPresent() && put(file.get(), out);
    }
    return good ? Optional.of(out) : Optional.empty();
  }

  private boolean put(Yaml.Mapping file, Map<String, String> out) {
    var sops = file.get("sops").filter(y -> y instanceof Yaml.Mapping);
    if (sops.isPresent()) {
      problems.error(
          file.place("sops"),
          "sops: the file is encrypted with SOPS, which is not supported yet; take it out of"
              + " spec.values, and make its contents Docker secrets");
      return false;
    }
    boolean good = true;
    for (var e : file.entries().entrySet()) {
      var value = value(e.getKey(), e.getValue());
      value.ifPresent(text -> out.put(e.getKey(), text));
      good &= value.isPresent();
    }
    return good;
  }

  private Optional<String> value(String name, Yaml.Entry entry) {
    if (!NAME.matcher(name).matches()) {
      problems.error(
          entry.keyPlace(),
          Problems.quote(name) + " is no name of a variable; write letters, digits and _, no digit"
              + " first");
      return Optional.empty();
    }
    if (entry.value() instanceof Yaml.Scalar scalar && !scalar.isNull()) {
      return Optional.of(scalar.text());
    }
    problems.error(
        entry.value().place(),
        name
            + (entry.value().isNull()
                ? ": has no value; write \"\" for an empty text"
                : ": expected one value, found " + entry.value().described()
                    + "; a values file is flat, write one NAME: VALUE a line"));
    return Optional.empty();
  }
}
