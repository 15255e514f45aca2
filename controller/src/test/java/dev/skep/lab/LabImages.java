package dev.skep.lab;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What {@code lab images} says: what a node is made of, and with which rights it can run here. */
record LabImages(String nodeImage, String seedVolume, boolean privileged) {

  LabImages {
    Objects.requireNonNull(nodeImage, "nodeImage");
    Objects.requireNonNull(seedVolume, "seedVolume");
  }

  static LabImages ensure() {
    return parse(LabScript.run("images"));
  }

  static LabImages parse(String lines) {
    Map<String, String> values = lines
        .lines()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    return new LabImages(
        values.get("SKEP_LAB_NODE_IMAGE"),
        values.get("SKEP_LAB_SEED_VOLUME"),
        Boolean.parseBoolean(values.get("SKEP_LAB_PRIVILEGED")));
  }
}
