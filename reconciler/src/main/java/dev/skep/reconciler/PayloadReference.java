package dev.skep.reconciler;

import dev.skep.model.DesiredPayload.Kind;

/** Where a ContainerSpec keeps its references to configs and secrets (Engine API). */
final class PayloadReference {
  private PayloadReference() {}

  static String field(Kind kind) {
    return kind == Kind.CONFIG ? "Configs" : "Secrets";
  }

  static String nameField(Kind kind) {
    return kind == Kind.CONFIG ? "ConfigName" : "SecretName";
  }

  static String idField(Kind kind) {
    return kind == Kind.CONFIG ? "ConfigID" : "SecretID";
  }
}
