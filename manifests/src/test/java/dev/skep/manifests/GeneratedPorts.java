package dev.skep.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Ports of which no two services publish the same one. */
final class GeneratedPorts {
  private final Draw draw;
  private int free = 8000;
  private boolean ofService;

  GeneratedPorts(Draw draw) {
    this.draw = draw;
  }

  /** Begins another service. */
  GeneratedPorts next() {
    ofService = false;
    return this;
  }

  /** Whether the service has some. */
  boolean ofService() {
    return ofService;
  }

  Object some() {
    ofService = true;
    return draw.list(3, this::port);
  }

  private Object port() {
    int at = free;
    free += 3;
    if (draw.chance(0.4)) return longForm(at);
    return draw.one(
        draw.text(at + ":80"),
        draw.text(at + ":53/udp"),
        draw.text(at + "-" + (at + 1) + ":90-91"),
        draw.text(at + "-" + (at + 2) + ":80"),
        "127.0.0.1:" + at + ":80",
        "[::1]:" + at + ":80");
  }

  private Object longForm(int at) {
    var out = new LinkedHashMap<String, Object>();
    out.put("target", draw.cast(80));
    out.put("published", draw.cast(at));
    var more = new ArrayList<>(List.of("protocol", "mode"));
    for (var key : draw.some(more)) {
      out.put(
          key,
          key.equals("mode")
              ? draw.text(List.of("host", "ingress"))
              : draw.text(List.of("tcp", "udp")));
    }
    return out;
  }
}
