package dev.skep.reconciler;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The stacks for which a look is made. What moves fast and is much, tasks, nodes and attempts, is
 * read for their sake alone: what one stack's job is about must not cost the passes of all others.
 *
 * @param stacks by name; empty means all
 */
record Scope(Optional<Set<String>> stacks) {
  static final Scope ALL = new Scope(Optional.empty());

  Scope {
    stacks = stacks.map(Set::copyOf);
  }

  static Scope of(Set<String> some, String another) {
    var all = new HashSet<>(some);
    all.add(another);
    return new Scope(Optional.of(all));
  }

  boolean holds(String stack) {
    return stacks.isEmpty() || stacks.get().contains(stack);
  }
}
