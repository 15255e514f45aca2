package dev.skep.manifests;

import dev.skep.model.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The top-level volumes. Nodes make them when a task starts, from what the mount says. */
final class Volumes {
  /**
   * @param options the mount's VolumeOptions: labels and driver; empty when external
   */
  record Volume(String name, Tree.Obj options) {}

  private static final int MOST = 1_000;

  private final Map<String, Volume> declared = new LinkedHashMap<>();

  static Volumes of(Fields file, Scope scope) {
    var volumes = new Volumes();
    file.entries("volumes", MOST).forEach((key, entry) -> {
      var fields = Fields.of(entry.value(), "volumes." + key, scope.problems());
      volumes.declared.put(key, volume(key, fields, scope));
    });
    return volumes;
  }

  private static Volume volume(String key, Fields fields, Scope scope) {
    var owned = External.of(fields, key, scope);
    var labels = fields.pairs("labels");
    var driver = fields.text("driver");
    var options = fields.pairs("driver_opts");
    fields.ignored("x-cluster-spec", "Swarm's cluster volumes are not made from a file");
    fields.finish();
    if (owned.external()) {
      owned.refuseBeside(fields, scope.problems(), "driver", "driver_opts", "labels");
      return new Volume(owned.name(), Tree.Obj.EMPTY);
    }
    var draft = new Draft().set("Labels", scope.stackLabelTree(labels));
    driver.ifPresent(name -> draft.set("DriverConfig.Name", name));
    draft.set("DriverConfig.Options", options);
    return new Volume(owned.name(), draft.tree());
  }

  Optional<Volume> get(String key) {
    return Optional.ofNullable(declared.get(key));
  }

  java.util.Set<String> keys() {
    return declared.keySet();
  }
}
