package dev.skep.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What Skep remembers of a stack.
 *
 * @param incarnation made once; ends only when the stack's runs are told to be forgotten
 * @param wanted the revision that is being put in place, or is in place
 * @param runKeys what that revision asks of each job, by its short name
 * @param pushed what services that the engine rolls back by itself are being updated to, by short
 *     name: after a roll-back the engine no longer knows which spec it was that failed
 * @param applied the last revision that was wholly in place, and since when
 */
public record StackRecord(
    String stack,
    String incarnation,
    String wanted,
    Map<String, String> runKeys,
    Map<String, Push> pushed,
    Optional<Applied> applied) {
  public record Applied(String revision, Instant at) {}

  /**
   * @param hash of the spec
   * @param before when the service's last update before this one began; a roll-back of a later
   *     one is a roll-back of this
   */
  public record Push(String hash, Optional<Instant> before) {}

  public StackRecord {
    runKeys = Map.copyOf(runKeys);
    pushed = Map.copyOf(pushed);
  }

  public StackRecord wanting(String revision, Map<String, String> keys) {
    return new StackRecord(stack, incarnation, revision, keys, pushed, applied);
  }

  public StackRecord pushing(Map<String, Push> more) {
    var all = new TreeMap<>(pushed);
    all.putAll(more);
    return new StackRecord(stack, incarnation, wanted, runKeys, all, applied);
  }

  public StackRecord applied(Instant at) {
    return new StackRecord(
        stack, incarnation, wanted, runKeys, pushed, Optional.of(new Applied(wanted, at)));
  }
}
