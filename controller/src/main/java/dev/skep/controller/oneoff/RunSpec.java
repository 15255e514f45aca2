package dev.skep.controller.oneoff;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import dev.skep.model.Tree;
import dev.skep.reconciler.PayloadReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * The service that runs a job once. The engine's own job modes run again what has run already, after
 * any update and after some changes of leader: so it is a plain service that is never restarted.
 */
final class RunSpec {
  private static final String CONTAINER = "TaskTemplate.ContainerSpec.";
  private static final String RESTART = "TaskTemplate.RestartPolicy.";

  private final Request request;
  private Tree.Obj spec = Tree.Obj.EMPTY;

  private RunSpec(Request request) {
    this.request = request;
  }

  /**
   * @param mark tells the service, and its tasks, from all others
   * @param ids of configs and secrets by kind and name
   */
  static Tree.Obj of(Request request, String mark, BiFunction<Kind, String, String> ids) {
    var out = new RunSpec(request);
    out.set("Name", Tree.of(request.name()));
    out.set("Labels", out.labels(mark));
    out.set("Mode.Replicated.Replicas", Tree.of(1));
    // Its end is no failed rollout, which the engine would pause or roll back, to run it again.
    out.set("UpdateConfig", Tree.strings(Map.of("FailureAction", "continue")));
    out.program(request.program());
    out.surroundings(ids);
    out.resources(request.resources());
    out.restarts();
    return out.spec;
  }

  private Tree.Obj labels(String mark) {
    var labels = new TreeMap<>(request.labels());
    labels.put(Labels.RUN, mark);
    switch (request.care()) {
      case Request.Care.Attached attached -> {
        labels.put(Labels.KIND, Labels.ATTENDED);
        attached.ttl().ifPresent(ttl -> leave(labels, ttl.toSeconds() + "s"));
      }
      case Request.Care.Detached detached -> leave(labels, detached.ttl());
    }
    return Tree.strings(labels);
  }

  /** To controllers, so long after its end. */
  private static void leave(Map<String, String> labels, String ttl) {
    labels.put(Labels.JOB, "true");
    labels.put(Labels.TTL, ttl);
  }

  private void program(Request.Program program) {
    set(CONTAINER + "Image", Tree.of(program.image()));
    program.entrypoint().ifPresent(e -> set(CONTAINER + "Command", Tree.strings(List.of(e))));
    if (!program.command().isEmpty()) set(CONTAINER + "Args", Tree.strings(program.command()));
    if (!program.env().isEmpty()) set(CONTAINER + "Env", Tree.strings(program.env()));
    program.user().ifPresent(user -> set(CONTAINER + "User", Tree.of(user)));
    program.folder().ifPresent(folder -> set(CONTAINER + "Dir", Tree.of(folder)));
    program.hostname().ifPresent(name -> set(CONTAINER + "Hostname", Tree.of(name)));
  }

  private void surroundings(BiFunction<Kind, String, String> ids) {
    if (!request.mounts().isEmpty())
      set(CONTAINER + "Mounts", new Tree.Arr(List.copyOf(request.mounts())));
    for (var kind : Kind.values()) {
      var used = new ArrayList<Tree>();
      for (var use : request.payloads())
        if (use.kind() == kind) used.add(use.tree(ids.apply(kind, use.source())));
      if (!used.isEmpty()) set(CONTAINER + PayloadReference.field(kind), new Tree.Arr(used));
    }
    var networks = new ArrayList<Tree>();
    for (var name : request.networks()) networks.add(Tree.Obj.EMPTY.with("Target", Tree.of(name)));
    if (!networks.isEmpty()) set("TaskTemplate.Networks", new Tree.Arr(networks));
    if (!request.constraints().isEmpty())
      set("TaskTemplate.Placement.Constraints", Tree.strings(request.constraints()));
  }

  private void resources(Request.Resources r) {
    quantity("Limits.NanoCPUs", r.limitCpus());
    quantity("Limits.MemoryBytes", r.limitMemory());
    quantity("Reservations.NanoCPUs", r.reservedCpus());
    quantity("Reservations.MemoryBytes", r.reservedMemory());
  }

  private void quantity(String path, OptionalLong amount) {
    amount.ifPresent(a -> set("TaskTemplate.Resources." + path, Tree.of(a)));
  }

  private void restarts() {
    int retries = switch (request.care()) {
      case Request.Care.Attached attached -> 0;
      case Request.Care.Detached detached -> detached.retries();
    };
    set(RESTART + "Condition", Tree.of(retries == 0 ? "none" : "on-failure"));
    // The engine counts restarts: the first run comes on top.
    if (retries > 0) set(RESTART + "MaxAttempts", Tree.of(retries));
  }

  private void set(String path, Tree value) {
    spec = spec.with(List.of(path.split("\\.")), value);
  }
}
