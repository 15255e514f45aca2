package dev.skep.reconciler;

import java.util.Set;

/**
 * The stacks of ours that there are, by their records.
 *
 * @param all that were not taken off the Swarm
 * @param orphaned those of them that are known to be no longer in their source
 */
public record Recorded(Set<String> all, Set<String> orphaned) {}
