package dev.skep.controller.install;

import dev.skep.controller.docker.NodeSight;
import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was seen before anything is written.
 *
 * @param nodes of the Swarm
 * @param networks that exist: ids by name
 * @param payloads configs and secrets that exist: ids by {@link Needs#key}
 * @param image of the service
 */
record Look(
    List<NodeSight> nodes,
    Map<String, String> networks,
    Map<String, String> payloads,
    ImageSight image) {
  Look {
    nodes = List.copyOf(nodes);
    networks = Map.copyOf(networks);
    payloads = Map.copyOf(payloads);
  }

  /** What may not be as meant; nothing of it keeps Skep from being installed. */
  List<String> warnings(DesiredStack stack) {
    var out = new ArrayList<String>();
    image.trouble().ifPresent(out::add);
    long managers = nodes.stream().filter(n -> n.manager().isPresent()).count();
    long replicas = stack.services().values().stream()
        .map(DesiredService::spec)
        .mapToLong(Look::replicas)
        .sum();
    if (replicas > managers) {
      out.add(replicas + " controllers on " + managers
          + (managers == 1 ? " manager" : " managers")
          + ", of which each takes one: the others will wait; give --replicas " + managers);
    }
    return out;
  }

  private static long replicas(Tree.Obj spec) {
    return spec.number("Mode", "Replicated", "Replicas").orElse(0);
  }
}
