package dev.skep.manifests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A service's environment: its files in order, then its own entries over them. */
final class Environment {
  private final String service;
  private final Scope scope;
  private final Map<String, Optional<String>> entries = new TreeMap<>();

  private Environment(String service, Scope scope) {
    this.service = service;
    this.scope = scope;
  }

  /** Sorted {@code KEY=value}; a {@code KEY} alone removes a variable of the image. */
  static List<String> of(Fields service, Scope scope) {
    var environment = new Environment(service.path(), scope);
    for (var file : service.itemsOrOne("env_file")) {
      environment.file(file, service.path("env_file"));
    }
    service.nullablePairs("environment").forEach(environment::entry);
    var out = new ArrayList<String>();
    environment.entries.forEach(
        (key, value) -> out.add(key + value.map(v -> "=" + v).orElse("")));
    out.sort(null);
    return out;
  }

  /** An empty value is filled in from outside like an absent one: so does the Docker CLI. */
  private void entry(String key, Optional<String> value) {
    var outside = scope.given().get(service, key);
    entries.put(
        key,
        value.filter(v -> !v.isEmpty() || outside == null).or(() -> Optional.ofNullable(outside)));
  }

  private void file(Yaml yaml, String path) {
    if (!(yaml instanceof Yaml.Mapping)) {
      Values.text(yaml, path, scope.problems()).ifPresent(text -> lines(text, yaml.place(), path));
      return;
    }
    var fields = Fields.of(yaml, path, scope.problems());
    boolean required = fields.flag("required").orElse(true);
    var text = fields.text("path");
    fields
        .text("format")
        .filter(f -> !f.equals("raw"))
        .ifPresent(f ->
            scope.problems().error(fields.place("format"), path + ".format: only raw is known"));
    fields.finish();
    if (text.isEmpty()) {
      scope.problems().error(yaml.place(), path + ": path is missing; write path: FILE");
    } else if (required || scope.sources().exists(text.get())) {
      lines(text.get(), yaml.place(), path);
    }
  }

  private void lines(String file, Place place, String path) {
    var text = scope.sources().text(file, place, path).orElse("");
    int number = 0;
    for (var line : (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n")) {
      number++;
      var entry =
          (line.endsWith("\r") ? line.substring(0, line.length() - 1) : line).stripLeading();
      if (entry.isEmpty() || entry.startsWith("#")) continue;
      if (!line(entry)) {
        scope
            .problems()
            .error(new Place(file, number, 1), "expected KEY=value without a blank in the key");
      }
    }
  }

  /** Verbatim, quotes too, as the Docker CLI takes it. */
  private boolean line(String text) {
    int equals = text.indexOf('=');
    var key = equals < 0 ? text : text.substring(0, equals);
    if (key.isEmpty() || key.chars().anyMatch(c -> c == ' ' || c == '\t')) return false;
    if (equals >= 0) {
      entries.put(key, Optional.of(text.substring(equals + 1)));
    } else {
      var outside = scope.given().get(service, key);
      if (outside != null) entries.put(key, Optional.of(outside));
    }
    return true;
  }
}
