package dev.skep.manifests;

import dev.skep.model.StackPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a document of {@code kind: Stack}. */
final class DocumentReader {
  /** Each may be a megabyte of YAML. */
  private static final int MOST_FILES = 16;

  private static final int MOST_STACKS = 1_000;

  private final Fields file;
  private final DocumentPaths paths;
  private final Problems problems;

  DocumentReader(Yaml.Mapping file, DocumentPaths paths) {
    this.problems = paths.problems();
    this.file = Fields.of(file, "", problems);
    this.paths = paths;
  }

  StackDocument read(StackPolicy base) {
    exactly("apiVersion", StackDocument.VERSION);
    exactly("kind", StackDocument.KIND);
    var metadata = section("metadata");
    var name = name(metadata);
    metadata.finishOurs();
    var spec = section("spec");
    var compose = spec.has("compose") ? paths.files(spec, "compose", MOST_FILES) : beside(spec);
    var values = paths.files(spec, "values", MOST_FILES);
    var dependsOn = dependsOn(spec);
    var ignored = new LinkedHashMap<String, Place>();
    var policy = new StackPolicy(
        dependsOn.keySet(),
        spec.flag("suspend").orElse(base.suspend()),
        spec.flag("prune").orElse(base.prune()),
        base.maxPrune(),
        spec.flag("selfHeal").orElse(base.selfHeal()),
        IgnoreRules.of(spec, ignored, problems),
        progressDeadline(spec).orElse(base.progressDeadline()));
    spec.finishOurs();
    file.finishOurs();
    var places = new StackDocument.Places(dependsOn, ignored);
    return new StackDocument(name, metadata.place("name"), compose, values, policy, places);
  }

  private Fields section(String key) {
    return file.section(key)
        .orElseGet(
            () -> Fields.of(Scalars.plain(file.place(key), "", Yaml.Mark.NONE), key, problems));
  }

  private void exactly(String key, String word) {
    var given = file.text(key);
    if (!file.has(key)) {
      problems.error(file.place(key), key + " is missing; write " + key + ": " + word);
    }
    given.ifPresent(text -> file.oneOf(key, text, List.of(word)));
  }

  private Optional<String> name(Fields metadata) {
    var name = metadata.text("name").filter(n -> !n.isEmpty());
    if (!metadata.has("name") || metadata.text("name").equals(Optional.of(""))) {
      problems.error(
          metadata.place("name"), "metadata.name is missing; write metadata: {name: NAME}");
    }
    return name.filter(n -> new Names(problems).stack(n, metadata.place("name")));
  }

  /** The one Compose file in the document's folder. */
  private List<Path> beside(Fields spec) {
    var folder = paths.document().resolveSibling("");
    var found = Discovery.composeFiles(folder);
    found.forEach(paths.reads()::add);
    if (found.size() == 1) return found;
    problems.error(
        spec.place("compose"),
        "spec.compose is missing, and beside the document "
            + (found.isEmpty() ? "is no Compose file" : "are " + Discovery.named(found))
            + "; write compose: [PATH]");
    return List.of();
  }

  private Optional<Duration> progressDeadline(Fields spec) {
    return Durations.positive(
        spec, "progressDeadline", "0 leaves no time to start; write more, such as 10m", problems);
  }

  private Map<String, Place> dependsOn(Fields spec) {
    var out = new LinkedHashMap<String, Place>();
    var items = spec.items("dependsOn");
    if (items.size() > MOST_STACKS) {
      problems.error(
          spec.place("dependsOn"), "spec.dependsOn: more than " + MOST_STACKS + " of them");
      return out;
    }
    for (var item : items) {
      Values.text(item, "spec.dependsOn", problems).ifPresent(name -> {
        if (out.putIfAbsent(name, item.place()) != null) {
          problems.error(item.place(), "spec.dependsOn: " + name + " stands here twice; keep one");
        }
      });
    }
    return out;
  }
}
