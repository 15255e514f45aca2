package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import dev.skep.model.StackStatus;
import dev.skep.model.Tree;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows from a look is worked out once, for as long as every look finds the same. */
class UnchangedTest {
  private final PassFixture shop = new PassFixture();
  private StackStatus before;

  @BeforeEach
  void longSettled() {
    shop.settle();
    shop.pass(Duration.ofMinutes(5));
    before = status();
  }

  private StackStatus status() {
    return shop.pass().status();
  }

  @Test
  void nothingIsPlannedAnewWhileNothingChanges() {
    assertThat(status()).isSameAs(before);
  }

  @Test
  void nowAndThenItIsAllTheSame() {
    shop.swarm.tick(Duration.ofMinutes(1));
    assertThat(status()).isNotSameAs(before).isEqualTo(before);
  }

  @Test
  void whatSomebodyHasChangedIsSeen() {
    var app = shop.service("shop_app");
    var scaled = app.spec().with("Labels", Tree.strings(Map.of("by", "hand")));
    shop.swarm.updateService(app.id(), app.version(), scaled);
    assertThat(shop.pass().outcomes()).isNotEmpty();
  }

  @Test
  void tasksAreReadOfWhatMovesAlone() {
    var app = shop.service("shop_app");
    var changed = app.spec().with("Labels", Tree.strings(Map.of("by", "hand")));
    shop.swarm.updateService(app.id(), app.version(), changed);
    int before = shop.swarm.calls().size();
    shop.settle();
    assertThat(shop.swarm.calls().stream().skip(before).filter(c -> c.name().equals("tasks")))
        .isNotEmpty()
        .allMatch(c -> c.target().equals("[" + app.id() + "]"));
  }

  @Test
  void aServiceThatIsGoneIsSeen() {
    shop.swarm.removeService(shop.service("shop_app").id());
    assertThat(shop.pass().outcomes()).isNotEmpty();
  }

  @Test
  void tasksThatEndAreSeen() {
    shop.swarm.machines().drain("node1");
    shop.pass(Duration.ofMinutes(1));
    assertThat(status().ready()).isFalse();
  }

  @Test
  void aRecordThatIsGoneIsSeen() {
    shop.drop("stack");
    assertThat(shop.pass().outcomes()).isNotEmpty();
  }

  @Test
  void anotherRevisionIsSeen() {
    shop.desired = ShopStack.of("shop:2");
    assertThat(shop.pass().outcomes()).isNotEmpty();
  }

  @Test
  void anOrderIsSeen() {
    var stacks = new StackCommands(shop.swarm, "team", shop.clock());
    assertThat(stacks.suspend("shop", "a holiday").isRight()).isTrue();
    assertThat(status().phase()).isEqualTo(StackStatus.Phase.SUSPENDED);
  }

  @Test
  void anotherLeaseIsAnotherBeginning() {
    shop.restart("holder-2");
    assertThat(status()).isNotSameAs(before).isEqualTo(before);
    assertThat(shop.swarm.payloads(Kind.CONFIG, Map.of(Labels.KIND, "stack")).get())
        .hasSize(1);
  }
}
