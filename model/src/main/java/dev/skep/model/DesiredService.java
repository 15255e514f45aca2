package dev.skep.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A service or a job.
 *
 * @param name the short name, without the stack's
 * @param spec the ServiceSpec of the Engine API, as {@code docker stack deploy} would send it,
 *     with three differences: networks are named by their full name and not by id; config and
 *     secret references carry the name that the file gives (the reconciler puts the real name and
 *     id in); {@code Mode.Replicated.Replicas} is absent where the file does not set it
 * @param dependsOn by short name of the service or job waited for
 * @param job the policy, if this is a job
 */
public record DesiredService(
    String name, Tree.Obj spec, Map<String, DependsOn> dependsOn, Optional<JobPolicy> job) {

  public DesiredService {
    dependsOn = Collections.unmodifiableMap(new LinkedHashMap<>(dependsOn));
  }

  /** The full name, {@code <stack>_<service>}. */
  public String fullName() {
    return spec.text("Name").orElseThrow();
  }
}
