package dev.skep.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * A place where what the CLI has made and what Skep has made part.
 *
 * @param object such as {@code service parity_web}
 * @param path of the field; the items of a list go by their target where they have one; empty for
 *     the object itself
 * @param cli what is there after {@code docker stack deploy}, or a missing node
 * @param skep what is there after {@code skep apply}, or a missing node
 */
record Difference(String object, List<String> path, JsonNode cli, JsonNode skep) {
  Difference {
    path = List.copyOf(path);
  }

  /** Either may be null: it is not there. */
  static List<Difference> between(String object, JsonNode cli, JsonNode skep) {
    var out = new ArrayList<Difference>();
    new Difference(object, List.of(), there(cli), there(skep)).into(out);
    return out;
  }

  private static JsonNode there(JsonNode node) {
    return node == null ? MissingNode.getInstance() : node;
  }

  /** Of the object, without its kind. */
  String name() {
    return object.substring(object.lastIndexOf(' ') + 1);
  }

  boolean below(String... start) {
    return path.size() >= start.length && path.subList(0, start.length).equals(List.of(start));
  }

  private void into(List<Difference> out) {
    if (cli.equals(skep)) return;
    boolean objects = cli.isObject() && skep.isObject();
    if (!objects && !(cli.isArray() && skep.isArray())) {
      out.add(this);
      return;
    }
    var theirs = fields(cli);
    var ours = fields(skep);
    var all = new LinkedHashSet<>(theirs.keySet());
    all.addAll(ours.keySet());
    for (var field : all) {
      var deeper = new ArrayList<>(path);
      deeper.add(field);
      new Difference(object, deeper, there(theirs.get(field)), there(ours.get(field))).into(out);
    }
    // The order of a list is part of it: another one restarts tasks.
    if (!objects
        && theirs.keySet().equals(ours.keySet())
        && !List.copyOf(theirs.keySet()).equals(List.copyOf(ours.keySet()))) out.add(this);
  }

  private static Map<String, JsonNode> fields(JsonNode node) {
    var out = new LinkedHashMap<String, JsonNode>();
    if (node.isObject()) node.properties().forEach(e -> out.put(e.getKey(), e.getValue()));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      var target = node.get(i).path("Target").asText("" + i);
      out.put(out.containsKey(target) ? target + "#" + i : target, node.get(i));
    }
    return out;
  }

  @Override
  public String toString() {
    return object + (path.isEmpty() ? "" : " " + String.join(".", path)) + ": CLI " + said(cli)
        + ", Skep " + said(skep);
  }

  private static String said(JsonNode node) {
    var text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }
}
