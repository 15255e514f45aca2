package dev.skep.controller.install;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.LockedImage;
import dev.skep.model.ObservedService;
import dev.skep.model.Tree;
import dev.skep.reconciler.ImageDigest;
import dev.skep.reconciler.PayloadReference;
import dev.skep.reconciler.SpecDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is sent to the engine for the service that the stack file asks for. */
final class ServiceSpecs {
  private static final String TASK = "TaskTemplate";
  private static final String CONTAINER = "ContainerSpec";
  private static final List<String> NETWORKS = List.of(TASK, "Networks");
  private static final List<String> FORCED = List.of(TASK, "ForceUpdate");
  private static final List<String> PORTS = List.of("EndpointSpec", "Ports");
  private static final Tree NONE = new Tree.Arr(List.of());

  private ServiceSpecs() {}

  /** With the ids of all that it names, and with what it has none of said so. */
  static Tree.Obj resolved(Tree.Obj spec, Look look) {
    var out = or(spec, PORTS);
    for (var kind : Kind.values()) {
      var path = List.of(TASK, CONTAINER, PayloadReference.field(kind));
      var references = new ArrayList<Tree>();
      for (var reference : items(spec, path)) {
        var key =
            Needs.key(kind, reference.text(PayloadReference.nameField(kind)).orElse(""));
        references.add(reference.with(PayloadReference.idField(kind), id(look.payloads(), key)));
      }
      out = out.with(path, new Tree.Arr(references));
    }
    var networks = new ArrayList<Tree>();
    for (var network : items(spec, NETWORKS)) {
      networks.add(
          network.with("Target", id(look.networks(), network.text("Target").orElse(""))));
    }
    return out.with(NETWORKS, new Tree.Arr(networks));
  }

  private static Tree.Obj or(Tree.Obj spec, List<String> path) {
    return spec.at(path.toArray(String[]::new)).isPresent() ? spec : spec.with(path, NONE);
  }

  private static List<Tree.Obj> items(Tree.Obj spec, List<String> path) {
    return spec.array(path.toArray(String[]::new)).stream()
        .map(Tree.Obj.class::cast)
        .toList();
  }

  /** What has none yet is sent by its name, which the engine looks up too. */
  private static Tree id(Map<String, String> ids, String name) {
    return Tree.of(ids.getOrDefault(name, name));
  }

  static String image(Tree.Obj spec) {
    return spec.text(TASK, CONTAINER, "Image").orElse("");
  }

  /** Whether the service is as the spec says, as far as that says anything. */
  static boolean same(ObservedService now, Tree.Obj spec) {
    return SpecDiff.covered(spec, now.spec());
  }

  static Tree.Obj pinned(Tree.Obj spec, Optional<LockedImage> image) {
    return image.map(found -> ImageDigest.pinned(spec, found)).orElse(spec);
  }

  /**
   * For a service that is there. What would restart its tasks in vain stays: the digest of an image
   * of the same name, what it was forced to, and fields that say nothing.
   */
  static Tree.Obj over(ObservedService now, Tree.Obj spec, Optional<LockedImage> image) {
    var kept = ImageDigest.keep(spec, now.spec());
    var out = ImageDigest.in(kept) ? kept : pinned(spec, image);
    return now.spec()
        .at(FORCED.toArray(String[]::new))
        .map(forced -> out.with(FORCED, forced))
        .orElse(out)
        .withBlanksOf(now.spec());
  }
}
