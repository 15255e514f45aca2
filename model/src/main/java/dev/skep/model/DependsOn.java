package dev.skep.model;

import java.util.Locale;

/**
 * What a service waits for before it is created or changed. The names are those of the Compose
 * Specification, {@code depends_on.<name>.condition}.
 */
public enum DependsOn {
  SERVICE_STARTED,
  SERVICE_HEALTHY,
  SERVICE_COMPLETED_SUCCESSFULLY;

  /** The condition that is spelt so; throws {@link IllegalArgumentException} for none. */
  public static DependsOn of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** As the Compose Specification spells it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
