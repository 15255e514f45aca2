package dev.skep.controller.install;

import dev.skep.manifests.install.InstallFile;
import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What others must have made on the Swarm before Skep can be there. */
final class Needs {
  private Needs() {}

  static String key(Kind kind, String name) {
    return kind + " " + name;
  }

  /** Names of configs, or of secrets. */
  static Set<String> names(DesiredStack stack, Kind kind) {
    return Set.copyOf(stack.payloads().stream()
        .filter(p -> p.kind() == kind)
        .map(DesiredPayload::name)
        .toList());
  }

  /** All that is missing, each with what makes it. */
  static List<String> missing(InstallFile file, DesiredStack stack, Look look) {
    var out = new ArrayList<String>();
    for (var payload : stack.payloads()) {
      var kind = payload.kind().name().toLowerCase(Locale.ROOT);
      if (!look.payloads().containsKey(key(payload.kind(), payload.name())))
        out.add(line(file, kind, payload.name()));
    }
    for (var network : stack.networks().values()) {
      if (network.external() && !look.networks().containsKey(network.name()))
        out.add(line(file, "network", network.name()));
    }
    return out;
  }

  private static String line(InstallFile file, String kind, String name) {
    return kind + " " + name + " does not exist; make it: "
        + file.command(name).orElse("docker " + kind + " create " + name);
  }
}
