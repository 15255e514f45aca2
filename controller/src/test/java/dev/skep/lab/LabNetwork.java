package dev.skep.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network.Ipam;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A bridge network with a subnet of our choice: only such a one allows fixed addresses. */
record LabNetwork(String name, String prefix) {

  private static final int FIRST_NODE = 11;

  /** The engine refuses a subnet that is taken: try them in random order until one is free. */
  static LabNetwork create(DockerClient docker, String name, Map<String, String> labels) {
    var thirds = IntStream.range(0, 256).boxed().collect(Collectors.toList());
    Collections.shuffle(thirds);
    DockerException last = null;
    for (var third : thirds) {
      var network = new LabNetwork(name, "10.214." + third + ".");
      try {
        var ipam = new Ipam().withConfig(new Ipam.Config().withSubnet(network.subnet()));
        docker
            .createNetworkCmd()
            .withName(name)
            .withIpam(ipam)
            .withLabels(labels)
            .exec();
        return network;
      } catch (DockerException e) {
        last = e;
      }
    }
    throw new IllegalStateException("no network can be made for a lab", last);
  }

  String subnet() {
    return prefix + "0/24";
  }

  String gateway() {
    return prefix + "1";
  }

  String address(int number) {
    return prefix + (FIRST_NODE + number);
  }
}
