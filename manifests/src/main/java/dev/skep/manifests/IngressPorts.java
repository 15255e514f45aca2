package dev.skep.manifests;

import java.util.HashMap;
import java.util.Map;

/**
 * The ports that a stack publishes on every node. Two services cannot have the same one; the engine
 * says so only after it has made half of the stack.
 */
final class IngressPorts {
  private final Problems problems;
  private final Map<String, String> takenBy = new HashMap<>();

  IngressPorts(Problems problems) {
    this.problems = problems;
  }

  /**
   * @param path the key of the service's ports, such as {@code services.app.ports}
   */
  void take(long published, String protocol, Place place, String path) {
    var port = published + "/" + (protocol.isEmpty() ? "tcp" : protocol);
    var other = takenBy.putIfAbsent(port, path);
    if (other == null) return;
    problems.error(
        place,
        path + ": the port " + port + " is published "
            + (other.equals(path) ? "twice" : "by " + other + " too") + "; choose another one");
  }
}
