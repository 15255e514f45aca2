package dev.skep.manifests;

import dev.skep.model.DependsOn;
import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One merged file as a stack. */
final class StackReader {
  /** What one load can render within its second. */
  private static final int MOST_SERVICES = 3_000;

  private final Fields file;
  private final Scope scope;
  private final Problems problems;
  private final Set<String> inactive = new LinkedHashSet<>();

  StackReader(Fields file, Scope scope) {
    this.file = file;
    this.scope = scope;
    this.problems = scope.problems();
  }

  DesiredStack read() {
    var names = new Names(problems);
    var volumes = Volumes.of(file, scope);
    var networks = new Networks(file, scope);
    var configs = new Payloads(DesiredPayload.Kind.CONFIG, file, scope, names);
    var secrets = new Payloads(DesiredPayload.Kind.SECRET, file, scope, names);
    var reader = new ServiceReader(scope, names, volumes, networks, configs, secrets);
    var read = new LinkedHashMap<String, ServiceReader.Read>();
    var services = file.entries("services", MOST_SERVICES);
    if (services.isEmpty() && !problems.failed()) {
      problems.error(file.place("services"), "there are no services; a stack needs at least one");
    }
    services.forEach((name, entry) -> {
      if (active(name, entry)) read.put(name, reader.read(name, entry));
    });
    file.anything("include");
    Unhonoured.checkTop(file);
    Version.check(file, problems);
    file.finish();
    var payloads = new ArrayList<DesiredPayload>(configs.all());
    payloads.addAll(secrets.all());
    var dependsOn = new Dependencies(read, inactive, problems).resolve();
    return stack(services(read, dependsOn), networks, payloads);
  }

  private DesiredStack stack(
      Map<String, DesiredService> services, Networks networks, List<DesiredPayload> payloads) {
    var used = networks.used();
    var policy = scope.request().policy();
    var revision = Revision.of(services, used, payloads, policy);
    return new DesiredStack(scope.stack(), revision, services, used, payloads, policy);
  }

  private static Map<String, DesiredService> services(
      Map<String, ServiceReader.Read> read, Map<String, Map<String, DependsOn>> dependsOn) {
    var out = new LinkedHashMap<String, DesiredService>();
    if (read.values().stream().anyMatch(r -> r.spec().at("Name").isEmpty())) return out;
    read.forEach((name, r) -> out.put(name, r.service(dependsOn.get(name))));
    return out;
  }

  private boolean active(String name, Yaml.Entry entry) {
    if (!(entry.value() instanceof Yaml.Mapping mapping)) {
      Values.wrong(entry.value(), "services." + name, "a mapping with at least image:", problems);
      return false;
    }
    if (mapping.get("profiles").filter(p -> !p.isNull()).isEmpty()) return true;
    var fields = Fields.of(mapping, "services." + name, problems);
    var profiles = fields.texts("profiles");
    var wanted =
        List.of(scope.request().variables().getOrDefault("COMPOSE_PROFILES", "").split(","));
    boolean active =
        profiles.isEmpty() || wanted.contains("*") || profiles.stream().anyMatch(wanted::contains);
    if (!active) {
      inactive.add(name);
      problems.warning(
          fields.place("profiles"),
          fields.path() + ": left out, because none of its profiles (" + String.join(", ", profiles)
              + ") is in COMPOSE_PROFILES");
    }
    return active;
  }
}
