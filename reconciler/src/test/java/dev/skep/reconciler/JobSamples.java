package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobRecord;
import dev.skep.model.ObservedService;
import dev.skep.model.ObservedTask;
import dev.skep.model.Reason;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The job {@code shop_migrate}, as tests of the job machine write down what is seen of it. */
final class JobSamples {
  static final String OWNER = "team";
  static final String RUN = "aaaabbbbccccddddeeeeffff22";
  static final String KEY = "v1-keyofthisrun";
  static final String OTHER_RUN = "zzzzyyyyxxxxwwwwvvvvuuuu33";
  static final String OTHER_KEY = "v1-other";
  static final long EPOCH = 7;

  static final Tree.Obj SPEC = spec(Width.ONE);

  private JobSamples() {}

  static Tree.Obj spec(Width width) {
    var mode = width.equals(Width.EVERY_NODE)
        ? Tree.Obj.EMPTY.with("Global", Tree.Obj.EMPTY)
        : Tree.Obj.EMPTY.with(List.of("Replicated", "Replicas"), Tree.of(width.tasks()));
    return AttemptSpec.template(Tree.Obj.EMPTY
        .with("Name", Tree.of("shop_migrate"))
        .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of("shop:1"))
        .with("Mode", mode));
  }

  static JobRecord.Run run(String id, String key) {
    return new JobRecord.Run(id, key, 1, "", Map.of());
  }

  static JobRecord record(JobRecord.Run run, int attempt, String serviceId, String... succeeded) {
    return new JobRecord(
        "shop",
        "migrate",
        "inc",
        run,
        attempt,
        Optional.ofNullable(serviceId),
        EPOCH,
        List.of(succeeded));
  }

  static AttemptRecord attempt(
      String run, int number, Result result, Verdict verdict, Reason reason, Instant ended) {
    return new AttemptRecord(
        "shop",
        "migrate",
        run,
        run.equals(RUN) ? KEY : OTHER_KEY,
        1,
        number,
        result,
        verdict,
        reason,
        "task: non-zero exit (1)",
        OptionalInt.of(1),
        Optional.of("worker-1"),
        Optional.of("s" + number),
        ended.minusSeconds(3),
        ended);
  }

  static ObservedService service(String id, Tree.Obj spec, Instant made, Instant updated) {
    return new ObservedService(
        id, 12, made, updated, spec, Optional.empty(), Optional.empty(), 0, 1);
  }

  static Tree.Obj withReplicas(Tree.Obj spec, int replicas) {
    return spec.with(List.of("Mode", "Replicated", "Replicas"), Tree.of(replicas));
  }

  /**
   * @param desiredState {@code running} until the engine has given the task up
   * @param error empty for none
   * @param containerId null for none
   */
  static ObservedTask task(
      String id,
      String serviceId,
      TaskState state,
      String desiredState,
      int exitCode,
      String error,
      String containerId,
      Instant made,
      Instant since) {
    return new ObservedTask(
        id,
        serviceId,
        state.ordinal() < TaskState.ASSIGNED.ordinal() ? Optional.empty() : Optional.of("n1"),
        state,
        desiredState,
        state.text(),
        error.isEmpty() ? Optional.empty() : Optional.of(error),
        OptionalInt.of(exitCode),
        Optional.ofNullable(containerId),
        made,
        since,
        Tree.Obj.EMPTY);
  }

  /** The same task, made and come into its state at other times. */
  static ObservedTask timed(ObservedTask task, Instant made, Instant since) {
    return changed(task, made, since, task.spec());
  }

  /** The same task, made from a spec that no node can run. */
  static ObservedTask impossible(ObservedTask task) {
    var nowhere = Tree.Obj.EMPTY.with(
        List.of("Placement", "Constraints"), Tree.strings(List.of(AttemptSpec.IMPOSSIBLE)));
    return changed(task, task.createdAt(), task.since(), nowhere);
  }

  /** The same task in another place. */
  static ObservedTask at(ObservedTask task, long slot, Optional<String> node) {
    return changed(task, task.createdAt(), task.since(), task.spec(), slot, node);
  }

  private static ObservedTask changed(
      ObservedTask task, Instant made, Instant since, Tree.Obj spec) {
    return changed(task, made, since, spec, task.slot(), task.nodeId());
  }

  private static ObservedTask changed(
      ObservedTask task,
      Instant made,
      Instant since,
      Tree.Obj spec,
      long slot,
      Optional<String> node) {
    return new ObservedTask(
        task.id(),
        task.serviceId(),
        node,
        task.state(),
        task.desiredState(),
        task.message(),
        task.error(),
        task.exitCode(),
        task.containerId(),
        made,
        since,
        spec,
        slot,
        task.iteration());
  }

  /** What somebody else's service of the job's plain name says. */
  static ForeignRun foreign(boolean live, boolean completed, Instant now) {
    var service = service("theirs", SPEC.with("Name", Tree.of("shop_migrate")), now, now);
    var task =
        task("t", "theirs", TaskState.COMPLETE, "shutdown", 0, "", "c", now.minusSeconds(5), now);
    return new ForeignRun(service, live, completed ? Optional.of(task) : Optional.empty());
  }
}
