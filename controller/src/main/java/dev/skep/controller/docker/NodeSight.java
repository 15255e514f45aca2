package dev.skep.controller.docker;

import dev.skep.model.Tree;
import java.util.Optional;

/**
 * A node as the managers speak of it.
 *
 * @param state ready, down, unknown or disconnected
 * @param availability active, pause or drain
 * @param manager what they say of it as one of them; empty for a worker
 */
public record NodeSight(String name, String state, String availability, Optional<Manager> manager) {

  /** One of those that keep the Swarm's store. */
  public record Manager(boolean leader, boolean reachable) {}

  static NodeSight of(Tree.Obj json) {
    var status = json.object("ManagerStatus");
    boolean manager = json.text("Spec", "Role").equals(Optional.of("manager"));
    return new NodeSight(
        json.text("Description", "Hostname").orElse(""),
        json.text("Status", "State").orElse(""),
        json.text("Spec", "Availability").orElse(""),
        Optional.of(new Manager(
                status.at("Leader").equals(Optional.of(Tree.of(true))),
                status.text("Reachability").equals(Optional.of("reachable"))))
            .filter(m -> manager));
  }
}
