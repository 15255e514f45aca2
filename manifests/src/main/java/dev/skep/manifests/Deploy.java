package dev.skep.manifests;

import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/** The {@code deploy} block, but for its labels, mode and replicas. */
final class Deploy {
  static final String TASK = "TaskTemplate.";

  private final Fields deploy;
  private final Draft draft;
  private final Problems problems;

  private Deploy(Fields deploy, Draft draft, Problems problems) {
    this.deploy = deploy;
    this.draft = draft;
    this.problems = problems;
  }

  static void write(Fields deploy, Draft draft, Problems problems) {
    var writer = new Deploy(deploy, draft, problems);
    deploy.section("resources").ifPresent(writer::resources);
    deploy.section("placement").ifPresent(writer::placement);
    deploy.section("update_config").ifPresent(c -> writer.rollout(c, "UpdateConfig"));
    deploy.section("rollback_config").ifPresent(c -> writer.rollout(c, "RollbackConfig"));
    writer.endpointMode();
  }

  private void endpointMode() {
    var mode = deploy.text("endpoint_mode").map(m -> m.toLowerCase(Locale.ROOT)).orElse("");
    oneOf(deploy, "endpoint_mode", mode, Set.of("", "vip", "dnsrr"));
    draft.set("EndpointSpec.Mode", mode);
  }

  private void resources(Fields resources) {
    resources.section("limits").ifPresent(limits -> {
      amounts(limits, TASK + "Resources.Limits.");
      draft.set(TASK + "Resources.Limits.Pids", limits.whole("pids"));
      limits.finish();
    });
    resources.section("reservations").ifPresent(reservations -> {
      amounts(reservations, TASK + "Resources.Reservations.");
      draft.set(TASK + "Resources.Reservations.GenericResources", generic(reservations));
      reservations.ignored("devices", "Swarm cannot honour it; use generic_resources");
      reservations.finish();
    });
    resources.finish();
  }

  private void amounts(Fields fields, String path) {
    fields.value("cpus").ifPresent(yaml -> {
      var cpus = Values.text(yaml, fields.path("cpus"), problems).map(Units::nanoCpus);
      if (cpus.isPresent() && cpus.get().isPresent()) draft.set(path + "NanoCPUs", cpus.get());
      else Values.wrong(yaml, fields.path("cpus"), "a number of CPUs such as 0.5", problems);
    });
    fields.value("memory").ifPresent(yaml -> {
      var bytes = Values.text(yaml, fields.path("memory"), problems).map(Units::bytes);
      if (bytes.isPresent() && bytes.get().isPresent())
        draft.set(path + "MemoryBytes", bytes.get());
      else Values.wrong(yaml, fields.path("memory"), "a size such as 512M", problems);
    });
  }

  private Tree generic(Fields reservations) {
    var out = new ArrayList<Tree>();
    for (var item : reservations.items("generic_resources")) {
      var path = reservations.path("generic_resources");
      var fields = Fields.of(item, path, problems);
      fields.section("discrete_resource_spec").ifPresent(spec -> {
        out.add(new Draft()
            .set("DiscreteResourceSpec.Kind", spec.text("kind").orElse(""))
            .set("DiscreteResourceSpec.Value", spec.whole("value"))
            .tree());
        spec.finish();
      });
      fields.finish();
    }
    return new Tree.Arr(out);
  }

  private void placement(Fields placement) {
    var constraints = placement.texts("constraints");
    for (var constraint : constraints) {
      if (!constraint.contains("==") && !constraint.contains("!=")) {
        problems.error(
            placement.place("constraints"),
            placement.path("constraints") + ": " + Problems.quote(constraint)
                + " has neither == nor !=; write e.g. node.role == manager");
      }
    }
    draft.set(TASK + "Placement.Constraints", Tree.strings(constraints));
    var preferences = new ArrayList<Tree>();
    for (var item : placement.items("preferences")) {
      var fields = Fields.of(item, placement.path("preferences"), problems);
      fields
          .text("spread")
          .ifPresent(
              s -> preferences.add(new Draft().set("Spread.SpreadDescriptor", s).tree()));
      fields.finish();
    }
    draft.set(TASK + "Placement.Preferences", new Tree.Arr(List.copyOf(preferences)));
    draft.set(TASK + "Placement.MaxReplicas", placement.whole("max_replicas_per_node"));
    placement.finish();
  }

  private void rollout(Fields config, String name) {
    var path = name + ".";
    // One at a time unless the file says otherwise; 0 means all at once, so it is never left out.
    draft.keep(path + "Parallelism", Tree.of(config.whole("parallelism").orElse(1)));
    draft.set(path + "Delay", Durations.nanos(config, "delay", problems));
    var action = config.text("failure_action").orElse("");
    oneOf(config, "failure_action", action, Set.of("", "pause", "continue", "rollback"));
    draft.set(path + "FailureAction", action);
    draft.set(path + "Monitor", Durations.nanos(config, "monitor", problems));
    config
        .value("max_failure_ratio")
        .flatMap(v -> Values.decimal(v, config.path("max_failure_ratio"), problems))
        .ifPresent(r ->
            draft.set(path + "MaxFailureRatio", new Tree.Num(java.math.BigDecimal.valueOf(r))));
    var order = config.text("order").orElse("");
    oneOf(config, "order", order, Set.of("", "start-first", "stop-first"));
    draft.set(path + "Order", order);
    config.finish();
  }

  private void oneOf(Fields fields, String key, String value, Set<String> allowed) {
    if (allowed.contains(value)) return;
    var words = allowed.stream().filter(w -> !w.isEmpty()).sorted().toList();
    problems.error(
        fields.place(key),
        fields.path(key) + ": expected " + String.join(" or ", words) + ", found "
            + Problems.quote(value));
  }

  /** What {@code deploy.restart_policy} says, or else {@code restart}. */
  static void restart(Fields service, Fields deploy, Draft draft, Problems problems) {
    var path = TASK + "RestartPolicy";
    var policy = deploy.section("restart_policy");
    if (policy.isEmpty()) {
      RestartWord.of(service, problems).spec().ifPresent(spec -> draft.set(path, spec));
      return;
    }
    var fields = policy.get();
    var condition = fields.text("condition").orElse("");
    if (!Set.of("", "none", "on-failure", "any").contains(condition)) {
      problems.error(
          fields.place("condition"),
          fields.path("condition") + ": expected none, on-failure or any, found "
              + Problems.quote(condition));
    }
    draft.keep(path, Tree.Obj.EMPTY);
    draft.set(path + ".Condition", condition);
    kept(draft, path + ".Delay", Durations.nanos(fields, "delay", problems));
    kept(draft, path + ".MaxAttempts", fields.whole("max_attempts"));
    kept(draft, path + ".Window", Durations.nanos(fields, "window", problems));
    fields.finish();
    RestartWord.of(service, problems);
  }

  /** These are pointers in the engine's API: a zero that was written is sent. */
  private static void kept(Draft draft, String path, OptionalLong value) {
    value.ifPresent(v -> draft.keep(path, Tree.of(v)));
  }
}
