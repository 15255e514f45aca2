package dev.skep.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an engine has of a stack, read back from it.
 *
 * @param objects specs by kind and name, such as {@code service parity_web}; ids are replaced by
 *     the names that they stand for
 */
record Holdings(Map<String, JsonNode> objects) {
  static final String NAMESPACE = "com.docker.stack.namespace=" + StackFile.STACK;
  static final String ATTEMPT = "dev.skep.stack=" + StackFile.STACK;

  private static final List<String> OF_A_NETWORK = List.of(
      "Driver",
      "Scope",
      "EnableIPv6",
      "IPAM",
      "Internal",
      "Attachable",
      "Ingress",
      "ConfigOnly",
      "Options",
      "Labels");

  /** @param jobs names of the services that Skep takes for jobs */
  static Holdings read(EngineApi engine, Set<String> jobs) {
    var out = new TreeMap<String, JsonNode>();
    for (var kind : List.of("config", "secret")) {
      for (var found : engine.labelled("/" + kind + "s", NAMESPACE)) {
        out.put(kind + " " + found.at("/Spec/Name").asText(), found.get("Spec"));
      }
    }
    for (var found : engine.labelled("/networks", NAMESPACE)) {
      out.put("network " + found.path("Name").asText(), network(found));
    }
    var names = names(engine);
    for (var found : engine.labelled("/services", NAMESPACE)) {
      var name = found.at("/Spec/Name").asText();
      out.put((jobs.contains(name) ? "job " : "service ") + name, service(found, names));
    }
    for (var found : engine.labelled("/services", ATTEMPT)) {
      var job = found.at("/Spec/Labels").path("dev.skep.job").asText();
      out.put("job " + StackFile.STACK + "_" + job, service(found, names));
    }
    return new Holdings(out);
  }

  private static JsonNode network(JsonNode found) {
    return ((ObjectNode) found).deepCopy().retain(OF_A_NETWORK);
  }

  /** Of all that a service may refer to, by id. */
  private static Map<String, String> names(EngineApi engine) {
    var out = new TreeMap<String, String>();
    for (var network : engine.list("/networks")) {
      out.put(network.path("Id").asText(), network.path("Name").asText());
    }
    for (var kind : List.of("/configs", "/secrets")) {
      for (var found : engine.list(kind)) {
        out.put(found.path("ID").asText(), found.at("/Spec/Name").asText());
      }
    }
    return out;
  }

  private static JsonNode service(JsonNode found, Map<String, String> names) {
    var spec = found.get("Spec");
    var task = spec.path("TaskTemplate");
    named(task.path("Networks"), "Target", names);
    named(task.at("/ContainerSpec/Configs"), "ConfigID", names);
    named(task.at("/ContainerSpec/Secrets"), "SecretID", names);
    var account = task.at("/ContainerSpec/Privileges/CredentialSpec");
    if (!account.path("Config").asText().isEmpty()) named(List.of(account), "Config", names);
    return spec;
  }

  private static void named(
      Iterable<JsonNode> references, String field, Map<String, String> names) {
    for (var reference : references) {
      var id = reference.path(field).asText();
      ((ObjectNode) reference).put(field, names.getOrDefault(id, id));
    }
  }

  /** Where this, the CLI's, and Skep's part. */
  List<Difference> differences(Holdings skeps) {
    var keys = new TreeSet<>(objects.keySet());
    keys.addAll(skeps.objects.keySet());
    return keys.stream()
        .flatMap(key -> Difference.between(key, objects.get(key), skeps.objects.get(key)).stream())
        .toList();
  }

  /** How many objects there are of each kind, for people. */
  String counted() {
    return objects.keySet().stream()
        .collect(Collectors.groupingBy(k -> k.split(" ")[0], TreeMap::new, Collectors.counting()))
        .toString();
  }
}
