package dev.skep.manifests;

import java.util.ArrayList;
import java.util.Optional;

/** Reads what is to be included. */
final class Inclusion {
  private static final String ENV_FILE = "include.env_file";
  private static final String FOLDER = "include.project_directory";

  private final ComposeFiles files;
  private final Problems problems;

  Inclusion(ComposeFiles files, Problems problems) {
    this.files = files;
    this.problems = problems;
  }

  /**
   * The files with their folder and variables, or the problems why not.
   *
   * @param by who includes them
   */
  Optional<Project> of(Include include, Project by) {
    var read = new ArrayList<ComposeFiles.Named>();
    for (var path : include.paths()) {
      Values.text(path, include.path(), problems)
          .flatMap(t -> files.read(by.sources(), t, path.place(), include.path()))
          .filter(f -> files.spend(f.content(), include.place()))
          .ifPresent(read::add);
    }
    var sources = include.folder().isPresent()
        ? folder(include.folder().get(), by.sources())
        : read.stream().findFirst().map(f -> by.sources().beside(f.path()));
    var variables = variables(include, sources, by);
    return read.size() == include.paths().size() && sources.isPresent()
        ? variables.map(v -> new Project(read, sources.get(), v))
        : Optional.empty();
  }

  private Optional<Sources> folder(Yaml yaml, Sources by) {
    return Values.text(yaml, FOLDER, problems)
        .flatMap(text -> by.folder(text, yaml.place(), FOLDER))
        .map(by::in);
  }

  /** Those of who includes, and below them what the files say. */
  private Optional<Variables> variables(Include include, Optional<Sources> folder, Project by) {
    var defaults = new DotEnv(by.variables(), problems);
    boolean good = true;
    for (var file : include.variables()) {
      good &= Values.text(file, ENV_FILE, problems)
          .filter(text -> read(text, by.sources(), file.place(), ENV_FILE, defaults))
          .isPresent();
    }
    var implied = folder.filter(f -> include.variables().isEmpty() && f.regular(".env"));
    if (implied.isPresent()) {
      good = read(".env", implied.get(), include.place(), "include", defaults);
    }
    return good ? Optional.of(defaults.variables()) : Optional.empty();
  }

  private boolean read(String text, Sources from, Place place, String path, DotEnv defaults) {
    var content = from.text(text, place, path);
    content.ifPresent(
        c -> defaults.read(c, from.path(text, place, path).orElseThrow().toString()));
    return content.isPresent();
  }
}
