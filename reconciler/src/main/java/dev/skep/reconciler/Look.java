package dev.skep.reconciler;

import dev.skep.model.DesiredStack;
import dev.skep.model.StackOrders;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of the Swarm, and for which stacks: it holds what those refer to.
 *
 * @param content the same object in looks that found everything as it was, for the same stacks
 * @param started when the reading began, by the clock's nanos
 * @param epoch of the lease under which it was made, -1 without
 * @param sources the revisions that the source says, by stack
 * @param wanted what the stacks shall be, by name; another revision where one is pinned
 * @param revisions of these
 */
record Look(
    Observation seen,
    Object content,
    long started,
    long epoch,
    Map<String, String> sources,
    Map<String, DesiredStack> wanted,
    Map<String, String> revisions) {

  static Look of(
      Observation seen,
      long started,
      long epoch,
      Collection<DesiredStack> sources,
      Collection<DesiredStack> wanted) {
    var said = new HashMap<String, String>();
    sources.forEach(s -> said.put(s.name(), s.revision()));
    var stacks = new HashMap<String, DesiredStack>();
    var revisions = new HashMap<String, String>();
    wanted.forEach(s -> {
      stacks.put(s.name(), s);
      revisions.put(s.name(), s.revision());
    });
    return new Look(seen, new Object(), started, epoch, said, stacks, revisions);
  }

  /** The same, marked if it has found nothing else than an earlier one. */
  Look after(Look earlier) {
    boolean same = epoch == earlier.epoch
        && sources.equals(earlier.sources)
        && wanted.equals(earlier.wanted)
        && seen.saysTheSameAs(earlier.seen);
    return same
        ? new Look(seen, earlier.content, started, epoch, sources, wanted, revisions)
        : this;
  }

  /** Made for a stack as its source says it. */
  boolean isFor(DesiredStack source) {
    return source.revision().equals(sources.get(source.name()));
  }

  /** What that stack shall be; of one that is newer than the look, what its source says. */
  DesiredStack wanted(DesiredStack source) {
    return isFor(source) ? wanted.get(source.name()) : source;
  }

  Optional<StackOrders.Pin> pin(DesiredStack source) {
    return seen.ledgerOf(source.name()).pin(source.revision());
  }
}
