package dev.skep.reconciler;

import static dev.skep.reconciler.JobClaims.rests;
import static dev.skep.reconciler.JobClaims.saved;
import static dev.skep.reconciler.JobSamples.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy;
import dev.skep.model.Reason;
import dev.skep.model.RunPart;
import dev.skep.model.Tree;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The same work under several keys: what is put in, taken out or upgraded runs nothing. */
class RunKeysTest {
  private static final Set<RunPart> IMAGE = EnumSet.of(RunPart.IMAGE);
  private static final Set<RunPart> ALL = EnumSet.allOf(RunPart.class);

  @Nested
  class TheMachine {
    private final JobFixture job = new JobFixture();

    private JobFixture succeeded(String... keys) {
      return job.record(1, "s1", keys)
          .attempt(1, Result.SUCCEEDED, Verdict.RUN_SUCCEEDED, Duration.ofDays(1));
    }

    @Test
    void takesASuccessUnderAnyKeyForOne() {
      var step = succeeded(KEY)
          .wantedRun(JobSamples.OTHER_RUN, "v2-a")
          .keys("v2-a", KEY)
          .step();
      assertThat(step.phase()).isEqualTo(JobPhase.SUCCEEDED);
      assertThat(saved(step).succeeded()).containsExactly(KEY, "v2-a");
    }

    @Test
    void writesTheOtherKeysOnce() {
      var step = succeeded(KEY, "v2-a").keys("v2-a", KEY).step();
      rests(step, JobPhase.SUCCEEDED, Reason.FROM_RECORD);
    }

    @Test
    void savesASuccessUnderAllKeysAtOnce() {
      assertThat(saved(succeeded().keys("v2-a", KEY).step()).succeeded())
          .containsExactlyInAnyOrder(KEY, "v2-a");
    }

    @Test
    void savesASuccessOfOtherWorkUnderItsOwnKeyAlone() {
      assertThat(saved(succeeded().otherRun().keys("v2-b", "v1-b").step()).succeeded())
          .containsExactly(KEY);
    }
  }

  @Nested
  class AStack {
    private final PassFixture shop = new PassFixture();

    private void migrate(UnaryOperator<JobPolicy> policy, String... env) {
      shop.desired = shopWith(policy.apply(ShopStack.POLICY), env);
    }

    private UnaryOperator<JobPolicy> on(Set<RunPart> parts) {
      return policy -> policy.runningOn(parts);
    }

    private void settles(int runs) {
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(runs);
    }

    @Test
    void withRunOnPutInRunsNothing() {
      shop.settle();
      migrate(on(IMAGE));
      settles(1);
    }

    @Test
    void withRunOnRunsForThePartsThatItNames() {
      migrate(on(IMAGE));
      shop.settle();
      migrate(on(EnumSet.of(RunPart.IMAGE, RunPart.ENV)), "A=1");
      settles(2);
    }

    @Test
    void whoseEnvironmentChangesUnderRunOnRunsNothing() {
      migrate(on(IMAGE));
      shop.settle();
      migrate(on(IMAGE), "A=1");
      settles(1);
    }

    @Test
    void withRunOnTakenOutRunsNothingThoughTheEnvironmentHadChangedUnderIt() {
      shop.settle();
      migrate(on(IMAGE));
      shop.settle();
      migrate(on(IMAGE), "A=1");
      shop.settle();
      migrate(on(ALL), "A=1");
      settles(1);
    }

    @Test
    void withRunOnTakenOutRunsForTheNextChange() {
      migrate(on(IMAGE), "A=1");
      shop.settle();
      migrate(on(ALL), "A=1");
      shop.settle();
      migrate(on(ALL), "A=2");
      settles(2);
    }

    @Test
    void withRunOnTakenOutWhileItRunsRunsNothing() {
      migrate(on(IMAGE));
      while (shop.starts("migrate") == 0) shop.pass();
      migrate(on(ALL));
      settles(1);
      migrate(on(IMAGE));
      settles(1);
    }

    @Test
    void withRunOnPutInWhileItRunsRunsNothing() {
      while (shop.starts("migrate") == 0) shop.pass();
      migrate(on(IMAGE));
      settles(1);
    }
  }

  @Nested
  class AnotherVersionOfSkep {
    private final PassFixture shop = new PassFixture();
    private final RunKeys.Algorithm newer = (stack, job, parts) -> {
      var key = RunKey.v1(stack, job, parts);
      return "v2" + key.substring(2);
    };
    private final Planner upgraded = new Planner(List.of(newer, RunKey::v1));

    @Test
    void runsNothing() {
      shop.settle();
      for (int i = 0; i < 20; i++) shop.pass(upgraded);
      assertThat(shop.starts("migrate")).isEqualTo(1);
      assertThat(shop.plan(upgraded).status().ready()).isTrue();
      assertThat(shop.plan(upgraded).actions()).isEmpty();
    }

    @Test
    void remembersTheSuccessUnderItsOwnKey() {
      shop.settle();
      for (int i = 0; i < 20; i++) shop.pass(upgraded);
      for (int i = 0; i < 20; i++) shop.pass(new Planner(List.of(newer)));
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }

    @Test
    void carriesOnWhatTheOldOneHasBegun() {
      while (shop.starts("migrate") == 0) shop.pass();
      for (int i = 0; i < 60; i++) shop.pass(upgraded);
      assertThat(shop.plan(upgraded).status().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }

    @Test
    void isGoneBackFromWithoutARun() {
      for (int i = 0; i < 60; i++) shop.pass(upgraded);
      assertThat(shop.plan(upgraded).status().ready()).isTrue();
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }
  }

  private static DesiredStack shopWith(JobPolicy policy, String... env) {
    var shop = ShopStack.of("shop:1", policy);
    var services = new LinkedHashMap<String, DesiredService>(shop.services());
    services.computeIfPresent(
        "migrate",
        (name, job) -> new DesiredService(
            name,
            job.spec()
                .with(List.of("TaskTemplate", "ContainerSpec", "Env"), Tree.strings(List.of(env))),
            job.dependsOn(),
            job.job()));
    return new DesiredStack(
        "shop",
        shop.revision() + policy.runOn().size() + List.of(env),
        services,
        shop.networks(),
        List.of());
  }
}
