package dev.skep.controller.oneoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.ObservedTask;
import dev.skep.model.TaskState;
import dev.skep.model.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandingTest {
  private static final Instant MADE = Instant.parse("2026-11-01T12:00:00Z");

  private static ObservedTask task(
      TaskState state, String desired, String error, OptionalInt code, Instant made) {
    return new ObservedTask(
        "t",
        "s",
        Optional.of("n"),
        state,
        desired,
        "",
        Optional.of(error).filter(e -> !e.isEmpty()),
        code,
        Optional.empty(),
        made,
        made,
        Tree.Obj.EMPTY);
  }

  private static Standing ended(TaskState state, String error, int code) {
    return Standing.of(List.of(task(state, "shutdown", error, OptionalInt.of(code), MADE)));
  }

  private static Standing live(TaskState state, String desired, String error) {
    return Standing.of(List.of(task(state, desired, error, OptionalInt.empty(), MADE)));
  }

  @Test
  void aCompleteTaskIsZeroAndAFailedOneItsOwnCode() {
    assertThat(ended(TaskState.COMPLETE, "", 0)).isEqualTo(new Standing.Exited(0));
    assertThat(ended(TaskState.FAILED, "task: non-zero exit (3)", 3))
        .isEqualTo(new Standing.Exited(3));
    assertThat(ended(TaskState.FAILED, "task: non-zero exit (137)", 137))
        .isEqualTo(new Standing.Exited(137));
  }

  @ParameterizedTest
  @ValueSource(ints = {126, 127})
  void aCommandThatCannotBeStartedHasTheCodeOfTheShells(int code) {
    var why = "starting container failed: no such file";
    assertThat(ended(TaskState.FAILED, why, code)).isEqualTo(new Standing.Broken(code, why));
  }

  @Test
  void anotherCodeOfAContainerThatNeverStartedIsNotTheJobs() {
    var why = "starting container failed: it already exists";
    assertThat(ended(TaskState.FAILED, why, 128)).isEqualTo(new Standing.Broken(125, why));
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "SHUTDOWN", "REJECTED", "ORPHANED"})
  void aCodeOfZeroIsNoSuccessUnlessTheTaskIsComplete(TaskState state) {
    assertThat(ended(state, "why", 0)).isInstanceOfSatisfying(Standing.Broken.class, broken -> {
      assertThat(broken.code()).isEqualTo(125);
      assertThat(broken.why()).contains("why");
    });
  }

  @Test
  void whatWaitsForANodeTellsTheEnginesComplaint() {
    assertThat(live(TaskState.PENDING, "running", "no suitable node"))
        .isEqualTo(new Standing.Waiting("no suitable node"));
  }

  @Test
  void aTaskThatTheEngineGaveUpIsNotOverBeforeItsNodeSaysSo() {
    assertThat(live(TaskState.RUNNING, "running", "")).isEqualTo(new Standing.Running());
    assertThat(live(TaskState.RUNNING, "shutdown", "")).isInstanceOf(Standing.Leaving.class);
    assertThat(live(TaskState.RUNNING, "remove", "")).isInstanceOf(Standing.Leaving.class);
  }

  @Test
  void theNewestTaskCounts() {
    var older = task(TaskState.FAILED, "shutdown", "", OptionalInt.of(3), MADE);
    var newer = task(TaskState.COMPLETE, "shutdown", "", OptionalInt.of(0), MADE.plusSeconds(1));
    assertThat(Standing.of(List.of(newer, older))).isEqualTo(new Standing.Exited(0));
    assertThat(Standing.of(List.of())).isEqualTo(new Standing.Nothing());
  }
}
