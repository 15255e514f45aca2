package dev.skep.manifests;

import dev.skep.model.Labels;
import dev.skep.model.Tree;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every part of one load needs: the stack's name, the request, files, and the problems.
 *
 * @param given what variables are outside of the files
 */
record Scope(
    String stack, LoadRequest request, Sources sources, Composed.Given given, Problems problems) {
  /** The full name of an object of this stack. */
  String full(String key) {
    return stack + "_" + key;
  }

  /** Labels with the mark by which Docker's own commands find a stack's objects. */
  Map<String, String> stackLabels(Map<String, String> labels) {
    var out = new TreeMap<>(labels);
    out.put(Labels.NAMESPACE, stack);
    return out;
  }

  Tree.Obj stackLabelTree(Map<String, String> labels) {
    return Tree.strings(stackLabels(labels));
  }
}
