package dev.skep.controller.doctor;

import static java.util.stream.Collectors.joining;

import dev.skep.controller.docker.NodeSight;
import dev.skep.controller.docker.NodeSight.Manager;
import dev.skep.model.Finding;
import java.util.List;
import java.util.function.Predicate;

/** Whether the managers can decide, would still when one is lost, and whether all nodes are there. */
final class NodesCheck {
  private static final String MANAGERS = "managers";
  private static final String NODES = "nodes";

  private NodesCheck() {}

  static List<Finding> of(List<NodeSight> nodes) {
    return List.of(managers(nodes), nodes(nodes));
  }

  private static Finding managers(List<NodeSight> nodes) {
    var managers = nodes.stream().filter(n -> n.manager().isPresent()).toList();
    int all = managers.size();
    var lost = names(managers, n -> !n.manager().orElseThrow().reachable());
    if (names(managers, n -> n.manager().filter(Manager::leader).isPresent()).isEmpty()) {
      return Finding.fail(
          MANAGERS,
          "none of " + all + " leads: nothing can be changed",
          "start so many again that more than half of them run and reach each other at port 2377");
    }
    if (!lost.isEmpty()) {
      return Finding.fail(
          MANAGERS,
          "of " + all + " no answer from " + lost,
          "start it again, or, if it is gone for good: docker node demote " + lost
              + " && docker node rm " + lost);
    }
    return whole(managers);
  }

  private static Finding whole(List<NodeSight> managers) {
    int all = managers.size();
    int spare = (all - 1) / 2;
    if (managers.stream().noneMatch(n -> n.availability().equals("active"))) {
      return Finding.warn(
          MANAGERS,
          "none of " + all + " takes tasks, so that no controller can run on them",
          "docker node update --availability active NODE");
    }
    if (all == 1) return Finding.ok(MANAGERS, "1, and none that takes over when it is lost");
    if (all == 2) {
      return Finding.warn(
          MANAGERS,
          "2 are a trap: when either of them is lost, nothing can be changed any more",
          "add a third one (docker swarm join-token manager), or go back to one");
    }
    return Finding.ok(
        MANAGERS,
        all + " in touch; " + spare + " can be lost"
            + (all % 2 == 0 ? ", no more than with " + (all - 1) : ""));
  }

  private static Finding nodes(List<NodeSight> nodes) {
    var down = names(nodes, n -> !n.state().equals("ready"));
    if (down.isEmpty()) return Finding.ok(NODES, nodes.size() + " ready");
    return Finding.warn(
        NODES,
        "of " + nodes.size() + " not ready: " + down
            + "; a job whose task was there may wait for a person",
        "start it again, or, if it is gone for good: docker node rm --force " + down);
  }

  private static String names(List<NodeSight> nodes, Predicate<NodeSight> which) {
    return nodes.stream().filter(which).map(NodeSight::name).sorted().collect(joining(" "));
  }
}
