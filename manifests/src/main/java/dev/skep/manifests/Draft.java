package dev.skep.manifests;

import dev.skep.model.Tree;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** An API object being written. What says nothing is left out, as the CLI's omitted fields are. */
final class Draft {
  private Tree.Obj tree = Tree.Obj.EMPTY;

  /** Sets the value under a dotted path, unless it is blank. */
  Draft set(String path, Tree value) {
    return value.blank() ? this : keep(path, value);
  }

  /** Sets the value also when it is zero, false or empty, because it was asked for. */
  Draft keep(String path, Tree value) {
    tree = tree.with(List.of(path.split("\\.")), value);
    return this;
  }

  Draft set(String path, String value) {
    return set(path, Tree.of(value));
  }

  /** Unless there are none. A name says something also alone: {@code encrypted: ""} encrypts. */
  Draft set(String path, Map<String, String> pairs) {
    return pairs.isEmpty() ? this : keep(path, Tree.strings(pairs));
  }

  Draft set(String path, OptionalLong value) {
    value.ifPresent(v -> set(path, Tree.of(v)));
    return this;
  }

  Tree.Obj tree() {
    return tree;
  }
}
