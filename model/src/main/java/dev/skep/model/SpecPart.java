package dev.skep.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A part of a service's spec that somebody else may be left to set. Prints in lower case; each
 * stands for fields of the engine's ServiceSpec.
 */
public enum SpecPart {
  REPLICAS("Mode.Replicated.Replicas"),
  IMAGE("TaskTemplate.ContainerSpec.Image"),
  ENTRYPOINT("TaskTemplate.ContainerSpec.Command"),
  COMMAND("TaskTemplate.ContainerSpec.Args"),
  ENV("TaskTemplate.ContainerSpec.Env"),
  LABELS("Labels", "TaskTemplate.ContainerSpec.Labels"),
  MOUNTS("TaskTemplate.ContainerSpec.Mounts"),
  CONFIGS("TaskTemplate.ContainerSpec.Configs"),
  SECRETS("TaskTemplate.ContainerSpec.Secrets"),
  NETWORKS("TaskTemplate.Networks"),
  PORTS("EndpointSpec"),
  RESOURCES("TaskTemplate.Resources"),
  PLACEMENT("TaskTemplate.Placement"),
  HEALTHCHECK("TaskTemplate.ContainerSpec.Healthcheck"),
  LOGGING("TaskTemplate.LogDriver"),
  RESTART("TaskTemplate.RestartPolicy"),
  UPDATE("UpdateConfig", "RollbackConfig");

  private final List<String> paths;

  SpecPart(String... paths) {
    this.paths = List.of(paths);
  }

  /** Of the fields, such as {@code TaskTemplate.Placement}. */
  public List<String> paths() {
    return paths;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The part that prints so. */
  public static Optional<SpecPart> of(String text) {
    return Arrays.stream(values()).filter(p -> p.text().equals(text)).findFirst();
  }

  /** Whether the field of the spec, as {@code TaskTemplate.Placement.Constraints}, is of it. */
  public boolean holds(String field) {
    return paths.stream().anyMatch(p -> field.equals(p) || field.startsWith(p + "."));
  }
}
