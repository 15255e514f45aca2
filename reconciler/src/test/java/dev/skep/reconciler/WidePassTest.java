package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredStack;
import dev.skep.model.JobPhase;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Jobs on several tasks, over the fake engine of two nodes or more. */
class WidePassTest {
  private final PassFixture shop = new PassFixture();

  private static DesiredStack of(Width width) {
    return ShopStack.of("shop:1", ShopStack.POLICY, width);
  }

  private JobRow job() {
    return shop.pass().status().jobs().getFirst();
  }

  private void until(JobPhase phase) {
    for (int i = 0; i < 100 && job().phase() != phase; i++) shop.pass();
    assertThat(job().phase()).isEqualTo(phase);
  }

  private AttemptLogs.Log log() {
    var facts = JobFacts.read(shop.swarm, "team", "cluster", shop.clock(), "shop_migrate")
        .get();
    return new AttemptLogs(shop.swarm, "team")
        .read(facts, OptionalInt.empty(), 10)
        .get();
  }

  @Nested
  class OfANumber {
    @Test
    void runsThatManyOnceAndThenTheApplication() {
      shop.desired = of(new Width(3));
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(3);
      assertThat(shop.find("shop_app")).isPresent();
    }

    @Test
    void tellsHowManyRun() {
      shop.attempts(Behaviour.exits(0, Duration.ofMinutes(1)));
      shop.desired = of(new Width(3));
      until(JobPhase.RUNNING);
      assertThat(job().message()).isEqualTo("3 of 3 tasks run");
    }

    @Test
    void runsAgainWhenItIsToRunOnOneMore() {
      shop.desired = of(Width.ONE);
      shop.settle();
      shop.desired = of(new Width(2));
      var row = shop.settle().jobs().getFirst();
      assertThat(row.because()).isEqualTo("tasks 1 -> 2");
      assertThat(shop.starts("migrate")).isEqualTo(3);
    }

    @Test
    void hasLogsThatSayWhoseEachLineIsFromTheEngineAndFromTheRecord() {
      shop.attempts(Behaviour.exits(0, Duration.ofMinutes(1), "begun", "done"));
      shop.desired = of(new Width(2));
      until(JobPhase.RUNNING);
      var host = shop.swarm.nodes().get().getFirst().hostname();
      var lines = log().lines();
      assertThat(lines)
          .containsExactly(
              "1@" + host + " | begun",
              "1@" + host + " | done",
              "2@" + host + " | begun",
              "2@" + host + " | done");
      until(JobPhase.SUCCEEDED);
      assertThat(log().end()).isPresent();
      assertThat(log().lines()).isEqualTo(lines);
    }
  }

  @Nested
  class OnEveryNode {
    @Test
    void runsOnEachThatIsThereAndOnNoneThatComesLater() {
      shop.swarm.machines().add("node-b", Map.of());
      shop.desired = of(Width.EVERY_NODE);
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(2);

      shop.swarm.machines().add("node-c", Map.of());
      shop.pass(Duration.ofSeconds(10));
      assertThat(shop.starts("migrate")).isEqualTo(2);
    }

    @Test
    void runsOnANodeThatComesWhileItDoes() {
      shop.attempts(Behaviour.exits(0, Duration.ofSeconds(20)));
      shop.desired = of(Width.EVERY_NODE);
      until(JobPhase.RUNNING);
      shop.swarm.machines().add("node-b", Map.of());
      shop.settle();
      assertThat(shop.starts("migrate")).isEqualTo(2);
    }

    @Test
    void waitsWhereNoNodeSuits() {
      shop.desired = ShopStack.setting(
          of(Width.EVERY_NODE),
          "migrate",
          List.of("TaskTemplate", "Placement", "Constraints"),
          Tree.strings(List.of("node.labels.works == yes")));
      shop.pass(OpenAttempt.SETTLES.plusSeconds(30));
      assertThat(job().reason()).isEqualTo(Reason.UNSCHEDULABLE);
      shop.swarm.machines().add("node-b", Map.of("works", "yes"));
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }

    @Test
    void isStoppedWholeAndRunsAgainWhole() {
      shop.attempts(Behaviour.exits(0, Duration.ofMinutes(1)));
      shop.swarm.machines().add("node-b", Map.of());
      shop.desired = of(Width.EVERY_NODE);
      until(JobPhase.RUNNING);
      shop.commands().suspend("shop_migrate", "").get();
      until(JobPhase.SUSPENDED);
      assertThat(shop.swarm.containers())
          .noneMatch(c ->
              c.label("dev.skep.job").equals(Optional.of("migrate")) && c.runsAt(shop.swarm.now()));
      shop.commands().resume("shop_migrate").get();
      shop.settle();
      assertThat(shop.starts("migrate")).isEqualTo(4);
    }
  }
}
