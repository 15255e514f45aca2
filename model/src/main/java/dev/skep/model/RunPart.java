package dev.skep.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a run key counts: a change of one of these is new work. Prints in lower case. */
public enum RunPart {
  IMAGE,
  ENTRYPOINT,
  COMMAND,
  ENV,
  USER,
  DIR,
  MOUNTS,
  CONFIGS,
  SECRETS,
  /** On how many tasks the job runs, where that is not one. */
  TASKS;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The part that prints so. */
  public static Optional<RunPart> of(String text) {
    return Arrays.stream(values()).filter(p -> p.text().equals(text)).findFirst();
  }
}
