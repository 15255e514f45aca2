package dev.skep.reconciler;

import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.Hash;
import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Names what a job does: two specs with the same key do the same work, so that one success serves
 * for both. Counts: image, entrypoint, command, environment, user, working directory, mounts, the
 * content of our configs and secrets, and external ones by name. Does not count: networks, ids,
 * labels, placement, resources, logging, policy.
 *
 * <p>The key begins with the version of this algorithm. Whoever changes what counts makes a new
 * version and keeps the old one, because recorded keys are compared under the version they name.
 */
final class RunKey {
  private static final int LENGTH = 26;

  private RunKey() {}

  static String v1(DesiredStack stack, DesiredService job) {
    var container = job.spec().object("TaskTemplate", "ContainerSpec");
    var counted = new TreeMap<String, Tree>();
    for (var field : List.of("Image", "Command", "Args", "Env", "User", "Dir")) {
      container.at(field).filter(t -> !t.blank()).ifPresent(t -> counted.put(field, t));
    }
    var mounts = new ArrayList<Tree>();
    container.array("Mounts").forEach(m -> mounts.add(withoutLabels(m)));
    if (!mounts.isEmpty()) counted.put("Mounts", new Tree.Arr(mounts));
    for (var kind : DesiredPayload.Kind.values()) {
      var references = references(stack, container, kind);
      if (!references.isEmpty()) counted.put(kind.name(), new Tree.Arr(references));
    }
    return "v1-" + Hash.base32(new Tree.Obj(counted).canonical(), LENGTH);
  }

  /** The key as people see it. */
  static String brief(String key) {
    return key.substring(0, Math.min(key.length(), 11));
  }

  private static Tree withoutLabels(Tree mount) {
    if (!(mount instanceof Tree.Obj obj)) return mount;
    var options = obj.object("VolumeOptions").without("Labels");
    return options.blank() ? obj.without("VolumeOptions") : obj.with("VolumeOptions", options);
  }

  private static List<Tree> references(
      DesiredStack stack, Tree.Obj container, DesiredPayload.Kind kind) {
    var byName = stack.payloads().stream()
        .filter(p -> p.kind() == kind)
        .collect(Collectors.toMap(DesiredPayload::name, Function.identity()));
    var out = new ArrayList<Tree>();
    for (var reference : container.array(PayloadReference.field(kind))) {
      if (!(reference instanceof Tree.Obj obj)) continue;
      var name = obj.text(PayloadReference.nameField(kind)).orElse("");
      var payload = byName.get(name);
      var content = payload == null || payload.external() ? "name:" + name : payload.hash();
      out.add(new Tree.Obj(Map.of("File", obj.object("File"), "Content", Tree.of(content))));
    }
    return out;
  }
}
