package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy.NodeLost;
import dev.skep.model.Labels;
import dev.skep.model.ObservedTask;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.reconciler.JobCommands.As;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole passes, while a migration runs on a node that the managers lose. */
class LostNodeTest {
  private static final Duration RUNS_FOR = Duration.ofMinutes(1);

  private final PassFixture shop = new PassFixture();
  private String node = "";

  @BeforeEach
  void aMigrationThatTakesItsTime() {
    shop.swarm.machines().add("node2", Map.of());
    shop.swarm.behave(
        s -> s.text("Labels", Labels.KIND).equals(Optional.of("attempt")),
        Behaviour.exits(0, RUNS_FOR, "done"));
  }

  private void lose() {
    while (shop.starts("migrate") == 0) shop.pass();
    node = shop.swarm.tasks(Map.of(Labels.KIND, "attempt")).get().stream()
        .map(ObservedTask::nodeId)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
    shop.swarm.machines().isolate(node);
    shop.pass(Duration.ofSeconds(5));
  }

  private JobRow migrate() {
    return shop.pass().status().jobs().getFirst();
  }

  private void policy(NodeLost policy) {
    shop.desired = ShopStack.of("shop:1", ShopStack.POLICY.with(policy));
  }

  @Test
  void theTruthIsWaitedForAndTaken() {
    lose();
    assertThat(migrate().reason()).isEqualTo(Reason.NODE_LOST);
    shop.pass(RUNS_FOR);
    shop.swarm.machines().restore(node);
    assertThat(shop.settle().ready()).isTrue();
    assertThat(shop.starts("migrate")).isEqualTo(1);
  }

  @Test
  void anotherAttemptBeginsIfThePolicySaysSo() {
    policy(new NodeLost(NodeLost.Kind.RETRY, Duration.ofSeconds(30)));
    lose();
    shop.pass(Duration.ofSeconds(20));
    assertThat(shop.starts("migrate")).isEqualTo(1);
    shop.pass(Duration.ofMinutes(1));
    assertThat(shop.starts("migrate")).isEqualTo(2);
  }

  @Test
  void theRunFailsIfThePolicySaysSo() {
    policy(NodeLost.FAIL);
    lose();
    shop.pass(Duration.ofMinutes(1));
    assertThat(migrate().phase()).isEqualTo(JobPhase.FAILED);
    assertThat(shop.starts("migrate")).isEqualTo(1);
  }

  @Test
  void theServiceOfAnAttemptGivenUpStaysWhileItsNodeIsDown() {
    policy(new NodeLost(NodeLost.Kind.RETRY, Duration.ofSeconds(30)));
    lose();
    shop.pass(RUNS_FOR.multipliedBy(3));
    assertThat(shop.attempts()).hasSize(1);
    shop.swarm.machines().restore(node);
    shop.pass(Duration.ofSeconds(90));
    assertThat(shop.attempts()).isEmpty();
  }

  @Test
  void theServiceOfAnAttemptThatAPersonSpokeOfStaysWhileItsNodeIsDown() {
    lose();
    var said = shop.commands().resolve("shop_migrate", As.SUCCEEDED, "looked at the schema");
    assertThat(said.isRight()).isTrue();
    shop.pass(Duration.ofMinutes(2));
    assertThat(shop.attempts()).hasSize(1);
    shop.swarm.machines().restore(node);
    shop.pass(Duration.ofMinutes(1));
    assertThat(shop.attempts()).isEmpty();
  }
}
