package dev.skep.reconciler;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Tree;
import java.util.List;
import java.util.Optional;

/** Where a ContainerSpec keeps its references to configs and secrets (Engine API). */
public final class PayloadReference {
  /** The config that describes a Windows account, which is also among the references. */
  private static final List<String> CREDENTIALS = List.of("Privileges", "CredentialSpec", "Config");

  private PayloadReference() {}

  public static String field(Kind kind) {
    return kind == Kind.CONFIG ? "Configs" : "Secrets";
  }

  public static String nameField(Kind kind) {
    return kind == Kind.CONFIG ? "ConfigName" : "SecretName";
  }

  public static String idField(Kind kind) {
    return kind == Kind.CONFIG ? "ConfigID" : "SecretID";
  }

  /** The name of the config that the account is read from, until it is resolved. */
  static Optional<String> credentials(Tree.Obj container) {
    return container.text(CREDENTIALS.toArray(String[]::new));
  }

  static Tree.Obj withCredentials(Tree.Obj container, String id) {
    return container.with(CREDENTIALS, Tree.of(id));
  }
}
