package dev.skep.manifests;

import dev.skep.model.DesiredNetwork;
import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The top-level networks, and which of them services use. */
final class Networks {
  private static final int MOST = 1_000;
  private static final String DEFAULT = "default";

  /** Networks of the node, which take no aliases. */
  private static final Set<String> PREDEFINED = Set.of("bridge", "default", "host", "none", "");

  private final Scope scope;
  private final Map<String, DesiredNetwork> declared = new LinkedHashMap<>();
  private final Map<String, DesiredNetwork> used = new TreeMap<>();

  Networks(Fields file, Scope scope) {
    this.scope = scope;
    file.entries("networks", MOST).forEach((key, entry) -> {
      var fields = Fields.of(entry.value(), "networks." + key, scope.problems());
      declared.put(key, network(key, fields));
    });
  }

  Map<String, DesiredNetwork> used() {
    return used;
  }

  private DesiredNetwork network(String key, Fields fields) {
    var owned = External.of(fields, key, scope);
    // Engines before API 1.44 want to be asked to refuse a second network of the name.
    var draft = new Draft().set("Name", owned.name()).set("CheckDuplicate", Tree.of(true));
    draft.set("Driver", fields.text("driver").filter(d -> !d.isEmpty()).orElse("overlay"));
    draft.set("Labels", scope.stackLabelTree(fields.pairs("labels")));
    draft.set("Options", fields.pairs("driver_opts"));
    fields.flag("internal").ifPresent(v -> draft.set("Internal", Tree.of(v)));
    fields.flag("attachable").ifPresent(v -> draft.set("Attachable", Tree.of(v)));
    fields.section("ipam").ifPresent(ipam -> ipam(ipam, draft));
    fields.ignored("enable_ipv6", "the Docker CLI does not send it for a stack, nor does Skep");
    fields.ignored("enable_ipv4", "the Docker CLI does not send it for a stack, nor does Skep");
    fields.finish();
    if (!owned.external()) return new DesiredNetwork(key, owned.name(), false, draft.tree());
    External.idleBeside(fields, "attachable");
    owned.refuseBeside(
        fields, scope.problems(), "driver", "driver_opts", "ipam", "internal", "labels");
    return new DesiredNetwork(key, owned.name(), true, Tree.Obj.EMPTY);
  }

  private void ipam(Fields ipam, Draft network) {
    ipam.text("driver").ifPresent(d -> network.set("IPAM.Driver", d));
    var configs = new ArrayList<Tree>();
    for (var item : ipam.items("config")) {
      var config = Fields.of(item, ipam.path("config"), scope.problems());
      config
          .text("subnet")
          .ifPresent(s -> configs.add(new Draft().set("Subnet", s).tree()));
      for (var key : List.of("gateway", "ip_range", "aux_addresses")) {
        config.ignored(key, "the Docker CLI does not send it for a stack, nor does Skep");
      }
      config.finish();
    }
    network.set("IPAM.Config", new Tree.Arr(configs));
    ipam.ignored("options", "the Docker CLI does not send it for a stack, nor does Skep");
    ipam.finish();
  }

  /** A service's attachments, by target; the default network if it names none. */
  Tree.Arr attachments(Fields service, String name) {
    var attachments = new ArrayList<Tree.Obj>();
    named(service)
        .forEach((key, yaml) -> attach(key, yaml, service, name).ifPresent(attachments::add));
    attachments.sort(Comparator.comparing(a -> a.text("Target").orElse("")));
    return new Tree.Arr(List.copyOf(attachments));
  }

  private Map<String, Yaml> named(Fields service) {
    var out = new LinkedHashMap<String, Yaml>();
    var value = service.value("networks");
    var path = service.path("networks");
    if (value.isPresent() && value.get() instanceof Yaml.Mapping mapping) {
      mapping
          .entries()
          .forEach((key, entry) ->
              out.put(key, entry.value().isNull() ? at(entry.keyPlace()) : entry.value()));
    } else if (value.isPresent()) {
      for (var item : Values.items(value.get(), path, scope.problems())) {
        Values.text(item, path, scope.problems()).ifPresent(k -> out.put(k, at(item.place())));
      }
    }
    if (out.isEmpty()) out.put(DEFAULT, at(service.place()));
    return out;
  }

  private static Yaml at(Place place) {
    return Scalars.plain(place, "", Yaml.Mark.NONE);
  }

  private Optional<Tree.Obj> attach(String key, Yaml yaml, Fields service, String name) {
    var path = service.path("networks." + key);
    var fields = Fields.of(yaml, path, scope.problems());
    var aliases = new ArrayList<>(fields.texts("aliases"));
    var options = fields.pairs("driver_opts");
    for (var ignored : List.of(
        "ipv4_address",
        "ipv6_address",
        "link_local_ips",
        "mac_address",
        "priority",
        "gw_priority",
        "interface_name")) {
      fields.ignored(ignored, "Swarm cannot honour it");
    }
    fields.finish();
    var network = declared.get(key);
    if (network == null && key.equals(DEFAULT)) network = implied();
    if (network == null) {
      scope
          .problems()
          .error(
              yaml.place(),
              path + ": undefined network " + Problems.quote(key)
                  + ", declare it under the top-level `networks:`"
                  + Suggest.meant(key, declared.keySet()));
      return Optional.empty();
    }
    used.put(key, network);
    if (!PREDEFINED.contains(network.name())) aliases.add(name);
    return Optional.of(new Draft()
        .set("Target", network.name())
        .set("Aliases", Tree.strings(aliases))
        .set("DriverOpts", options)
        .tree());
  }

  private DesiredNetwork implied() {
    var empty = Fields.of(at(Place.top("")), "networks." + DEFAULT, scope.problems());
    return network(DEFAULT, empty);
  }
}
