package dev.skep.reconciler;

import dev.skep.model.Hash;
import dev.skep.model.Tree;
import java.util.HashMap;
import java.util.Map;

/**
 * The hashes that tell what was asked for of each service of a stack. Most specs are the same at
 * every pass; to see that is much cheaper than to hash them again. For one pass at a time.
 */
final class SpecHashes {
  private record Hashed(Tree.Obj spec, String hash) {}

  private final Map<String, Hashed> byName = new HashMap<>();

  static String of(Tree.Obj spec) {
    return Hash.base32(spec.canonical(), 26);
  }

  /** As {@link #of}, and known the next time that the service is to have the same spec. */
  String remembered(Tree.Obj spec) {
    var name = spec.text("Name").orElse("");
    var last = byName.get(name);
    if (last != null && last.spec().equals(spec)) return last.hash();
    var hash = of(spec);
    byName.put(name, new Hashed(spec, hash));
    return hash;
  }

  /** Other services may be asked for now. */
  void forget() {
    byName.clear();
  }
}
