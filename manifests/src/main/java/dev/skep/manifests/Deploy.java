package dev.skep.manifests;

import dev.skep.model.Tree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** The {@code deploy} block, but for its labels, mode and replicas. */
final class Deploy {
  static final String TASK = "TaskTemplate.";

  private static final long LEAST_CPU = 1_000_000;
  private static final long LEAST_MEMORY = 4L << 20;

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
    if (!mode.isEmpty()) deploy.oneOf("endpoint_mode", mode, List.of("dnsrr", "vip"));
    draft.set("EndpointSpec.Mode", mode);
  }

  /** To the engine a part that is empty is another one than none; the CLI sends it. */
  private void resources(Fields resources) {
    resources.section("limits").ifPresent(limits -> {
      draft.keep(TASK + "Resources.Limits", Tree.Obj.EMPTY);
      amounts(limits, TASK + "Resources.Limits.");
      draft.set(TASK + "Resources.Limits.Pids", limits.natural("pids"));
      limits.finish();
    });
    resources.section("reservations").ifPresent(reservations -> {
      draft.keep(TASK + "Resources.Reservations", Tree.Obj.EMPTY);
      amounts(reservations, TASK + "Resources.Reservations.");
      draft.set(TASK + "Resources.Reservations.GenericResources", generic(reservations));
      reservations.ignored("devices", "Swarm cannot honour it; use generic_resources");
      reservations.finish();
    });
    resources.finish();
  }

  private void amounts(Fields fields, String path) {
    amount(fields, "cpus", "a number of CPUs such as 0.5", LEAST_CPU, Units::nanoCpus)
        .ifPresent(nano -> draft.set(path + "NanoCPUs", Tree.of(nano)));
    amount(fields, "memory", "a size such as 512M", LEAST_MEMORY, Units::bytes)
        .ifPresent(bytes -> draft.set(path + "MemoryBytes", Tree.of(bytes)));
  }

  /** Zero is no limit; below the least the engine refuses the service. */
  private Optional<Long> amount(
      Fields fields, String key, String expected, long least, Function<String, OptionalLong> read) {
    var value = fields.value(key);
    if (value.isEmpty()) return Optional.empty();
    var amount = Values.text(value.get(), fields.path(key), problems).map(read);
    if (amount.isEmpty() || amount.get().isEmpty()) {
      Values.wrong(value.get(), fields.path(key), expected, problems);
      return Optional.empty();
    }
    long given = amount.get().getAsLong();
    if (given > 0 && given < least) {
      problems.error(
          value.get().place(),
          fields.path(key) + ": the least that Swarm takes is "
              + (key.equals("cpus") ? "0.001" : "4M"));
    }
    return Optional.of(given);
  }

  private Tree generic(Fields reservations) {
    var out = new ArrayList<Tree>();
    for (var item : reservations.items("generic_resources")) {
      var path = reservations.path("generic_resources");
      var fields = Fields.of(item, path, problems);
      fields.section("discrete_resource_spec").ifPresent(spec -> {
        out.add(new Draft()
            .set("DiscreteResourceSpec.Kind", spec.text("kind").orElse(""))
            .set("DiscreteResourceSpec.Value", spec.natural("value"))
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
    draft.set(TASK + "Placement.MaxReplicas", placement.natural("max_replicas_per_node"));
    placement.finish();
  }

  private void rollout(Fields config, String name) {
    var path = name + ".";
    // One at a time unless the file says otherwise; 0 means all at once, so it is never left out.
    draft.keep(path + "Parallelism", Tree.of(config.natural("parallelism").orElse(1)));
    draft.set(path + "Delay", Durations.nanos(config, "delay", problems));
    var action = config.text("failure_action").orElse("");
    if (!action.isEmpty()) {
      config.oneOf("failure_action", action, List.of("continue", "pause", "rollback"));
    }
    draft.set(path + "FailureAction", action);
    draft.set(path + "Monitor", Durations.nanos(config, "monitor", problems));
    ratio(config).ifPresent(r -> draft.set(path + "MaxFailureRatio", r));
    var order = config.text("order").orElse("");
    if (!order.isEmpty()) config.oneOf("order", order, List.of("start-first", "stop-first"));
    draft.set(path + "Order", order);
    config.finish();
  }

  private Optional<Tree> ratio(Fields config) {
    var key = "max_failure_ratio";
    var ratio = config
        .value(key)
        .flatMap(v -> Values.decimal(v, config.path(key), problems))
        .orElse(0.0);
    if (ratio >= 0 && ratio <= 1) return Optional.of(new Tree.Num(BigDecimal.valueOf(ratio)));
    problems.error(config.place(key), config.path(key) + ": expected 0 to 1");
    return Optional.empty();
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
    kept(draft, path + ".MaxAttempts", fields.natural("max_attempts"));
    kept(draft, path + ".Window", Durations.nanos(fields, "window", problems));
    fields.finish();
    RestartWord.of(service, problems);
  }

  /** These are pointers in the engine's API: a zero that was written is sent. */
  private static void kept(Draft draft, String path, OptionalLong value) {
    value.ifPresent(v -> draft.keep(path, Tree.of(v)));
  }
}
