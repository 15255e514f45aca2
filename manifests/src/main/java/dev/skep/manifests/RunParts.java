package dev.skep.manifests;

import dev.skep.model.RunPart;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code runOn}: the parts of a job of which a change is a new run. */
final class RunParts {
  private static final List<String> KNOWN =
      Arrays.stream(RunPart.values()).map(RunPart::text).toList();

  /** What a Compose file calls some of the parts. */
  private static final Map<String, String> IN_COMPOSE = Map.of(
      "environment", "env",
      "env_file", "env",
      "label_file", "labels",
      "working_dir", "dir",
      "volumes", "mounts",
      "replicas", "tasks",
      "mode", "tasks");

  private RunParts() {}

  /** All, unless the list names some. */
  static Set<RunPart> of(Fields job, Problems problems) {
    var all = EnumSet.allOf(RunPart.class);
    var value = job.value("runOn");
    if (value.isEmpty()) return all;
    var path = job.path("runOn");
    var items = job.itemsOrOne("runOn");
    if (value.get() instanceof Yaml.Sequence && items.isEmpty()) {
      problems.error(
          value.get().place(),
          path + ": an empty list would never run the job again; name parts, or delete it for all");
    }
    var parts = EnumSet.noneOf(RunPart.class);
    for (var item : items) {
      Values.text(item, path, problems).ifPresent(name -> {
        var part = RunPart.of(name);
        if (part.isEmpty()) {
          problems.error(
              item.place(), path + Words.unknown(name, "part of a run", KNOWN, IN_COMPOSE));
        } else if (!parts.add(part.get())) {
          problems.error(item.place(), path + ": " + name + " stands here twice; keep one");
        }
      });
    }
    return parts.isEmpty() ? all : parts;
  }
}
