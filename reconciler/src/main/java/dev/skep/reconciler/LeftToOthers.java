package dev.skep.reconciler;

import dev.skep.model.Labels;
import dev.skep.model.SpecPart;
import dev.skep.model.StackPolicy;
import dev.skep.model.Tree;
import java.util.List;
import java.util.TreeMap;

/** The fields of services that a stack's manifest leaves to others: {@code ignore}. */
final class LeftToOthers {
  /** Of the labels, ours and those of stacks are never anybody else's. */
  private static final List<String> OURS = List.of(Labels.of(""), Labels.NAMESPACE, Labels.IMAGE);

  private LeftToOthers() {}

  /** Whether a difference in this field of the service's spec is of no concern. */
  static boolean is(StackPolicy policy, String service, String path) {
    return policy.ignores(service, path)
        && OURS.stream().noneMatch(label -> path.startsWith("Labels." + label));
  }

  /** The spec to send, with these fields as they are now. */
  static Tree.Obj keep(StackPolicy policy, String service, Tree.Obj target, Tree.Obj live) {
    var out = target;
    for (var part : SpecPart.values()) {
      for (var path : part.paths()) {
        if (!policy.ignores(service, path)) continue;
        out = path.equals("Labels") ? labels(out, live) : copy(out, live, path);
      }
    }
    return out;
  }

  private static Tree.Obj copy(Tree.Obj target, Tree.Obj live, String path) {
    var keys = List.of(path.split("\\."));
    var value = live.at(keys.toArray(String[]::new));
    return value.map(v -> target.with(keys, v)).orElseGet(() -> target.without(keys));
  }

  private static Tree.Obj labels(Tree.Obj target, Tree.Obj live) {
    var labels = new TreeMap<>(live.strings("Labels"));
    labels.keySet().removeIf(key -> OURS.stream().anyMatch(key::startsWith));
    target.strings("Labels").forEach((key, value) -> {
      if (OURS.stream().anyMatch(key::startsWith)) labels.put(key, value);
    });
    return target.with("Labels", Tree.strings(labels));
  }
}
