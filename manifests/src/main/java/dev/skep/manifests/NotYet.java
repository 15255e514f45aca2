package dev.skep.manifests;

import java.util.Set;

/**
 * Keys that are read and that nothing obeys yet. They are refused, because a key that is ignored
 * in silence is a lie; one that is taken out of this list works from then on.
 *
 * @param spec those under a Stack document's {@code spec}
 * @param settings those of {@code skep.yml}
 */
record NotYet(Set<String> spec, Set<String> settings) {
  static final NotYet TODAY = new NotYet(Set.of(), Set.of());

  static final NotYet NOTHING = new NotYet(Set.of(), Set.of());

  static void refuse(Set<String> keys, Fields fields) {
    for (var key : keys) fields.refused(key, "not supported yet; delete it");
  }
}
