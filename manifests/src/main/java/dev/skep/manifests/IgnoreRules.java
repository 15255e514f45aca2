package dev.skep.manifests;

import dev.skep.model.SpecPart;
import dev.skep.model.StackPolicy.Ignore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code spec.ignore}: what of which services others may set. */
final class IgnoreRules {
  static final String KEY = "ignore";
  private static final int MOST = 1_000;
  private static final List<String> KNOWN =
      Arrays.stream(SpecPart.values()).map(SpecPart::text).toList();

  /** What a Compose file calls some of the parts. */
  private static final Map<String, String> IN_COMPOSE = Map.of(
      "environment", "env",
      "env_file", "env",
      "label_file", "labels",
      "volumes", "mounts",
      "restart_policy", "restart",
      "update_config", "update",
      "rollback_config", "update");

  private IgnoreRules() {}

  /**
   * @param services is told where each service is named
   */
  static List<Ignore> of(Fields spec, Map<String, Place> services, Problems problems) {
    var out = new ArrayList<Ignore>();
    var items = spec.items(KEY);
    var path = spec.path(KEY);
    if (items.size() > MOST) {
      problems.error(spec.place(KEY), path + ": more than " + MOST + " of them; join some");
      return out;
    }
    for (var item : items) {
      var fields = Fields.of(item, path, problems);
      if (!(item instanceof Yaml.Mapping)) continue;
      var service = fields.text("service").filter(s -> !s.isEmpty());
      var parts = parts(fields, problems);
      if (service.isEmpty()) {
        problems.error(
            fields.place("service"),
            path + ".service is missing; name one, or write \"*\" for all");
      } else if (!service.get().equals(Ignore.EVERY)) {
        services.putIfAbsent(
            service.get(), fields.value("service").orElseThrow().place());
      }
      fields.finishOurs();
      service.ifPresent(s -> out.add(new Ignore(s, parts)));
    }
    return out;
  }

  private static Set<SpecPart> parts(Fields fields, Problems problems) {
    var path = fields.path("fields");
    var parts = EnumSet.noneOf(SpecPart.class);
    var items = fields.items("fields");
    if (items.isEmpty()) {
      problems.error(
          fields.place("fields"), path + " is missing; name some of " + String.join(", ", KNOWN));
    }
    for (var item : items) {
      Values.text(item, path, problems).ifPresent(word -> {
        var part = SpecPart.of(word);
        if (part.isEmpty()) {
          problems.error(
              item.place(),
              path + Words.unknown(word, "field that can be ignored", KNOWN, IN_COMPOSE));
        } else if (!parts.add(part.get())) {
          problems.error(item.place(), path + ": " + word + " stands here twice; keep one");
        }
      });
    }
    return parts;
  }
}
