package dev.skep.parity;

import dev.skep.model.DesiredNetwork;
import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredStack;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a file takes for granted: networks, configs and secrets that somebody else has made. */
final class Externals {
  static final String LABEL = "parity=external";

  private static final Map<String, String> LABELS = Map.of("parity", "external");
  private static final Set<String> EVERYWHERE = Set.of("host", "bridge", "none", "ingress");

  private static final Pattern NO_NETWORK =
      Pattern.compile("network \"([^\"]+)\" is declared as external");
  private static final Pattern NO_PAYLOAD = Pattern.compile("(config|secret) not found: (\\S+)");

  private final EngineApi engine;

  Externals(EngineApi engine) {
    this.engine = engine;
  }

  void make(DesiredStack stack) {
    stack.networks().values().stream()
        .filter(DesiredNetwork::external)
        .map(DesiredNetwork::name)
        .filter(name -> !EVERYWHERE.contains(name))
        .distinct()
        .forEach(this::network);
    stack.payloads().stream()
        .filter(DesiredPayload::external)
        .forEach(p -> payload(p.kind().name().toLowerCase(Locale.ROOT), p.name()));
  }

  /** What the CLI misses, also where Skep does not take the file; false if it is nothing of that. */
  boolean makeMissing(String complaint) {
    var network = NO_NETWORK.matcher(complaint);
    if (network.find()) {
      network(network.group(1));
      return true;
    }
    var payload = NO_PAYLOAD.matcher(complaint);
    if (!payload.find()) return false;
    payload(payload.group(1), payload.group(2));
    return true;
  }

  private void network(String name) {
    engine.post(
        "/networks/create",
        Map.of("Name", name, "Driver", "overlay", "Attachable", true, "Labels", LABELS));
  }

  private void payload(String kind, String name) {
    engine.post("/" + kind + "s/create", Map.of("Name", name, "Data", "eA==", "Labels", LABELS));
  }
}
