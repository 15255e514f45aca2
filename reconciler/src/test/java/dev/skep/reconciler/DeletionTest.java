package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import dev.skep.model.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeletionTest {
  private final PassFixture shop = new PassFixture();

  private Deletion deletion(boolean forgetRuns) {
    return new Deletion(shop.swarm, "team", "shop", shop.clock(), forgetRuns);
  }

  private void delete(boolean forgetRuns) {
    var deletion = deletion(forgetRuns);
    assertThat(deletion.check().isRight()).isTrue();
    var left = deletion.step().get();
    for (int i = 0; i < 100 && !left.isEmpty(); i++) {
      shop.swarm.tick(Duration.ofMillis(500));
      left = deletion.step().get();
    }
    assertThat(left).isEmpty();
    assertThat(shop.swarm.services(Map.of(Labels.NAMESPACE, "shop")).get()).isEmpty();
    assertThat(shop.attempts()).isEmpty();
  }

  @Test
  void aStackThatComesBackRunsNothingAgain() {
    shop.settle();
    delete(false);
    assertThat(shop.settle().summary()).isEmpty();
    assertThat(shop.starts("migrate")).isEqualTo(1);
  }

  @Test
  void aStackWhoseRunsAreForgottenRunsThemAgain() {
    shop.settle();
    delete(true);
    assertThat(shop.swarm.payloads(Kind.CONFIG, Map.of(Labels.STACK, "shop")).get())
        .isEmpty();
    assertThat(shop.settle().summary()).isEmpty();
    assertThat(shop.starts("migrate")).isEqualTo(2);
  }

  @Test
  void whileAJobMayRunNothingIsRemoved() {
    shop.swarm.behave(
        s -> s.text("Labels", Labels.KIND).isPresent(), Behaviour.exits(0, Duration.ofHours(1)));
    shop.pass(Duration.ofSeconds(10));
    var refused = deletion(false).check().getLeft();
    assertThat(refused).isInstanceOf(SwarmFault.Rejected.class);
    assertThat(refused.message()).contains("shop_migrate is Running", "skep cancel job");
  }

  @Test
  void whatIsNotOursStays() {
    shop.settle();
    var foreign = new Tree.Obj(Map.of("Name", Tree.of("shop_extra")))
        .with("Labels", Tree.strings(Map.of(Labels.NAMESPACE, "shop")))
        .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of("other:1"));
    shop.swarm.createService(foreign);
    deletion(true).step();
    shop.swarm.tick(Duration.ofSeconds(20));
    deletion(true).step();
    assertThat(shop.find("shop_extra")).isPresent();
  }

  @Test
  void aStackThatNobodyKnowsIsNamed() {
    assertThat(deletion(false).check().getLeft()).isInstanceOf(SwarmFault.Absent.class);
  }
}
