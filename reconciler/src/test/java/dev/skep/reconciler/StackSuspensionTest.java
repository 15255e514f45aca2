package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.model.StackPolicy;
import dev.skep.model.StackRecord;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A stack whose manifest says {@code suspend}. */
class StackSuspensionTest {
  private static final String SUSPENDED = Labels.of("suspended");
  private static final StackPolicy POLICY =
      new StackPolicy(Set.of(), true, true, 50, true, List.of());

  private final PassFixture shop = new PassFixture();

  @BeforeEach
  void suspend() {
    shop.settle();
    shop.desired = suspended("shop:2");
    shop.pass(Duration.ofMinutes(1));
  }

  private static DesiredStack suspended(String image) {
    var stack = ShopStack.of(image);
    return new DesiredStack(
        stack.name(),
        image + " suspended",
        stack.services(),
        stack.networks(),
        stack.payloads(),
        POLICY);
  }

  private StackCommands commands() {
    return new StackCommands(shop.swarm, "team", shop.clock());
  }

  private static void saysWhatToDo(StackStatus status) {
    assertThat(status.phase()).isEqualTo(Phase.SUSPENDED);
    assertThat(status.conditions().getFirst().reason()).isEqualTo(Reason.SUSPENDED);
    assertThat(status.summary()).isEqualTo("suspended: the manifest says suspend");
    assertThat(status.unblock()).containsExactly("take suspend out of its stack.yaml");
  }

  private Held<StackRecord> record() {
    return new Records(shop.swarm, "team").heads().get().of("shop").stack().orElseThrow();
  }

  @Test
  void isLeftAsItIs() {
    assertThat(shop.image("shop_app")).isEqualTo("shop:1");
    saysWhatToDo(shop.pass().status());
  }

  @Test
  void isToldOfByALookWithoutTheManifest() {
    saysWhatToDo(shop.survey());
  }

  @Test
  void goesOnWhenTheManifestSaysSoNoMore() {
    shop.desired = ShopStack.of("shop:2");

    assertThat(shop.settle().ready()).isTrue();

    assertThat(shop.image("shop_app")).isEqualTo("shop:2");
    assertThat(shop.survey().phase()).isEqualTo(Phase.READY);
    assertThat(record().value().suspended()).isFalse();
  }

  @Test
  void isNotFreedByAnOrder() {
    assertThat(commands().resume("shop").get())
        .isEqualTo("stack shop stays suspended by its source: take suspend out of its stack.yaml");
  }

  @Test
  void isAnOrphanWhenItLeavesItsSource() {
    shop.desired = DesiredStack.gone("shop");
    shop.pass();
    assertThat(shop.survey().phase()).isEqualTo(Phase.ORPHANED);
  }

  @Nested
  class SuspendedByAPersonToo {
    @Test
    void saysFirstWhatThePersonSaid() {
      commands().suspend("shop", "audit");

      assertThat(shop.survey().summary()).isEqualTo("suspended: audit");
      assertThat(shop.survey().unblock()).containsExactly("skep resume stack shop");
    }
  }

  /** Which Skep has written that did not know of it. */
  @Nested
  class ARecordThatDoesNotSay {
    private Map<String, String> labels;

    @BeforeEach
    void forget() {
      labels = new TreeMap<>(StackRecordCodec.write("team", record().value()));
      labels.remove(SUSPENDED);
    }

    @Test
    void meansThatItIsNot() {
      assertThat(StackRecordCodec.readStack(labels).suspended()).isFalse();
    }

    @Test
    void isMendedAndCountsNoNewRevision() {
      var before = record();
      var old = StackRecordCodec.readStack(labels);
      new Records(shop.swarm, "team").swap(before, old);

      shop.pass();

      assertThat(record().value()).isEqualTo(before.value());
      saysWhatToDo(shop.survey());
    }
  }
}
