package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.JobPhase;
import dev.skep.model.Labels;
import dev.skep.model.StackStatus;
import dev.skep.model.Tree;
import io.vavr.control.Either;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often the loop asks the engine, in virtual time, and how soon it knows. */
class ControlLoopTest {
  private static final Duration STEP = Duration.ofMillis(20);
  private static final String OWNER = "team";

  private final FakeSwarm swarm = new FakeSwarm(2);
  private final Clock clock = new FakeClock(swarm);
  private final Map<String, DesiredStack> stacks = new LinkedHashMap<>();
  private final Map<String, StackStatus> told = new LinkedHashMap<>();
  private final List<String> passes = new ArrayList<>();
  private int faults;
  private final ControlLoop loop = new ControlLoop(
      new Reconciler(
          swarm,
          Lease.unguarded(swarm, OWNER, "one", clock),
          OWNER,
          "cluster",
          clock,
          () -> "i",
          new SameThread(),
          stacks::values),
      () -> stacks,
      this::passed,
      clock);

  private void passed(DesiredStack stack, Either<SwarmFault, Reconciler.Pass> pass) {
    passes.add(stack.name());
    pass.peek(p -> told.put(stack.name(), p.status())).peekLeft(f -> faults++);
  }

  private void jobsRun(Duration time) {
    swarm.behave(
        s -> s.text("Labels", Labels.KIND).equals(Optional.of("attempt")),
        Behaviour.exits(0, time, "done"));
  }

  private void stacks(int count) {
    for (int i = 1; i <= count; i++) stacks.put("s" + i, stack("s" + i));
    loop.hint();
  }

  private void run(Duration time) {
    var until = swarm.now().plus(time);
    while (swarm.now().isBefore(until)) {
      swarm.tick(STEP);
      boolean worked = true;
      while (worked) worked = loop.step();
    }
  }

  private List<FakeCall> calls(Duration time) {
    int before = swarm.calls().size();
    run(time);
    var all = swarm.calls();
    return all.subList(before, all.size());
  }

  private static List<FakeCall> named(String name, List<FakeCall> calls) {
    return calls.stream().filter(c -> c.name().equals(name)).toList();
  }

  private boolean recorded() {
    return !swarm.payloads(Kind.CONFIG, Map.of(Labels.KIND, "attempt")).get().isEmpty();
  }

  @Test
  void tellsHowLongEachPassTookAndWhatItIsAt() {
    var took = new ArrayList<Duration>();
    var during = new ArrayList<Pulse>();
    loop.onTimed((pass, time) -> {
      took.add(time);
      during.add(loop.pulse());
    });
    stacks(2);
    run(Duration.ofSeconds(1));
    assertThat(took).hasSizeGreaterThanOrEqualTo(2).allMatch(t -> !t.isNegative());
    assertThat(during.getFirst().underWay()).containsOnlyKeys("stack s1");
    assertThat(during.getFirst().due()).isOne();
    assertThat(loop.pulse().underWay()).isEmpty();
  }

  @Nested
  class WhileAJobRuns {
    private void running(int count) {
      jobsRun(Duration.ofHours(1));
      stacks(count);
      run(Duration.ofSeconds(15));
      assertThat(swarm.containers()).hasSize(count);
    }

    @Test
    void twoAndAHalfCallsASecondAreEnough() {
      running(1);
      var calls = calls(Duration.ofMinutes(1));
      assertThat(calls.size() / 60.0).as("%s", calls).isBetween(1.0, 2.5);
      assertThat(named("services", calls)).as("looks").hasSizeBetween(6, 7);
      assertThat(calls).noneMatch(FakeCall::isWrite);
    }

    @Test
    void onePollServesAllStacks() {
      running(20);
      var calls = calls(Duration.ofMinutes(1));
      assertThat(calls.size() / 60.0).isLessThanOrEqualTo(2.5);
    }

    @Test
    void onlyTheTasksOfTheRunningAttemptAreAskedFor() {
      running(1);
      var poll = named("tasks", calls(Duration.ofSeconds(2))).getFirst();
      assertThat(poll.target())
          .contains(Labels.OWNER + "=" + OWNER, Labels.KIND + "=attempt")
          .contains(Labels.STACK + "=s1", Labels.ATTEMPT + "=1");
    }

    @Test
    void aNodeThatIsLostIsNoticedWithoutBeingAnnounced() {
      running(1);
      var node = swarm.tasks(Map.of()).get().getFirst().nodeId().orElseThrow();
      swarm.machines().isolate(node);
      run(ControlLoop.RESYNC);
      assertThat(told.get("s1").jobs().getFirst().phase()).isEqualTo(JobPhase.UNKNOWN);
    }

    @Test
    void anEngineThatDoesNotAnswerIsToldOfAtOnceAndAskedWithGrowingPauses() {
      running(1);
      swarm.faults(call -> new FaultPlan.Refuse());
      run(Duration.ofSeconds(1));
      assertThat(faults).isPositive();
      assertThat(calls(Duration.ofMinutes(1))).hasSizeBetween(2, 15);
      swarm.faults(call -> FaultPlan.NONE);
      run(Duration.ofSeconds(35));
      assertThat(named("tasks", calls(Duration.ofSeconds(10)))).hasSizeBetween(15, 20);
    }

    @Test
    void aStackThatIsGoneIsNotPolledFor() {
      running(2);
      stacks.clear();
      run(ControlLoop.RESYNC);
      assertThat(calls(Duration.ofMinutes(1))).isEmpty();
    }
  }

  @Nested
  class WhenAJobEnds {
    /** The engine itself takes up to 0.23 s to tell of it. */
    @ParameterizedTest
    @ValueSource(ints = {5000, 5111, 5222, 5333, 5444, 5555, 20_000, 20_150, 20_300, 20_450})
    void itIsRecordedSoonWithoutBeingAnnounced(int millis) {
      assertThat(lag(millis, false)).isLessThanOrEqualTo(Duration.ofMillis(600));
    }

    @ParameterizedTest
    @ValueSource(ints = {5000, 5111, 5222, 5333, 5444, 5555})
    void aHintThatCameTooEarlyIsFollowedByAPoll(int millis) {
      assertThat(lag(millis, true)).isLessThanOrEqualTo(Duration.ofMillis(320));
    }

    /** From the end of the container to its record; hinted at 0.2 s before. */
    private Duration lag(int millis, boolean hinted) {
      jobsRun(Duration.ofMillis(millis));
      stacks(1);
      run(Duration.ofSeconds(2));
      var end = swarm.containers().getFirst().ends().orElseThrow();
      run(Duration.between(swarm.now(), end).minusMillis(200));
      if (hinted) loop.hint();
      run(Duration.ofMillis(190));
      assertThat(recorded()).isFalse();
      while (!recorded()) run(STEP);
      return Duration.between(end, swarm.now());
    }
  }

  @Nested
  class WhenNothingRuns {
    @Test
    void onlyTheResyncLooksAndNothingIsWrittenOrAskedOfTasks() {
      jobsRun(Duration.ofSeconds(3));
      stacks(10);
      run(Duration.ofMinutes(2));
      assertThat(told.values()).allMatch(StackStatus::ready);
      var calls = calls(Duration.ofMinutes(1));
      assertThat(named("tasks", calls)).isEmpty();
      assertThat(named("services", calls)).hasSizeBetween(6, 7);
      assertThat(calls).hasSizeLessThanOrEqualTo(21).noneMatch(FakeCall::isWrite);
    }
  }

  @Nested
  class WhatConcernsOneStackAlone {
    @BeforeEach
    void allInPlace() {
      jobsRun(Duration.ofSeconds(1));
      stacks(5);
      run(Duration.ofMinutes(2));
      loop.hint();
      run(Duration.ofSeconds(1));
      passes.clear();
    }

    @Test
    void isNoReasonToLookAtTheOthers() {
      loop.heard(new News(News.Kind.SERVICE, "s3_migrate"));
      run(Duration.ofSeconds(1));
      assertThat(passes).containsExactly("s3");
    }

    @Test
    void doesNotPutTheRegularLooksApart() {
      for (int i = 1; i <= 5; i++) {
        loop.heard(new News(News.Kind.SERVICE, "s" + i + "_migrate"));
        run(Duration.ofMillis(700));
      }
      assertThat(named("services", calls(Duration.ofMinutes(1)))).hasSizeBetween(6, 7);
    }

    @Test
    void aJobThatRunsCostsThePassesOfOthersNothing() {
      jobsRun(Duration.ofHours(1));
      stacks.put("s9", stack("s9"));
      loop.manifestsChanged();
      run(Duration.ofMillis(10_200));
      loop.heard(new News(News.Kind.SERVICE, "s4_migrate"));
      assertThat(calls(Duration.ofMillis(300)).stream()
              .filter(c -> !c.target().contains(Labels.ATTEMPT))
              .map(FakeCall::name))
          .containsExactly("payloads", "services", "networks");
      loop.heard(new News(News.Kind.SERVICE, "s9_migrate"));
      assertThat(calls(Duration.ofMillis(300))).extracting(FakeCall::name).contains("nodes");
    }

    @Test
    void isLookedAtOnceForABurst() {
      for (int i = 0; i < 100; i++) loop.heard(new News(News.Kind.SERVICE, "s3_migrate"));
      run(Duration.ofSeconds(1));
      assertThat(passes).containsExactly("s3");
    }

    @Test
    void whatIsOnlyReadByPeopleIsNoReasonAtAll() {
      assertThat(calls(Duration.ofSeconds(1))).isEmpty();
      loop.heard(new News(News.Kind.CONFIG, "skep-log-a-1"));
      assertThat(calls(Duration.ofSeconds(1))).isEmpty();
    }

    @Test
    void aManifestThatChangedIsLookedAtAtOnceAndNoOther() {
      stacks.put("s2", stack("s2", "second"));
      loop.manifestsChanged();
      while (loop.step()) {}
      assertThat(passes).isNotEmpty().allMatch("s2"::equals);
    }

    @Test
    void aManifestThatIsTheSameIsNot() {
      stacks.put("s2", stack("s2"));
      loop.manifestsChanged();
      assertThat(calls(Duration.ofSeconds(1))).isEmpty();
    }

    @Test
    void aStackThatLeftIsForgottenAndOneThatCameIsLookedAt() {
      stacks.remove("s2");
      stacks.put("s9", stack("s9"));
      loop.manifestsChanged();
      run(Duration.ofSeconds(15));
      assertThat(passes).contains("s9").doesNotContain("s2");
      passes.clear();
      stacks.put("s2", stack("s2"));
      loop.manifestsChanged();
      while (loop.step()) {}
      assertThat(passes).contains("s2");
    }
  }

  private static DesiredStack stack(String name) {
    return stack(name, "first");
  }

  private static DesiredStack stack(String name, String revision) {
    var spec = Tree.Obj.EMPTY
        .with("Name", Tree.of(name + "_migrate"))
        .with("Labels", Tree.strings(Map.of(Labels.NAMESPACE, name)))
        .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of("shop:1"))
        .with(List.of("Mode", "Replicated", "Replicas"), Tree.of(1));
    var job = new DesiredService("migrate", spec, Map.of(), Optional.of(ShopStack.POLICY));
    return new DesiredStack(name, revision, Map.of("migrate", job), Map.of(), List.of());
  }
}
