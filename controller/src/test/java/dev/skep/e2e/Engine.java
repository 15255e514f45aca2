package dev.skep.e2e;

import dev.skep.lab.SwarmLab;
import java.util.List;
import java.util.Map;

/** A node's engine, asked by its own Docker CLI: an observer that shares no code with Skep. */
record Engine(SwarmLab lab, int node) {
  Engine(SwarmLab lab) {
    this(lab, 0);
  }

  /** What a script that runs on the node prints, line by line. */
  List<String> lines(String script) {
    return lab.exec(node, "sh", "-ec", script).lines().toList();
  }

  String line(String script) {
    return String.join("\n", lines(script));
  }

  /**
   * What {@code docker stack} does with files, given by name; each ends with a newline.
   *
   * @param command such as {@code deploy -c compose.yaml shop}
   */
  List<String> stack(String command, Map<String, String> files) {
    var script = new StringBuilder("cd $(mktemp -d)\n");
    files.forEach((file, text) ->
        script.append("cat >%s <<'END-OF-FILE'\n%sEND-OF-FILE\n".formatted(file, text)));
    return lines(script + "docker stack " + command);
  }

  /** Names of services whose labels have this one. */
  List<String> services(String label) {
    return lines("docker service ls --format '{{.Name}}' --filter label=" + label).stream()
        .sorted()
        .toList();
  }

  /** Of a service: the tasks that should run, by id. */
  List<String> tasks(String service) {
    return lines("docker service ps --no-trunc --quiet --filter desired-state=running " + service);
  }

  /** Of a service, newest first: all tasks that are remembered, as "desired current image error". */
  List<String> history(String service) {
    return lines("docker service ps --no-trunc --format"
        + " '{{.DesiredState}} {{.CurrentState}} {{.Image}} {{.Error}}' " + service);
  }

  String inspect(String service, String format) {
    return line("docker service inspect --format '" + format + "' " + service);
  }

  /** Ids of configs whose labels have all of these. */
  List<String> configs(String... labels) {
    return lines(
        "docker config ls --quiet --filter label=" + String.join(" --filter label=", labels));
  }
}
