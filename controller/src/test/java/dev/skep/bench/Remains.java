package dev.skep.bench;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is there once jobs are collected, their records and logs aside, which are to stay. */
final class Remains {
  private static final List<String> RECORDS = List.of("attempt", "one-shot", "log");

  private Remains() {}

  static Map<String, Long> of(DockerSwarm engine, String owner) {
    var out = new TreeMap<String, Long>();
    out.put("services", (long) engine.services(Map.of()).get().size());
    out.put("tasks", (long) engine.tasks(Map.of()).get().size());
    var configs = engine.payloads(Kind.CONFIG, Map.of(Labels.OWNER, owner)).get();
    out.put(
        "configs but attempts and logs",
        configs.stream()
            .filter(c -> !RECORDS.contains(c.labels().get(Labels.KIND)))
            .count());
    var open = OpenThings.now();
    out.put("open sockets", open.sockets());
    out.put("threads", (long) open.threads());
    return out;
  }
}
