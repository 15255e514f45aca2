package dev.skep.manifests;

import dev.skep.model.DependsOn;
import dev.skep.model.JobPolicy;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks {@code depends_on} of all services against each other. */
final class Dependencies {
  /**
   * @param condition empty in the short form, whose meaning depends on what is waited for
   */
  record Want(Optional<DependsOn> condition, boolean required, Place place) {}

  /** What one service asks to wait for, by short name. */
  record Wanted(Map<String, Want> on) {
    static Wanted of(Fields service, Problems problems) {
      var out = new LinkedHashMap<String, Want>();
      var value = service.value("depends_on");
      var path = service.path("depends_on");
      if (value.isPresent() && value.get() instanceof Yaml.Mapping mapping) {
        mapping
            .entries()
            .forEach((name, entry) -> out.put(name, want(entry, path + "." + name, problems)));
      } else if (value.isPresent()) {
        for (var item : Values.items(value.get(), path, problems)) {
          Values.text(item, path, problems)
              .ifPresent(name -> out.put(name, new Want(Optional.empty(), true, item.place())));
        }
      }
      return new Wanted(out);
    }

    private static Want want(Yaml.Entry entry, String path, Problems problems) {
      var fields = Fields.of(entry.value(), path, problems);
      var condition = fields.text("condition").flatMap(text -> condition(text, fields, problems));
      boolean required = fields.flag("required").orElse(true);
      fields.ignored("restart", "Skep does not restart a service because another one changed");
      fields.finish();
      return new Want(condition, required, entry.keyPlace());
    }

    private static Optional<DependsOn> condition(String text, Fields fields, Problems problems) {
      for (var condition : DependsOn.values()) {
        if (condition.text().equals(text.toLowerCase(Locale.ROOT))) return Optional.of(condition);
      }
      var known =
          java.util.Arrays.stream(DependsOn.values()).map(DependsOn::text).toList();
      problems.error(
          fields.value("condition").orElseThrow().place(),
          fields.path("condition") + ": expected " + String.join(", ", known) + "; found "
              + Problems.quote(text));
      return Optional.empty();
    }
  }

  private final Map<String, ServiceReader.Read> services;
  private final Set<String> inactive;
  private final Problems problems;
  private final Map<String, Map<String, DependsOn>> resolved = new LinkedHashMap<>();

  /**
   * @param inactive names of services whose profiles leave them out
   */
  Dependencies(Map<String, ServiceReader.Read> services, Set<String> inactive, Problems problems) {
    this.services = services;
    this.inactive = inactive;
    this.problems = problems;
  }

  Map<String, Map<String, DependsOn>> resolve() {
    services.forEach((name, read) -> {
      var on = new LinkedHashMap<String, DependsOn>();
      read.dependsOn()
          .on()
          .forEach((other, want) ->
              condition(name, other, want).ifPresent(condition -> on.put(other, condition)));
      resolved.put(name, on);
    });
    cycles();
    return resolved;
  }

  private Optional<DependsOn> condition(String name, String other, Want want) {
    var path = "services." + name + ".depends_on." + other;
    var target = services.get(other);
    if (target == null) {
      missing(path, other, want);
      return Optional.empty();
    }
    boolean job = target.job().isPresent();
    if (target.job().flatMap(JobPolicy::schedule).isPresent()) {
      problems.error(
          want.place(),
          path + ": " + other + " runs by a schedule, and nothing can wait for that; delete it, or"
              + " make a job without a schedule of what has to be done first");
      return Optional.empty();
    }
    if (want.condition().isEmpty()) {
      return Optional.of(
          job ? DependsOn.SERVICE_COMPLETED_SUCCESSFULLY : DependsOn.SERVICE_STARTED);
    }
    if (want.condition().get() == DependsOn.SERVICE_COMPLETED_SUCCESSFULLY && !job) {
      problems.error(
          want.place(),
          path + ": " + other + " is no job and never completes; " + Jobs.MARK
              + ", or wait for service_healthy");
    }
    return want.condition();
  }

  private void missing(String path, String other, Want want) {
    var why = inactive.contains(other)
        ? "the service " + other + " is left out, because none of its profiles is active"
        : "there is no service " + Problems.quote(other);
    if (!want.required()) {
      problems.warning(want.place(), path + ": " + why + "; nothing is waited for");
    } else {
      problems.error(
          want.place(),
          path + ": " + why
              + (inactive.contains(other)
                  ? "; list one in COMPOSE_PROFILES"
                  : Suggest.nearest(other, services.keySet())
                      .map(near -> "; did you mean " + near + "?")
                      .orElse("; delete it")));
    }
  }

  private void cycles() {
    var on = new LinkedHashMap<String, Set<String>>();
    resolved.forEach((name, conditions) -> on.put(name, conditions.keySet()));
    for (var ring : Rings.of(on)) {
      problems.error(
          services.get(ring.get(0)).dependsOn().on().get(ring.get(1)).place(),
          "services." + ring.get(0) + ".depends_on: a cycle, " + Rings.shown(ring)
              + "; none of them could ever start, take one arrow away");
    }
  }
}
