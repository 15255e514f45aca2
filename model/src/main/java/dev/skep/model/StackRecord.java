package dev.skep.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What Skep remembers of a stack.
 *
 * @param incarnation made once; ends only when the stack's runs are told to be forgotten
 * @param unproven jobs that may have run before Skep knew of them: the stack ran when it was first
 *     seen, or its records were lost
 * @param number counts the revisions that were taken up, from 1
 * @param wanted the revision that is being put in place, or is in place
 * @param suspended that revision says that nothing of the stack is to be changed
 * @param jobs what that revision asks of each job, by its short name
 * @param pushed what services that the engine rolls back by itself are being updated to, by short
 *     name: after a roll-back the engine no longer knows which spec it was that failed
 * @param images what the names of images stand for in this stack; one that is not here stands for
 *     whatever a node finds under it
 * @param inventory what was ours when a revision was last wholly in place
 * @param left it is no longer in its source, or taken off the Swarm
 * @param applied the last revision that was wholly in place, and since when
 * @param previous the one that was wholly in place before that
 */
public record StackRecord(
    String stack,
    String incarnation,
    Set<String> unproven,
    int number,
    String wanted,
    boolean suspended,
    Map<String, Job> jobs,
    Map<String, Push> pushed,
    Map<String, LockedImage> images,
    Inventory inventory,
    Optional<Left> left,
    Optional<Applied> applied,
    Optional<Applied> previous) {
  /**
   * @param at since when
   * @param removed nothing of it is on the Swarm any more but its volumes and its records
   */
  public record Left(Instant at, boolean removed) {}

  public record Applied(String revision, Instant at) {}

  /** {@code runKey} is without the token of a rerun. */
  public record Job(String runKey, JobPolicy policy) {}

  /**
   * @param services ids by short name: what is ours stays ours though its labels were overwritten
   * @param jobs short names of those that have a record: it must not be missing later
   * @param payloads configs and secrets by {@link Payload#key}, ours as services are
   */
  public record Inventory(
      Map<String, String> services, Set<String> jobs, Map<String, Payload> payloads) {
    public static final Inventory EMPTY = new Inventory(Map.of(), Set.of(), Map.of());

    public Inventory {
      services = Map.copyOf(services);
      jobs = Set.copyOf(jobs);
      payloads = Map.copyOf(payloads);
    }
  }

  /** {@code hash} is the content's, which cannot change while the id is the same. */
  public record Payload(String id, String hash) {
    /** {@code name} is the full one, rotated or not. */
    public static String key(DesiredPayload.Kind kind, String name) {
      return kind + "/" + name;
    }
  }

  /**
   * @param hash of the spec
   * @param before when the service's last update before this one began; a roll-back of a later
   *     one is a roll-back of this
   */
  public record Push(String hash, Optional<Instant> before) {}

  public StackRecord {
    unproven = Set.copyOf(unproven);
    jobs = Map.copyOf(jobs);
    pushed = Map.copyOf(pushed);
    images = Map.copyOf(images);
  }

  /**
   * It is to have this revision.
   *
   * @param suspend whether that says that nothing is to be changed
   * @param asked of each job
   */
  public StackRecord wanting(String revision, boolean suspend, Map<String, Job> asked) {
    return new StackRecord(
        stack,
        incarnation,
        unproven,
        revision.equals(wanted) ? number : number + 1,
        revision,
        suspend,
        asked,
        pushed,
        images,
        inventory,
        Optional.empty(),
        applied,
        previous);
  }

  /** It is no longer in its source; until it is wanted again. */
  public StackRecord leaving(Instant at) {
    return with(pushed, images, inventory, Optional.of(new Left(at, false)), applied, previous);
  }

  /** It was taken off the Swarm; until it is wanted again. */
  public StackRecord removed(Instant at) {
    var gone = Optional.of(new Left(at, true));
    var ran = new Inventory(Map.of(), inventory.jobs(), Map.of());
    return with(Map.of(), images, ran, gone, Optional.empty(), applied.or(() -> previous));
  }

  public boolean removed() {
    return left.filter(Left::removed).isPresent();
  }

  public StackRecord pushing(Map<String, Push> more) {
    var all = new TreeMap<>(pushed);
    all.putAll(more);
    return with(all, images, inventory, left, applied, previous);
  }

  /** From now on these names of images stand for this, and no others for anything. */
  public StackRecord locking(Map<String, LockedImage> pins) {
    return with(pushed, pins, inventory, left, applied, previous);
  }

  /** The wanted revision is wholly in place, with these objects. */
  public StackRecord applied(Inventory found, Instant at) {
    boolean known = applied.filter(a -> a.revision().equals(wanted)).isPresent();
    var now = known ? applied : Optional.of(new Applied(wanted, at));
    return with(pushed, images, found, left, now, known ? previous : applied.or(() -> previous));
  }

  private StackRecord with(
      Map<String, Push> pushes,
      Map<String, LockedImage> pins,
      Inventory ours,
      Optional<Left> gone,
      Optional<Applied> now,
      Optional<Applied> before) {
    return new StackRecord(
        stack,
        incarnation,
        unproven,
        number,
        wanted,
        suspended,
        jobs,
        pushes,
        pins,
        ours,
        gone,
        now,
        before);
  }

  /** The revisions that were wholly in place lately, the newest first. */
  public Stream<Applied> good() {
    return Stream.concat(applied.stream(), previous.stream());
  }

  /** What it could be rolled back to: the last that was in place and is not what is wanted. */
  public Optional<Applied> lastGood() {
    return good().filter(a -> !a.revision().equals(wanted)).findFirst();
  }
}
