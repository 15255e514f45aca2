package dev.skep.manifests;

import java.util.List;
import java.util.Optional;

/**
 * One item of {@code include}.
 *
 * @param paths the files that are put over each other
 * @param path the key that names them
 * @param folder from where their relative paths are read; else that of the first one
 * @param variables files with defaults of variables; else the {@code .env} in that folder, if any
 */
record Include(
    List<Yaml> paths, String path, Optional<Yaml> folder, List<Yaml> variables, Place place) {
  private static final String KEY = "include";

  /** Empty, with a problem, if it names no file. */
  static Optional<Include> of(Yaml item, Problems problems) {
    if (!(item instanceof Yaml.Mapping)) {
      return Values.text(item, KEY, problems)
          .map(t -> new Include(List.of(item), KEY, Optional.empty(), List.of(), item.place()));
    }
    var fields = Fields.of(item, KEY, problems);
    var paths = fields.itemsOrOne("path");
    var folder = fields.value("project_directory");
    var variables = fields.itemsOrOne("env_file");
    fields.finish();
    boolean list = fields.value("path").filter(p -> p instanceof Yaml.Mapping).isEmpty();
    if (paths.isEmpty() && list) {
      problems.error(item.place(), KEY + ": path is missing; write path: FILE");
    }
    return paths.isEmpty()
        ? Optional.empty()
        : Optional.of(new Include(paths, fields.path("path"), folder, variables, item.place()));
  }
}
