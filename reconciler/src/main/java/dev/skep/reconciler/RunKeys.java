package dev.skep.reconciler;

import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.Hash;
import dev.skep.model.JobRecord;
import dev.skep.model.RunPart;
import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All the keys that one piece of work goes by: under each algorithm that records may name, and as a
 * whole as well as narrowed by {@code runOn}. A success under any of them is a success: neither an
 * upgrade of Skep nor a policy that is put in or taken out runs anything.
 */
final class RunKeys {
  /** Names a job's work, counting only some parts of it. */
  interface Algorithm {
    String key(DesiredStack stack, DesiredService job, Set<RunPart> parts);
  }

  /** Newest first. An algorithm is dropped only when no record can name it any more. */
  static final List<Algorithm> ALGORITHMS = List.of(RunKey::v1);

  private static final Set<RunPart> ALL = EnumSet.allOf(RunPart.class);

  /** What tells people more as it is than that it has changed. */
  private static final Set<RunPart> PLAIN = EnumSet.of(RunPart.IMAGE, RunPart.TASKS);

  private RunKeys() {}

  /** The one that new records are given first. */
  static Set<String> of(List<Algorithm> algorithms, DesiredStack stack, DesiredService job) {
    var narrowed = job.job().orElseThrow().runOn();
    var out = new LinkedHashSet<String>();
    for (var algorithm : algorithms) out.add(algorithm.key(stack, job, narrowed));
    for (var algorithm : algorithms) out.add(algorithm.key(stack, job, ALL));
    return out;
  }

  /**
   * Also the key of the newest run, if not one of its parts has changed since: {@code runOn} may
   * have been taken out while it ran.
   */
  static Set<String> of(
      List<Algorithm> algorithms,
      DesiredStack stack,
      DesiredService job,
      Optional<JobRecord> record) {
    var out = of(algorithms, stack, job);
    var parts = brief(RunKey.parts(stack, job));
    record
        .map(JobRecord::run)
        .filter(r -> !parts.isEmpty() && r.parts().equals(parts))
        .ifPresent(r -> out.add(RunKey.withoutToken(r.key())));
    return out;
  }

  /** The one among a job's keys that its record knows, or else the preferred one. */
  static String known(Set<String> keys, Optional<JobRecord> record) {
    if (record.isEmpty()) return keys.iterator().next();
    var current = RunKey.withoutToken(record.get().run().key());
    if (keys.contains(current)) return current;
    return keys.stream()
        .filter(record.get().succeeded()::contains)
        .findFirst()
        .orElseGet(() -> keys.iterator().next());
  }

  /**
   * Whether the work is done. One that is to run again by order is done only under that order.
   *
   * @param key with the token of the order, if there is one
   * @param keys all that the work goes by, without a token
   */
  static boolean succeeded(JobRecord record, String key, Set<String> keys) {
    boolean ordered = !RunKey.withoutToken(key).equals(key);
    return ordered
        ? record.succeeded().contains(key)
        : keys.stream().anyMatch(record.succeeded()::contains);
  }

  /** Each part in a word: some as they are, of the others a hash that tells a change. */
  static Map<RunPart, String> brief(Map<RunPart, Tree> parts) {
    var out = new EnumMap<RunPart, String>(RunPart.class);
    parts.forEach((part, value) -> out.put(
        part,
        PLAIN.contains(part) && value instanceof Tree.Str text
            ? text.value()
            : Hash.base32(value.canonical(), 8)));
    return out;
  }

  /** What differs between two runs, such as {@code image a -> b, env}. */
  static String changes(Map<RunPart, String> before, Map<RunPart, String> now) {
    if (before.isEmpty()) return "what it ran before is not known";
    var out = new ArrayList<String>();
    for (var part : RunPart.values()) {
      var absent = part == RunPart.TASKS ? Width.ONE.text() : "none";
      var was = before.getOrDefault(part, absent);
      var is = now.getOrDefault(part, absent);
      if (was.equals(is)) continue;
      out.add(
          PLAIN.contains(part)
              ? part.text() + " " + ImageDigest.brief(was) + " -> " + ImageDigest.brief(is)
              : part.text());
    }
    return String.join(", ", out);
  }
}
