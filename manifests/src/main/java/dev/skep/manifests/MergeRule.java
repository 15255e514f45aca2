package dev.skep.manifests;

import java.util.Map;

/** How the values of a key meet; the keys are those of a service. */
enum MergeRule {
  PLAIN,
  REPLACE,
  PAIRS,
  /** Pairs of which one without a value has an empty one. */
  LABELS,
  NAMES,
  ONE_OR_LIST,
  HOSTS,
  PORTS,
  MOUNTS,
  SOURCES,
  LOGGING;

  private static final Map<String, MergeRule> OF_SERVICE = Map.ofEntries(
      Map.entry("command", REPLACE),
      Map.entry("entrypoint", REPLACE),
      Map.entry("healthcheck.test", REPLACE),
      // Rules in order, and a choice: joined, they would say what neither file says.
      Map.entry("x-skep.job.onExitCodes", REPLACE),
      Map.entry("x-skep.job.runOn", REPLACE),
      Map.entry("environment", PAIRS),
      Map.entry("labels", LABELS),
      Map.entry("deploy.labels", LABELS),
      Map.entry("sysctls", LABELS),
      Map.entry("networks", NAMES),
      Map.entry("depends_on", NAMES),
      Map.entry("extra_hosts", HOSTS),
      Map.entry("dns", ONE_OR_LIST),
      Map.entry("dns_search", ONE_OR_LIST),
      Map.entry("tmpfs", ONE_OR_LIST),
      Map.entry("env_file", ONE_OR_LIST),
      Map.entry("label_file", ONE_OR_LIST),
      Map.entry("ports", PORTS),
      Map.entry("volumes", MOUNTS),
      Map.entry("configs", SOURCES),
      Map.entry("secrets", SOURCES),
      Map.entry("logging", LOGGING));

  /** The rule for {@code services.NAME.KEY}; names of services hold no dots. */
  static MergeRule at(String path) {
    var steps = path.split("\\.", 3);
    if (steps.length < 3) return PLAIN;
    if (steps[0].equals("services")) return OF_SERVICE.getOrDefault(steps[2], PLAIN);
    return steps[2].equals("labels") ? LABELS : PLAIN;
  }
}
