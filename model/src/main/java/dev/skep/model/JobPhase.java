package dev.skep.model;

/** Where a job stands; derived on every look, never stored. */
public enum JobPhase {
  PENDING,
  BLOCKED,
  STARTING,
  RUNNING,
  BACKING_OFF,
  UNKNOWN,
  SUSPENDED,
  STOPPING,
  SUCCEEDED,
  /** By its schedule nothing is to be done before the next slot. */
  SCHEDULED,
  FAILED,
  SUPERSEDED;

  /** All that is to be done by now is done. */
  public boolean settled() {
    return this == SUCCEEDED || this == SCHEDULED;
  }

  /** Prints in CamelCase: {@code BackingOff}. */
  public String text() {
    var out = new StringBuilder();
    for (var word : name().split("_")) {
      out.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
    }
    return out.toString();
  }
}
