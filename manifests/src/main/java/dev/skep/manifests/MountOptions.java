package dev.skep.manifests;

import dev.skep.model.Tree;
import java.util.TreeMap;

/** The options of a mount's long form, which belong to its type. */
final class MountOptions {
  private MountOptions() {}

  static void read(Fields mount, String type, Draft draft, Problems problems) {
    for (var key : new String[] {"volume", "bind", "tmpfs", "image"}) {
      if (mount.has(key) && !key.equals(type)) {
        problems.error(
            mount.place(key),
            mount.path(key) + ": these options do not go with type " + type + "; delete them");
      }
    }
    mount.section("volume").ifPresent(volume -> {
      labels(volume, draft);
      volume.flag("nocopy").ifPresent(v -> draft.set("VolumeOptions.NoCopy", Tree.of(v)));
      volume.text("subpath").ifPresent(v -> draft.set("VolumeOptions.Subpath", v));
      volume.finish();
    });
    mount.section("bind").ifPresent(bind -> {
      bind.text("propagation").ifPresent(v -> draft.set("BindOptions.Propagation", v));
      for (var key : new String[] {"create_host_path", "selinux", "recursive"}) {
        bind.ignored(key, "Swarm cannot honour it; the path must exist on the node");
      }
      bind.finish();
    });
    mount.section("tmpfs").ifPresent(tmpfs -> {
      tmpfs.value("size").ifPresent(size -> {
        var bytes = Values.text(size, tmpfs.path("size"), problems).map(Units::bytes);
        if (bytes.isPresent() && bytes.get().isPresent()) {
          draft.set("TmpfsOptions.SizeBytes", bytes.get());
        } else {
          Values.wrong(size, tmpfs.path("size"), "a size such as 64m", problems);
        }
      });
      tmpfs.ignored("mode", "the Docker CLI does not send it, nor does Skep");
      tmpfs.finish();
    });
  }

  /** Beside those of the volume itself, which win. */
  private static void labels(Fields volume, Draft draft) {
    var labels = new TreeMap<>(volume.pairs("labels"));
    labels.putAll(draft.tree().strings("VolumeOptions", "Labels"));
    draft.set("VolumeOptions.Labels", labels);
  }
}
