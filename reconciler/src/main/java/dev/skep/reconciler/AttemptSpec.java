package dev.skep.reconciler;

import dev.skep.model.JobPolicy;
import dev.skep.model.JobPolicy.NewRevision;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedNode;
import dev.skep.model.ObservedService;
import dev.skep.model.Reason;
import dev.skep.model.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The service of an attempt: a plain replicated or global one that the engine never restarts. Never
 * one of the engine's job modes, which run again on any update and after a change of leader. It is
 * made so that it can run nowhere, and started by an update: a replicated one has no replica until
 * then, a global one, which has no number to begin with, a placement that no node has.
 */
final class AttemptSpec {
  /** No node has it; an update to it ends the task and leaves its record. */
  static final String IMPOSSIBLE = ObservedNode.NOWHERE;

  /** Tasks of an attempt that the engine keeps: the real one and its replacement, and some. */
  private static final int HISTORY = 4;

  private static final String CANCEL = "cancel";

  private static final List<String> REPLICAS = List.of("Mode", "Replicated", "Replicas");
  private static final List<String> CONSTRAINTS =
      List.of("TaskTemplate", "Placement", "Constraints");

  private AttemptSpec() {}

  /** From the service as the manifest asks for it, references resolved. */
  static Tree.Obj template(Tree.Obj resolved) {
    // A Swarm told to keep no history forgets the task of a stopped attempt, and with it how it
    // ended, as soon as its replacement is made; what a service may restart, it keeps.
    var never = new Tree.Obj(Map.of("Condition", Tree.of("none"), "MaxAttempts", Tree.of(HISTORY)));
    // Without this the engine takes the end of the task for a failed update, and may roll back.
    var carryOn = new Tree.Obj(Map.of("FailureAction", Tree.of("continue")));
    var single = new Tree.Obj(Map.of("TaskTemplate", resolved.object("TaskTemplate")))
        .with(List.of("TaskTemplate", "RestartPolicy"), never)
        .with(REPLICAS, Tree.of(0))
        .with("UpdateConfig", carryOn);
    var width = Width.of(resolved);
    if (width.equals(Width.ONE)) return single;
    var wide = single.with(List.of("Labels", Labels.TASKS), Tree.of(width.text()));
    if (!width.equals(Width.EVERY_NODE)) return wide;
    var nowhere = new ArrayList<Tree>(constraints(wide));
    nowhere.addFirst(Tree.of(IMPOSSIBLE));
    return wide.with("Mode", new Tree.Obj(Map.of("Global", Tree.Obj.EMPTY)))
        .with(CONSTRAINTS, new Tree.Arr(nowhere));
  }

  static Tree.Obj named(Tree.Obj template, String owner, JobRecord record, JobPolicy policy) {
    var labels = new TreeMap<>(template.strings("Labels"));
    labels.putAll(identity(owner, record));
    if (policy.onNewRevision() == NewRevision.CANCEL) {
      labels.put(Labels.ON_NEW_REVISION, CANCEL);
    }
    return template
        .with("Name", Tree.of(Names.attemptService(record)))
        .with("Labels", Tree.strings(labels));
  }

  static boolean isOf(ObservedService service, String owner, JobRecord record) {
    return service.labels().entrySet().containsAll(identity(owner, record).entrySet());
  }

  static Tree.Obj started(ObservedService service) {
    var spec = service.spec();
    if (!global(service)) return spec.with(REPLICAS, Tree.of(Width.of(service).tasks()));
    var left =
        constraints(spec).stream().filter(c -> !c.equals(Tree.of(IMPOSSIBLE))).toList();
    return left.isEmpty() ? spec.without(CONSTRAINTS) : spec.with(CONSTRAINTS, new Tree.Arr(left));
  }

  /** It was started, or may have been; until then nothing of it can run. */
  static boolean begun(ObservedService service) {
    return service.replicas().isPresent()
        ? service.replicas().get() > 0
        : !impossible(service) || service.label(Labels.STOPPED).isPresent();
  }

  /** Whether a node that comes, or comes to suit, is given a task of it: also one that has ended. */
  static boolean takesMore(ObservedService service) {
    return Width.of(service).equals(Width.EVERY_NODE) && !impossible(service);
  }

  /** The reason goes into a label of the service, where it does not touch the task. */
  static Tree.Obj stopped(ObservedService service, Reason why) {
    return service
        .spec()
        .with(List.of("Labels", Labels.STOPPED), Tree.of(why.text()))
        .with(CONSTRAINTS, Tree.strings(List.of(IMPOSSIBLE)));
  }

  /** Why it is being stopped, if it is. One whose tasks had all ended by then is not. */
  static Optional<Reason> stopping(ObservedService service) {
    if (!impossible(service) || global(service) && !begun(service)) return Optional.empty();
    var why = service.label(Labels.STOPPED).flatMap(Reason::of).orElse(Reason.SUPERSEDED);
    return Optional.of(why).filter(w -> w != Reason.COMPLETED);
  }

  private static boolean impossible(ObservedService service) {
    return impossible(service.spec().object("TaskTemplate"));
  }

  private static boolean global(ObservedService service) {
    return service.spec().at("Mode", "Global").isPresent();
  }

  /** No node can run such a task. */
  static boolean impossible(Tree.Obj task) {
    return task.array("Placement", "Constraints").contains(Tree.of(IMPOSSIBLE));
  }

  /** Of the attempt; 0 when its label tells none. */
  static int number(ObservedService service) {
    try {
      return Integer.parseInt(service.label(Labels.ATTEMPT).orElse("0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  static boolean cancelledByNewRevision(ObservedService service) {
    return service.label(Labels.ON_NEW_REVISION).equals(Optional.of(CANCEL));
  }

  private static List<Tree> constraints(Tree.Obj spec) {
    return spec.array(CONSTRAINTS.toArray(String[]::new));
  }

  private static Map<String, String> identity(String owner, JobRecord record) {
    var labels = new TreeMap<String, String>();
    labels.put(Labels.OWNER, owner);
    labels.put(Labels.KIND, "attempt");
    labels.put(Labels.STACK, record.stack());
    labels.put(Labels.JOB, record.job());
    labels.put(Labels.RUN, record.run().id());
    labels.put(Labels.RUN_KEY, record.run().key());
    labels.put(Labels.ATTEMPT, Integer.toString(record.attempt()));
    return labels;
  }
}
