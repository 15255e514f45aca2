package dev.skep.manifests;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code deploy} block of a service. */
final class GeneratedDeploy {
  static final List<String> TIMES = List.of("10s", "1m30s", "500ms", "1.5s", "2h", "1h0m0s");

  private static final List<String> SIZES = List.of("50M", "1.5gb", "64MiB", "536870912", "8m");

  private final Draw draw;
  private final Map<String, Object> keys = new LinkedHashMap<>();

  GeneratedDeploy(Draw draw) {
    this.draw = draw;
  }

  /**
   * @param global whether it may run on every node, and then has no number of tasks
   * @param portless whether no file has it publish ports, which needs a virtual address
   */
  Map<String, Object> some(boolean global, boolean portless) {
    if (global && draw.chance(0.5)) keys.put("mode", draw.text("global"));
    else if (!global && draw.chance(0.5)) keys.put("replicas", draw.cast(draw.count(4)));
    if (!keys.containsKey("replicas") && !keys.containsKey("mode") && draw.chance(0.2)) {
      keys.put("mode", "replicated");
    }
    if (draw.chance(0.3))
      keys.put("labels", draw.one(List.of("a=b", "c"), Map.of("a", draw.word())));
    if (draw.chance(0.2)) {
      keys.put("endpoint_mode", draw.one("vip", portless ? "dnsrr" : "VIP"));
    }
    if (draw.chance(0.3)) keys.put("placement", placement());
    if (draw.chance(0.4)) keys.put("resources", resources());
    if (draw.chance(0.3)) keys.put("restart_policy", restart());
    if (draw.chance(0.3)) keys.put("update_config", rollout());
    if (draw.chance(0.2)) keys.put("rollback_config", rollout());
    return keys;
  }

  private Object time() {
    return draw.text(TIMES);
  }

  private Object placement() {
    var out = new LinkedHashMap<String, Object>();
    if (draw.chance(0.6)) {
      var constraints = List.of("node.role == manager", "node.labels.a!=b");
      out.put("constraints", draw.list(2, () -> draw.text(constraints)));
    }
    if (draw.chance(0.4)) {
      out.put("preferences", List.of(Map.of("spread", draw.text("node.labels.zone"))));
    }
    if (draw.chance(0.3)) out.put("max_replicas_per_node", draw.cast(2));
    return out;
  }

  private Object resources() {
    var out = new LinkedHashMap<String, Object>();
    if (draw.chance(0.7)) {
      var limits = amounts();
      if (draw.chance(0.3)) limits.put("pids", 100);
      out.put("limits", limits);
    }
    if (draw.chance(0.5)) {
      var reservations = amounts();
      if (draw.chance(0.3)) {
        reservations.put(
            "generic_resources",
            List.of(
                Map.of("discrete_resource_spec", Draw.map("kind", draw.text("gpu"), "value", 2))));
      }
      out.put("reservations", reservations);
    }
    return out;
  }

  private Map<String, Object> amounts() {
    var out = new LinkedHashMap<String, Object>();
    if (draw.chance(0.6)) out.put("cpus", draw.text(List.of("0.5", "2", "0.001", "1.25")));
    if (draw.chance(0.6)) out.put("memory", draw.text(SIZES));
    return out;
  }

  private Object restart() {
    var out = new LinkedHashMap<String, Object>();
    if (draw.chance(0.6)) out.put("condition", draw.text(List.of("none", "on-failure", "any")));
    if (draw.chance(0.4)) out.put("delay", time());
    if (draw.chance(0.4)) out.put("max_attempts", draw.cast(draw.count(3)));
    if (draw.chance(0.4)) out.put("window", time());
    return out;
  }

  private Object rollout() {
    var out = new LinkedHashMap<String, Object>();
    if (draw.chance(0.5)) out.put("parallelism", draw.cast(draw.count(3)));
    if (draw.chance(0.4)) out.put("delay", time());
    if (draw.chance(0.4)) {
      out.put("failure_action", draw.text(List.of("pause", "continue", "rollback")));
    }
    if (draw.chance(0.4)) out.put("monitor", time());
    if (draw.chance(0.4))
      out.put("max_failure_ratio", draw.cast(draw.one(0.3, draw.says() ? 0.5 : 0.0, 1.0)));
    if (draw.chance(0.4)) out.put("order", draw.text(List.of("start-first", "stop-first")));
    return out;
  }
}
