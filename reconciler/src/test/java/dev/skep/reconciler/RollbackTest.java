package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Condition;
import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredStack;
import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.Phase;
import dev.skep.model.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A person has the stack as it was, whatever the source says now. */
class RollbackTest {
  private final PassFixture shop = new PassFixture();

  private final StackCommands commands = new StackCommands(shop.swarm, "team", shop.clock());

  private void push(String image) {
    shop.desired = ShopStack.of(image);
    shop.settle();
  }

  @BeforeEach
  void one() {
    push("shop:1");
  }

  @Nested
  class OfARevisionThatIsInPlace {
    @BeforeEach
    void two() {
      push("shop:2");
      assertThat(commands.rollback("shop", "slow checkout").get())
          .startsWith("stack shop goes back to revision shop:1 until its source says something");
      shop.settle();
    }

    @Test
    void putsBackWhatWasThereBefore() {
      assertThat(shop.image("shop_app")).isEqualTo("shop:1");
    }

    @Test
    void undoesNoJobAndRunsNone() {
      assertThat(shop.starts("migrate")).isEqualTo(2);
    }

    @Test
    void staysAfterARestart() {
      shop.restart("holder-2");
      shop.pass(Duration.ofMinutes(2));
      assertThat(shop.image("shop_app")).isEqualTo("shop:1");
      assertThat(shop.starts("migrate")).isEqualTo(2);
    }

    @Test
    void isIdleThen() {
      shop.pass(Duration.ofMinutes(1));
      long before = shop.writesBesideTheLease();
      shop.pass(Duration.ofMinutes(5));
      assertThat(shop.writesBesideTheLease()).isEqualTo(before);
    }

    @Test
    void isToldWithWhatEndsIt() {
      var status = shop.pass().status();
      assertThat(status.phase()).isEqualTo(Phase.PINNED);
      assertThat(status.summary())
          .startsWith("pinned to revision shop:1 since ")
          .endsWith(": slow checkout");
      assertThat(status.condition(Condition.Type.READY).orElseThrow().reason())
          .isEqualTo(Reason.PINNED);
      assertThat(status.unblock()).last().asString().startsWith("skep resume stack shop");
      assertThat(shop.survey().phase()).isEqualTo(Phase.PINNED);
      assertThat(shop.survey().summary()).isEqualTo(status.summary());
    }

    @Test
    void isInTheHistory() {
      var newest = new Records(shop.swarm, "team").receipts("shop").get().getFirst();
      assertThat(newest.what()).first().isEqualTo("rolled back: slow checkout");
      assertThat(newest.revision()).contains("shop:1");
      assertThat(newest.inPlace()).isPresent();
    }

    @Test
    void endsWithTheNextCommit() {
      push("shop:3");
      assertThat(shop.image("shop_app")).isEqualTo("shop:3");
      assertThat(shop.pass().status().phase()).isEqualTo(Phase.READY);
    }

    @Test
    void doesNotComeBackWithACommitThatWasSeenBefore() {
      push("shop:3");
      push("shop:2");
      assertThat(shop.image("shop_app")).isEqualTo("shop:2");
      assertThat(shop.pass().status().phase()).isEqualTo(Phase.READY);
    }

    @Test
    void endsWhenAPersonSaysSo() {
      assertThat(commands.resume("shop").get()).startsWith("stack shop follows its source again");
      shop.settle();
      assertThat(shop.image("shop_app")).isEqualTo("shop:2");
      assertThat(shop.starts("migrate")).isEqualTo(2);
    }

    @Test
    void isKeptAgainstChangesFromOutside() {
      var app = shop.service("shop_app");
      shop.swarm.updateService(
          app.id(),
          app.version(),
          app.spec().with(List.of("Mode", "Replicated", "Replicas"), Tree.of(7)));
      shop.settle();
      assertThat(shop.service("shop_app").replicas()).contains(2L);
    }

    @Test
    void isNotAskedForTwice() {
      assertThat(commands.rollback("shop", "").getLeft())
          .isEqualTo(new SwarmFault.Rejected("stack shop is pinned to revision shop:1 already;"
              + " to follow its source again: skep resume stack shop"));
    }

    @Test
    void ofWhichNothingIsKeptIsHeld() {
      shop.drop("revision");
      shop.restart("holder-2");
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.image("shop_app")).isEqualTo("shop:1");
      var status = shop.pass().status();
      assertThat(status.phase()).isEqualTo(Phase.BLOCKED);
      assertThat(status.summary()).contains("revision shop:1 is not kept any more");
    }

    @Test
    void orphansLikeAnyOther() {
      shop.desired = DesiredStack.gone("shop");
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.pass().status().phase()).isEqualTo(Phase.ORPHANED);
      assertThat(shop.find("shop_app")).isPresent();
    }
  }

  @Test
  void ofARevisionThatNeverGotInPlaceGoesToTheLastThatWas() {
    shop.attempts(Behaviour.exits(1, Duration.ofSeconds(1), "no"));
    shop.desired = ShopStack.of("shop:2");
    shop.pass(Duration.ofMinutes(1));
    commands.rollback("shop", "").get();
    shop.pass(Duration.ofMinutes(1));
    assertThat(shop.image("shop_app")).isEqualTo("shop:1");
    assertThat(shop.pass().status().phase()).isEqualTo(Phase.PINNED);
    long starts = shop.starts("migrate");
    shop.pass(Duration.ofMinutes(20));
    assertThat(shop.starts("migrate")).isEqualTo(starts);
  }

  @Test
  void withoutAnEarlierRevisionIsRefused() {
    assertThat(commands.rollback("shop", "").getLeft())
        .isEqualTo(new SwarmFault.Rejected("no earlier revision of stack shop was wholly in place;"
            + " push the one that you want"));
  }

  @Test
  void toWhatItIsIsNone() {
    shop.desired = DesiredStack.gone("shop");
    shop.pass();
    commands.delete("shop", false).get();
    shop.pass(Duration.ofMinutes(1));
    push("shop:1");
    assertThat(commands.rollback("shop", "").getLeft().message())
        .startsWith("no earlier revision of stack shop was wholly in place");
  }

  @Test
  void twoRevisionsAreKeptAndNoMore() {
    for (int i = 2; i < 6; i++) push("shop:" + i);
    var kept = shop.swarm.payloads(Kind.CONFIG, Map.of(Labels.KIND, "revision")).get();
    assertThat(kept)
        .extracting(c -> c.labels().get(Labels.of("revision")))
        .containsExactlyInAnyOrder("shop:4", "shop:5");
  }

  @Test
  void usesTheSecretsOfThatTime() {
    shop.desired = secret(ShopStack.of("shop:1"), "old");
    shop.settle();
    shop.desired = secret(ShopStack.of("shop:2"), "new");
    shop.settle();
    commands.rollback("shop", "").get();
    shop.settle();
    assertThat(shop.pass().status().phase()).isEqualTo(Phase.PINNED);
    assertThat(used()).isEqualTo("shop_password");
  }

  @Test
  void ofASecretThatIsGoneSaysSo() {
    shop.desired = secret(ShopStack.of("shop:1"), "old");
    shop.settle();
    shop.desired = secret(ShopStack.of("shop:2"), "new");
    shop.settle();
    commands.rollback("shop", "").get();
    shop.swarm
        .payloadsNamed(Kind.SECRET, java.util.Set.of("shop_password"))
        .get()
        .forEach(s -> shop.swarm.removePayload(Kind.SECRET, s.id()));
    shop.pass(Duration.ofMinutes(1));
    assertThat(shop.pass().status().summary())
        .contains("what secret password held at revision")
        .contains("is no longer on the Swarm");
    assertThat(shop.image("shop_app")).isEqualTo("shop:2");
  }

  private String used() {
    var secrets = shop.service("shop_app").spec().array("TaskTemplate", "ContainerSpec", "Secrets");
    return ((Tree.Obj) secrets.getFirst()).text("SecretName").orElseThrow();
  }

  private static DesiredStack secret(DesiredStack stack, String content) {
    var reference = new Tree.Obj(Map.of("SecretName", Tree.of("shop_password")));
    var path = List.of("TaskTemplate", "ContainerSpec", "Secrets");
    var with = ShopStack.setting(stack, "app", path, new Tree.Arr(List.of(reference)));
    List<DesiredPayload> payloads = List.of(ShopStack.secret(content));
    return new DesiredStack(
        "shop", with.revision() + content, with.services(), with.networks(), payloads);
  }

  @Test
  void aRevisionComesBackAsItWas() {
    var stack = secret(ShopStack.of("shop:1"), "hidden").from("c0ffee1 by somebody: why");
    var kept = RevisionCodec.read(RevisionCodec.write(stack));
    assertThat(kept.services()).isEqualTo(stack.services());
    assertThat(kept.networks()).isEqualTo(stack.networks());
    assertThat(kept.policy()).isEqualTo(stack.policy());
    assertThat(kept.origin()).isEqualTo(stack.origin());
    assertThat(kept.payloads().getFirst().hash())
        .isEqualTo(stack.payloads().getFirst().hash());
    assertThat(kept.payloads().getFirst().known()).isFalse();
    assertThat(kept.payloads().getFirst().content()).isEmpty();
  }
}
