package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.ObservedTask;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the contract cannot ask of a real engine in a hurry: lost nodes and lost answers. */
class FakeSwarmFaultsTest {
  private final FakeSwarm swarm = new FakeSwarm(2);

  private static Tree.Obj spec(String condition) {
    return Tree.Obj.EMPTY
        .with("Name", Tree.of("s"))
        .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of("i"))
        .with(List.of("TaskTemplate", "RestartPolicy", "Condition"), Tree.of(condition));
  }

  private String started(String condition) {
    var id = swarm.createService(spec(condition)).get();
    swarm.tick(Duration.ofSeconds(1));
    return id;
  }

  private List<ObservedTask> tasks() {
    return swarm.tasks(Map.of()).get();
  }

  private ObservedTask only() {
    assertThat(tasks()).hasSize(1);
    return tasks().getFirst();
  }

  private void update(String id, Tree.Obj spec) {
    var service = swarm.services(Map.of()).get().getFirst();
    assertThat(swarm.updateService(id, service.version(), spec).isRight()).isTrue();
  }

  @Nested
  class Nodes {
    @Test
    void aTaskOfANodeCutOffStaysRunningAndTellsTheTruthWhenItIsBack() {
      swarm.behave(s -> true, Behaviour.exits(0, Duration.ofSeconds(30)));
      started("none");
      swarm.machines().isolate(only().nodeId().orElseThrow());
      swarm.tick(Duration.ofMinutes(5));
      assertThat(only().state()).isEqualTo(TaskState.RUNNING);
      assertThat(only().desiredState()).isEqualTo("shutdown");
      swarm.machines().restore(only().nodeId().orElseThrow());
      swarm.tick(Duration.ofSeconds(1));
      assertThat(only().state()).isEqualTo(TaskState.COMPLETE);
      assertThat(swarm.starts("s")).isEqualTo(1);
    }

    @Test
    void aTaskThatStillRunsWhenItsNodeIsBackIsStopped() {
      started("none");
      var node = only().nodeId().orElseThrow();
      swarm.machines().isolate(node);
      swarm.tick(Duration.ofMinutes(1));
      swarm.machines().restore(node);
      swarm.tick(Duration.ofMinutes(1));
      assertThat(only().state()).isEqualTo(TaskState.SHUTDOWN);
      assertThat(only().exitCode()).hasValue(137);
    }

    @Test
    void aTaskThatMayRestartRunsTwiceWhileItsNodeIsCutOff() {
      started("any");
      swarm.machines().isolate(only().nodeId().orElseThrow());
      swarm.tick(Duration.ofMinutes(1));
      var running =
          swarm.containers().stream().filter(c -> c.runsAt(swarm.now())).toList();
      assertThat(running).hasSize(2);
      assertThat(running.getFirst().overlaps(running.getLast())).isTrue();
    }

    @Test
    void aContainerOfANodeThatCrashedHasFailedWhenItIsBack() {
      started("none");
      var node = only().nodeId().orElseThrow();
      swarm.machines().crash(node);
      assertThat(swarm.containers().getFirst().runsAt(swarm.now())).isFalse();
      swarm.tick(Duration.ofMinutes(1));
      assertThat(only().state()).isEqualTo(TaskState.RUNNING);
      swarm.machines().restore(node);
      assertThat(only().state()).isEqualTo(TaskState.FAILED);
    }

    @Test
    void drainingStopsWithoutRunningAgainAndRemovalOrphans() {
      started("none");
      swarm.machines().drain(only().nodeId().orElseThrow());
      swarm.tick(Duration.ofMinutes(1));
      assertThat(only().state()).isEqualTo(TaskState.SHUTDOWN);
      swarm.removeService(only().serviceId());
      swarm.tick(Duration.ofMinutes(1));
      started("none");
      swarm.machines().remove(only().nodeId().orElseThrow());
      assertThat(only().state()).isEqualTo(TaskState.ORPHANED);
    }
  }

  @Nested
  class Restarts {
    @Test
    void attemptsEndAtTheirMaximum() {
      swarm.behave(s -> true, Behaviour.exits(1, Duration.ofSeconds(1)));
      swarm.createService(spec("on-failure")
          .with(List.of("TaskTemplate", "RestartPolicy", "MaxAttempts"), Tree.of(2)));
      swarm.tick(Duration.ofHours(1));
      assertThat(swarm.starts("s")).isEqualTo(3);
    }

    @Test
    void aRejectedTaskHasNoContainerAndNoExitCode() {
      swarm.behave(s -> true, Behaviour.rejected("No such image: i"));
      started("none");
      assertThat(only().state()).isEqualTo(TaskState.REJECTED);
      assertThat(only().exitCode()).isEmpty();
      assertThat(only().containerId()).isEmpty();
      assertThat(swarm.containers()).isEmpty();
    }

    @Test
    void aRemovedServicesContainerRunsOnThroughItsGrace() {
      var id = started("any");
      swarm.removeService(id);
      swarm.tick(Duration.ofSeconds(7));
      assertThat(only().desiredState()).isEqualTo("remove");
      assertThat(swarm.containers().getFirst().runsAt(swarm.now())).isTrue();
      swarm.tick(Duration.ofSeconds(7));
      assertThat(tasks()).isEmpty();
      assertThat(swarm.containers().getFirst().runsAt(swarm.now())).isFalse();
    }

    @Test
    void anUpdateThatFailsIsRolledBackToTheSpecBefore() {
      swarm.behave(
          s -> s.text("TaskTemplate", "ContainerSpec", "Image").orElse("").equals("bad"),
          Behaviour.exits(1, Duration.ofSeconds(1)));
      var good = spec("any").with(List.of("UpdateConfig", "FailureAction"), Tree.of("rollback"));
      var id = swarm.createService(good).get();
      swarm.tick(Duration.ofMinutes(1));
      update(id, good.with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of("bad")));
      swarm.tick(Duration.ofMinutes(5));
      var service = swarm.services(Map.of()).get().getFirst();
      assertThat(service.updateState()).contains("rollback_completed");
      assertThat(service.spec().text("TaskTemplate", "ContainerSpec", "Image")).contains("i");
      assertThat(service.runningTasks()).isEqualTo(1);
    }
  }

  @Nested
  class Answers {
    private String lease() {
      return swarm
          .createPayload(Kind.CONFIG, "c", Map.of(), new byte[1], Tree.Obj.EMPTY)
          .get();
    }

    @Test
    void aDroppedWriteIsNotDoneAndALostAnswerIs() {
      swarm.faults(call -> call.write() == 1 ? new FaultPlan.DropBefore() : FaultPlan.NONE);
      assertThat(swarm.createService(spec("none")).getLeft())
          .isInstanceOf(SwarmFault.OutcomeUnknown.class);
      assertThat(swarm.services(Map.of()).get()).isEmpty();
      swarm.faults(call -> call.isWrite() ? new FaultPlan.LoseAnswer() : FaultPlan.NONE);
      assertThat(swarm.createService(spec("none")).getLeft())
          .isInstanceOf(SwarmFault.OutcomeUnknown.class);
      assertThat(swarm.services(Map.of()).get()).hasSize(1);
      assertThat(swarm.writes()).isEqualTo(2);
    }

    @Test
    void anOldLeaderShowsTheStateOfThen() {
      swarm.tick(Duration.ofSeconds(20));
      lease();
      swarm.tick(Duration.ofSeconds(5));
      swarm.faults(call -> new FaultPlan.StaleRead(Duration.ofSeconds(11)));
      assertThat(swarm.payloads(Kind.CONFIG, Map.of()).get()).isEmpty();
      swarm.faults(call -> FaultPlan.NONE);
      assertThat(swarm.payloads(Kind.CONFIG, Map.of()).get()).hasSize(1);
    }

    @Test
    void anEngineThatIsNotThereRefusesAll() {
      swarm.faults(call -> new FaultPlan.Refuse());
      assertThat(swarm.services(Map.of()).getLeft()).isInstanceOf(SwarmFault.Unreachable.class);
      assertThat(swarm.removeService("x").getLeft()).isInstanceOf(SwarmFault.Unreachable.class);
    }
  }

  /** Simulations of many services are only useful while they are quick. */
  @Test
  void tenThousandServicesAreListedAndTickedInSeconds() {
    for (int i = 0; i < 10_000; i++)
      swarm.createService(spec("any").with("Name", Tree.of("s" + i)));
    long begun = System.nanoTime();
    swarm.tick(Duration.ofSeconds(10));
    assertThat(swarm.services(Map.of()).get()).allMatch(s -> s.runningTasks() == 1);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
  }
}
