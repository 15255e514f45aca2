package dev.skep.lab;

import static java.util.stream.Collectors.toMap;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.List;
import java.util.Map;

/** Finds and removes what belongs to a lab by its labels. */
record Leftovers(DockerClient docker) {

  static final String LAB = "dev.skep.lab";
  static final String OWNER = "dev.skep.lab.owner";

  /** A killed process closes nothing: the next one to start a lab does it for the dead. */
  void reapDeadOwners() {
    containers(OWNER).forEach((id, labels) -> ifDead(labels, () -> removeContainer(id)));
    networks(OWNER).forEach((id, labels) -> ifDead(labels, () -> removeNetwork(id)));
  }

  void removeLab(String lab) {
    containers(LAB + "=" + lab).keySet().forEach(this::removeContainer);
    networks(LAB + "=" + lab).keySet().forEach(this::removeNetwork);
  }

  boolean anyOf(String lab) {
    return !containers(LAB + "=" + lab).isEmpty() || !networks(LAB + "=" + lab).isEmpty();
  }

  private static void ifDead(Map<String, String> labels, Runnable removal) {
    if (Owner.parse(labels.get(OWNER)).filter(Owner::dead).isPresent()) {
      removal.run();
    }
  }

  private Map<String, Map<String, String>> containers(String label) {
    return docker
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(List.of(label))
        .exec()
        .stream()
        .collect(toMap(c -> c.getId(), c -> c.getLabels()));
  }

  private Map<String, Map<String, String>> networks(String label) {
    return docker.listNetworksCmd().withFilter("label", List.of(label)).exec().stream()
        .collect(toMap(n -> n.getId(), n -> n.getLabels()));
  }

  /** Its anonymous volume goes with it. */
  private void removeContainer(String id) {
    try {
      docker.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException | ConflictException e) {
      // Another process reaps the same owner at this moment.
    }
  }

  private void removeNetwork(String id) {
    try {
      docker.removeNetworkCmd(id).exec();
    } catch (NotFoundException e) {
      // As above.
    }
  }
}
