package dev.skep.reconciler;

import dev.skep.model.Tree;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks a service spec and stores it as the engine does: names resolved, defaults filled in. */
final class FakeSpec {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9](?:[-_]*[A-Za-z0-9]+)*");

  /** Printed by the engine although they are zero. */
  private static final Set<String> KEPT =
      Set.of("Replicas", "Labels", "ForceUpdate", "MaxAttempts", "Parallelism", "MaxFailureRatio");

  private static final Set<String> MODES =
      Set.of("Replicated", "Global", "ReplicatedJob", "GlobalJob");

  private final FakeState state;

  FakeSpec(FakeState state) {
    this.state = state;
  }

  Either<SwarmFault, Tree.Obj> stored(Tree.Obj spec) {
    var complaint = complaint(spec);
    if (complaint.isPresent()) return Either.left(new SwarmFault.Rejected(complaint.get()));
    var missing = missing(spec, "Configs", "ConfigID", "config")
        .or(() -> missing(spec, "Secrets", "SecretID", "secret"));
    if (missing.isPresent()) return Either.left(new SwarmFault.Absent(missing.get()));
    var networks = new ArrayList<Tree>();
    for (var attachment : spec.array("TaskTemplate", "Networks")) {
      if (!(attachment instanceof Tree.Obj network)) continue;
      var target = network.text("Target").orElse("");
      var id = networkId(target);
      if (id.isEmpty())
        return Either.left(new SwarmFault.Absent("network " + target + " not found"));
      networks.add(network.with("Target", Tree.of(id.get())));
    }
    var resolved = networks.isEmpty()
        ? spec
        : spec.with(List.of("TaskTemplate", "Networks"), new Tree.Arr(networks));
    return Either.right(filled((Tree.Obj) trimmed(resolved, "")));
  }

  private Optional<String> complaint(Tree.Obj spec) {
    var name = spec.text("Name").orElse("");
    if (name.length() > 63 || !NAME.matcher(name).matches())
      return Optional.of("name must be valid as a DNS name component: " + name);
    if (spec.text("TaskTemplate", "ContainerSpec", "Image").orElse("").isEmpty())
      return Optional.of("ContainerSpec: image reference must be provided");
    for (var constraint : spec.array("TaskTemplate", "Placement", "Constraints"))
      if (constraint instanceof Tree.Str c && !FakePlacement.wellFormed(c.value()))
        return Optional.of("constraint expected one operator from ==, !=");
    return Optional.empty();
  }

  private Optional<String> missing(Tree.Obj spec, String list, String field, String kind) {
    return spec.array("TaskTemplate", "ContainerSpec", list).stream()
        .filter(Tree.Obj.class::isInstance)
        .map(reference -> ((Tree.Obj) reference).text(field).orElse(""))
        .filter(id -> !state.payloads.containsKey(id))
        .findFirst()
        .map(id -> kind + " not found: " + id);
  }

  private Optional<String> networkId(String target) {
    if (state.networks.containsKey(target)) return Optional.of(target);
    return state
        .networks
        .values()
        .find(n -> n.name().equals(target))
        .map(n -> n.id())
        .toJavaOptional();
  }

  /** Without what is zero, but for the fields that are always printed and labels' empty texts. */
  private static Tree trimmed(Tree tree, String field) {
    if (!(tree instanceof Tree.Obj obj) || field.equals("Labels") || field.equals("Options"))
      return tree;
    var fields = new LinkedHashMap<String, Tree>();
    obj.fields().forEach((name, value) -> {
      if (KEPT.contains(name) || value instanceof Tree.Obj || !value.blank())
        fields.put(name, trimmed(value, name));
    });
    return new Tree.Obj(fields);
  }

  private static Tree.Obj filled(Tree.Obj spec) {
    var out = spec;
    if (out.at("Labels").isEmpty()) out = out.with("Labels", Tree.Obj.EMPTY);
    out = defaults(out, List.of("TaskTemplate", "ContainerSpec"), Map.of("Isolation", "default"));
    out = defaults(out, List.of("TaskTemplate"), Map.of("Runtime", "container"));
    out = zero(out, "TaskTemplate", "ForceUpdate");
    if (out.at("TaskTemplate", "RestartPolicy").isPresent())
      out = zero(out, "TaskTemplate", "RestartPolicy", "MaxAttempts");
    for (var config : List.of("UpdateConfig", "RollbackConfig"))
      if (out.at(config).isPresent()) {
        out =
            defaults(out, List.of(config), Map.of("FailureAction", "pause", "Order", "stop-first"));
        out = zero(zero(out, config, "Parallelism"), config, "MaxFailureRatio");
      }
    if (out.at("EndpointSpec").isPresent())
      out = defaults(out, List.of("EndpointSpec"), Map.of("Mode", "vip"));
    var mode = out.object("Mode");
    return MODES.stream().anyMatch(m -> mode.at(m).isPresent())
            && mode.at("Replicated", "Replicas").isPresent()
                == mode.at("Replicated").isPresent()
        ? out
        : out.with(List.of("Mode", "Replicated", "Replicas"), Tree.of(1));
  }

  private static Tree.Obj defaults(Tree.Obj spec, List<String> path, Map<String, String> values) {
    var here = spec.object(path.toArray(String[]::new));
    for (var value : values.entrySet())
      if (here.at(value.getKey()).isEmpty())
        here = here.with(value.getKey(), Tree.of(value.getValue()));
    return spec.with(path, here);
  }

  private static Tree.Obj zero(Tree.Obj spec, String... path) {
    return spec.at(path).isPresent() ? spec : spec.with(List.of(path), Tree.of(0));
  }
}
