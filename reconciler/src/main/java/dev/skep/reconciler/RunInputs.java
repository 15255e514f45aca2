package dev.skep.reconciler;

import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.RunPart;
import dev.skep.model.Tree;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What makes a run of a job another one.
 *
 * @param key under which a success is remembered, if none is yet
 * @param parts what the key counts; configs and secrets by the hash of their content
 */
public record RunInputs(String key, Map<RunPart, Tree> parts) {
  public RunInputs {
    parts = Collections.unmodifiableMap(new EnumMap<>(parts));
  }

  /** Of a service that is a job. */
  public static RunInputs of(DesiredStack stack, DesiredService job) {
    var key = RunKeys.of(RunKeys.ALGORITHMS, stack, job).iterator().next();
    var parts = new EnumMap<RunPart, Tree>(RunPart.class);
    parts.putAll(RunKey.parts(stack, job));
    parts.keySet().retainAll(job.job().orElseThrow().runOn());
    return new RunInputs(key, parts);
  }
}
