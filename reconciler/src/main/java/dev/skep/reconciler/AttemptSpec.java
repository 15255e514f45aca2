package dev.skep.reconciler;

import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.ObservedService;
import dev.skep.model.Tree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The service of an attempt: a plain replicated one that the engine never restarts. Never one of
 * the engine's job modes, which run again on any update and after a change of leader.
 */
final class AttemptSpec {
  /** No node has it; an update to it ends the task and leaves its record. */
  static final String IMPOSSIBLE = "node.id==none";

  private static final List<String> MODE = List.of("Mode", "Replicated", "Replicas");

  private AttemptSpec() {}

  /** From the service as the manifest asks for it, references resolved. */
  static Tree.Obj template(Tree.Obj resolved) {
    var never = new Tree.Obj(Map.of("Condition", Tree.of("none")));
    // Without this the engine takes the end of the task for a failed update, and may roll back.
    var carryOn = new Tree.Obj(Map.of("FailureAction", Tree.of("continue")));
    return new Tree.Obj(Map.of("TaskTemplate", resolved.object("TaskTemplate")))
        .with(List.of("TaskTemplate", "RestartPolicy"), never)
        .with("Mode", new Tree.Obj(Map.of("Replicated", replicas(0))))
        .with("UpdateConfig", carryOn);
  }

  static Tree.Obj named(Tree.Obj template, String owner, JobRecord record) {
    return template
        .with("Name", Tree.of(Names.attemptService(record)))
        .with("Labels", Tree.strings(labels(owner, record)));
  }

  static boolean isOf(ObservedService service, String owner, JobRecord record) {
    return service.labels().equals(labels(owner, record));
  }

  static Tree.Obj started(ObservedService service) {
    return service.spec().with(MODE, Tree.of(1));
  }

  static Tree.Obj stopped(ObservedService service) {
    return service
        .spec()
        .with(
            List.of("TaskTemplate", "Placement", "Constraints"), Tree.strings(List.of(IMPOSSIBLE)));
  }

  static boolean stopping(ObservedService service) {
    return service
        .spec()
        .array("TaskTemplate", "Placement", "Constraints")
        .contains(Tree.of(IMPOSSIBLE));
  }

  private static Tree.Obj replicas(int count) {
    return new Tree.Obj(Map.of("Replicas", Tree.of(count)));
  }

  private static Map<String, String> labels(String owner, JobRecord record) {
    var labels = new TreeMap<String, String>();
    labels.put(Labels.OWNER, owner);
    labels.put(Labels.KIND, "attempt");
    labels.put(Labels.STACK, record.stack());
    labels.put(Labels.JOB, record.job());
    labels.put(Labels.RUN, record.run());
    labels.put(Labels.RUN_KEY, record.runKey());
    labels.put(Labels.ATTEMPT, Integer.toString(record.attempt()));
    return labels;
  }
}
