package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Labels;
import dev.skep.model.ObservedTask;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Claims about when the engine runs something, and when it does not run it again. */
public abstract class TaskContract extends PayloadContract {

  @Test
  void anInertServiceHasNoTask() {
    var id = got(swarm().createService(oneShot("s", 0, ENDS_WELL)));
    meanwhile();
    assertThat(tasksOf(id)).isEmpty();
  }

  @Test
  void startedAtItsVersionItRunsOnceAndASecondStartIsStale() {
    var id = got(swarm().createService(oneShot("s", 0, ENDS_WELL)));
    var inert = service(id);
    got(swarm().updateService(id, inert.version(), replicas(inert.spec(), 1)));
    refused(
        SwarmFault.Stale.class,
        swarm().updateService(id, inert.version(), replicas(inert.spec(), 1)));
    var task = awaitTask(id, TaskState.COMPLETE);
    assertThat(task.exitCode()).hasValue(0);
    assertThat(task.containerId()).isPresent();
    assertThat(task.nodeId()).isPresent();
    meanwhile();
    assertThat(tasksOf(id)).hasSize(1);
    assertThat(tasksOf(id).getFirst().desiredState()).isEqualTo("shutdown");
  }

  @Test
  void anEndedOneShotIsNotRunAgainByALabelOrAPlacementThatStillMatches() {
    var id = got(swarm().createService(oneShot("s", 1, ENDS_WELL)));
    awaitTask(id, TaskState.COMPLETE);
    var one = service(id);
    got(swarm()
        .updateService(
            id, one.version(), one.spec().with("Labels", Tree.strings(labels("new", "label")))));
    var two = service(id);
    got(swarm().updateService(id, two.version(), constrained(two.spec(), "node.id!=none")));
    meanwhile();
    assertThat(tasksOf(id)).extracting(ObservedTask::state).containsExactly(TaskState.COMPLETE);
  }

  /** Why nothing but labels of an attempt is ever changed. */
  @Test
  void anEndedOneShotIsRunAgainWhenItsTemplateChanges() {
    var id = got(swarm().createService(oneShot("s", 1, ENDS_WELL)));
    awaitTask(id, TaskState.COMPLETE);
    var one = service(id);
    got(swarm()
        .updateService(
            id,
            one.version(),
            one.spec()
                .with(
                    List.of("TaskTemplate", "ContainerSpec", "Env"),
                    Tree.strings(List.of("A=b")))));
    await(
        () -> tasksOf(id).stream().filter(t -> t.state() == TaskState.COMPLETE).count() == 2);
  }

  @Test
  void aFailureKeepsItsExitCodeAndItsLogCanBeReadAfterTheEnd() {
    var id = got(swarm().createService(oneShot("s", 1, FAILS)));
    var task = awaitTask(id, TaskState.FAILED);
    assertThat(task.exitCode()).hasValue(3);
    assertThat(task.error().orElse("")).contains("non-zero exit (3)");
    await(() -> got(swarm().serviceLog(id, 10)).equals(List.of("one", "two", "three")));
    assertThat(got(swarm().serviceLog(id, 2))).containsExactly("two", "three");
    meanwhile();
    assertThat(tasksOf(id)).hasSize(1);
  }

  @Test
  void aConstraintThatNoNodeFulfilsStopsATaskAndKeepsItsRecord() {
    var id = got(swarm().createService(oneShot("s", 1, RUNS)));
    awaitTask(id, TaskState.RUNNING);
    var running = service(id);
    got(swarm().updateService(id, running.version(), constrained(running.spec(), "node.id==none")));
    var stopped = awaitTask(id, TaskState.SHUTDOWN);
    assertThat(stopped.exitCode()).hasValue(137);
    await(() -> tasksOf(id).stream()
        .anyMatch(t ->
            t.state() == TaskState.PENDING && t.error().orElse("").contains("no suitable node")));
    meanwhile();
    assertThat(tasksOf(id)).hasSize(2);
    assertThat(service(id).runningTasks()).isZero();
  }

  @Test
  void aGlobalServiceRunsWhenItsConstraintGoesAndNotAgainWhenThatComesBack() {
    var spec = constrained(oneShot("s", 1, ENDS_WELL), "node.id==none")
        .with("Mode", Tree.Obj.EMPTY.with("Global", Tree.Obj.EMPTY));
    var id = got(swarm().createService(spec));
    meanwhile();
    assertThat(tasksOf(id)).isEmpty();
    var inert = service(id);
    var started = inert.spec().without(List.of("TaskTemplate", "Placement", "Constraints"));
    got(swarm().updateService(id, inert.version(), started));
    await(() -> !tasksOf(id).isEmpty()
        && tasksOf(id).stream().allMatch(t -> t.state() == TaskState.COMPLETE));
    var ended = tasksOf(id);
    assertThat(ended).allMatch(t -> t.slot() == 0 && t.nodeId().isPresent());
    var done = service(id);
    got(swarm().updateService(id, done.version(), constrained(done.spec(), "node.id==none")));
    meanwhile();
    assertThat(tasksOf(id))
        .allMatch(t -> t.state() == TaskState.COMPLETE)
        .extracting(ObservedTask::id)
        .containsExactlyInAnyOrderElementsOf(
            ended.stream().map(ObservedTask::id).toList());
  }

  @Test
  void runningAndDesiredTasksAreCounted() {
    var id = got(swarm().createService(oneShot("s", 2, RUNS)));
    await(() -> service(id).runningTasks() == 2);
    assertThat(service(id).desiredTasks()).isEqualTo(2);
    assertThat(service(id).updateState()).isEmpty();
  }

  @Test
  void anUpdateOfRunningTasksReplacesThemAndSaysWhenItIsDone() {
    var spec = oneShot("s", 1, RUNS)
        .with(List.of("TaskTemplate", "RestartPolicy", "Condition"), Tree.of("any"))
        .with(List.of("UpdateConfig", "Monitor"), Tree.of(200_000_000L));
    var id = got(swarm().createService(spec));
    var before = awaitTask(id, TaskState.RUNNING);
    var service = service(id);
    got(swarm()
        .updateService(
            id,
            service.version(),
            service
                .spec()
                .with(
                    List.of("TaskTemplate", "ContainerSpec", "Env"),
                    Tree.strings(List.of("A=b")))));
    await(() -> service(id).updateState().equals(Optional.of("completed")));
    assertThat(awaitTask(id, TaskState.RUNNING).id()).isNotEqualTo(before.id());
  }

  /** So nobody but Skep remembers which spec it was that failed. */
  @Test
  void anUpdateThatFailsIsRolledBackAndTheFailedSpecIsForgotten() {
    var good = oneShot("s", 1, RUNS)
        .with("Labels", Tree.strings(labels(Labels.SPEC, "good")))
        .with(List.of("TaskTemplate", "RestartPolicy", "Condition"), Tree.of("any"))
        .with(List.of("UpdateConfig", "FailureAction"), Tree.of("rollback"))
        .with(List.of("UpdateConfig", "Monitor"), Tree.of(2_000_000_000L));
    var id = got(swarm().createService(good));
    awaitTask(id, TaskState.RUNNING);
    var bad = good.with("Labels", Tree.strings(labels(Labels.SPEC, "bad")))
        .with(List.of("TaskTemplate", "ContainerSpec", "Args"), Tree.strings(List.of(FAILS)));
    got(swarm().updateService(id, service(id).version(), bad));
    await(() -> service(id).updateState().equals(Optional.of("rollback_completed")));
    assertThat(service(id).label(Labels.SPEC)).contains("good");
  }

  /** So what has no live task is over, without counting what the engine may have forgotten. */
  @Test
  void aTaskGivenUpForGoodHasNoLiveSuccessor() {
    var restart = Tree.Obj.EMPTY
        .with("Condition", Tree.of("on-failure"))
        .with("Delay", Tree.of(300_000_000L))
        .with("MaxAttempts", Tree.of(1));
    var spec = oneShot("s", 1, FAILS).with(List.of("TaskTemplate", "RestartPolicy"), restart);
    var id = got(swarm().createService(spec));
    await(() -> tasksOf(id).stream().filter(t -> t.state() == TaskState.FAILED).count() == 2
        && tasksOf(id).stream().allMatch(t -> t.desiredState().equals("shutdown")));
    meanwhile();
    assertThat(tasksOf(id)).hasSize(2).allMatch(t -> t.slot() == 1 && t.iteration() == 0);
    assertThat(service(id).iteration()).isZero();
  }

  @Test
  void aTaskIsMadeFromWhatItsServiceSays() {
    var id = got(swarm().createService(oneShot("s", 1, ENDS_WELL)));
    var task = awaitTask(id, TaskState.COMPLETE);
    var template = service(id).spec().object("TaskTemplate");
    assertThat(task.spec().without("Runtime")).isEqualTo(template.without("Runtime"));
  }

  @Test
  void aJobModeRunsAgainUponAnyUpdateUnderTheNextIteration() {
    var job = oneShot("s", 1, ENDS_WELL)
        .without("UpdateConfig")
        .with("Mode", Tree.Obj.EMPTY.with("ReplicatedJob", Tree.Obj.EMPTY));
    var id = got(swarm().createService(job));
    awaitTask(id, TaskState.COMPLETE);
    assertThat(service(id).iteration()).isZero();
    var before = service(id);
    got(swarm()
        .updateService(
            id,
            before.version(),
            before.spec().with("Labels", Tree.strings(labels("new", "label")))));
    await(
        () -> tasksOf(id).stream().filter(t -> t.state() == TaskState.COMPLETE).count() == 2);
    assertThat(service(id).iteration()).isEqualTo(1);
    assertThat(tasksOf(id)).extracting(ObservedTask::iteration).containsExactlyInAnyOrder(0L, 1L);
    assertThat(tasksOf(id)).allMatch(t -> t.slot() == 0);
  }

  @Test
  void tasksAreToldOfTheServicesThatAreAskedFor() {
    var one = got(swarm().createService(oneShot("s", 1, ENDS_WELL)));
    var other = got(swarm().createService(oneShot("t", 1, ENDS_WELL)));
    var tasks = List.of(
        awaitTask(one, TaskState.COMPLETE).id(),
        awaitTask(other, TaskState.COMPLETE).id());
    assertThat(got(swarm().tasksOf(Set.of(one))))
        .extracting(ObservedTask::id)
        .containsExactly(tasks.get(0));
    assertThat(got(swarm().tasksOf(Set.of(one, other))))
        .extracting(ObservedTask::id)
        .containsExactlyInAnyOrderElementsOf(tasks);
    var many = new HashSet<>(Set.of(one, other));
    for (int i = 0; i < 100; i++) many.add("none" + i);
    assertThat(got(swarm().tasksOf(many)))
        .extracting(ObservedTask::id)
        .containsExactlyInAnyOrderElementsOf(tasks);
    assertThat(got(swarm().tasksOf(Set.of(other, "none"))))
        .extracting(ObservedTask::id)
        .containsExactly(tasks.get(1));
    assertThat(got(swarm().tasksOf(Set.of()))).isEmpty();
  }

  @Test
  void tasksOfARemovedServiceVanish() {
    var id = got(swarm().createService(oneShot("s", 1, ENDS_WELL)));
    awaitTask(id, TaskState.COMPLETE);
    got(swarm().removeService(id));
    await(() -> tasksOf(id).isEmpty());
  }
}
