package dev.skep.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stack as its manifest asks for it, rendered: interpolated, merged, names scoped.
 *
 * @param name the stack's name, the prefix of its objects' names
 * @param revision names this content; equal content gives an equal revision
 * @param services by short name; jobs are among them
 * @param networks by key in the file; only those that services use
 * @param payloads configs and secrets
 * @param policy how it is to be kept
 * @param origin the commit that brought this content, by whom and why, for people; empty where the
 *     source has none
 */
public record DesiredStack(
    String name,
    String revision,
    Map<String, DesiredService> services,
    Map<String, DesiredNetwork> networks,
    List<DesiredPayload> payloads,
    StackPolicy policy,
    String origin) {

  /** One of a source that knows no commits. */
  public DesiredStack(
      String name,
      String revision,
      Map<String, DesiredService> services,
      Map<String, DesiredNetwork> networks,
      List<DesiredPayload> payloads,
      StackPolicy policy) {
    this(name, revision, services, networks, payloads, policy, "");
  }

  /** One that is kept as usual. */
  public DesiredStack(
      String name,
      String revision,
      Map<String, DesiredService> services,
      Map<String, DesiredNetwork> networks,
      List<DesiredPayload> payloads) {
    this(name, revision, services, networks, payloads, StackPolicy.DEFAULT);
  }

  /** The same, brought by a commit. */
  public DesiredStack from(String commit) {
    return new DesiredStack(name, revision, services, networks, payloads, policy, commit);
  }

  /** One that is no longer in its source: nobody says any more how it shall be. */
  public static DesiredStack gone(String name) {
    return new DesiredStack(name, "", Map.of(), Map.of(), List.of());
  }

  /** Skep itself is among its services. */
  public boolean keepsSkep() {
    return services.values().stream()
        .anyMatch(s -> s.spec().text("Labels", Labels.CONTROLLER).equals(Optional.of("true")));
  }

  /** Nobody says how it shall be. */
  public boolean gone() {
    return revision.isEmpty();
  }

  public DesiredStack {
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
    payloads = List.copyOf(payloads);
  }
}
