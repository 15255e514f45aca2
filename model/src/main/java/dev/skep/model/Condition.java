package dev.skep.model;

/**
 * One line of a status, as Kubernetes has them.
 *
 * @param status True, False or Unknown
 */
public record Condition(Type type, Status status, Reason reason, String message) {
  public enum Type {
    READY,
    RECONCILING,
    STALLED,
    HEALTHY,
    DRIFTED,
    SUSPENDED
  }

  public enum Status {
    TRUE,
    FALSE,
    UNKNOWN
  }
}
