package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Labels;
import dev.skep.model.LockedImage;
import dev.skep.model.StackRecord;
import dev.skep.model.StackStatus.Phase;
import dev.skep.model.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One look at the registries for a revision; from then on the stack goes by its record. */
class ImageLockTest {
  private static final LockedImage ONE = pin("1");
  private static final LockedImage TWO = pin("2");
  private static final LockedImage LATER = pin("3");
  private static final LockedImage DB = pin("4");

  private final PassFixture shop = new PassFixture();

  private static LockedImage pin(String digit) {
    return new LockedImage("sha256:" + digit.repeat(64), List.of("linux/amd64", "linux/"));
  }

  private void registries(LockedImage one, LockedImage two) {
    shop.swarm.registries(Map.of("shop:1", one, "shop:2", two, "postgres:15", DB));
  }

  private void nothingInRegistries() {
    shop.swarm.registries(Map.of());
  }

  private void push(String image) {
    shop.desired = ShopStack.of(image);
    shop.settle();
  }

  private List<String> asked() {
    return shop.swarm.calls().stream()
        .filter(c -> c.name().equals("image"))
        .map(FakeCall::target)
        .toList();
  }

  private long versionOf(String service) {
    return shop.service(service).version();
  }

  private StackRecord record() {
    return new Records(shop.swarm, "team")
        .heads()
        .get()
        .of("shop")
        .stack()
        .orElseThrow()
        .value();
  }

  private void byHand(String service, List<String> path, Tree value) {
    var seen = shop.service(service);
    var spec = seen.spec().with(path, value);
    assertThat(shop.swarm.updateService(seen.id(), seen.version(), spec).isRight())
        .isTrue();
  }

  @Nested
  class WhenTheFirstRevisionBegan {
    @BeforeEach
    void begun() {
      registries(ONE, TWO);
      push("shop:1");
    }

    @Test
    void servicesAndAttemptsNameTheDigestAndThePlatforms() {
      assertThat(shop.image("shop_app")).isEqualTo("shop:1@" + ONE.digest());
      assertThat(shop.image("shop_db")).isEqualTo("postgres:15@" + DB.digest());
      assertThat(shop.attempts().getFirst().spec().text("TaskTemplate", "ContainerSpec", "Image"))
          .contains("shop:1@" + ONE.digest());
      assertThat(shop.service("shop_app")
              .spec()
              .object("TaskTemplate", "Placement")
              .canonical())
          .isEqualTo("{\"Platforms\":[{\"Architecture\":\"amd64\",\"OS\":\"linux\"},"
              + "{\"Architecture\":\"\",\"OS\":\"linux\"}]}");
    }

    @Test
    void theLabelHasTheImageAsTheFileHasIt() {
      assertThat(shop.service("shop_app").labels()).containsEntry(Labels.IMAGE, "shop:1");
    }

    @Test
    void eachNameWasAskedForOnce() {
      assertThat(asked()).containsExactlyInAnyOrder("shop:1", "postgres:15");
    }

    @Test
    void nothingIsLeftToDo() {
      shop.pass(Duration.ofMinutes(1));
      long before = shop.writesBesideTheLease();
      shop.pass(Duration.ofMinutes(5));
      assertThat(shop.writesBesideTheLease()).isEqualTo(before);
    }

    @Test
    void aNameThatMeansSomethingElseNowChangesNothing() {
      registries(LATER, TWO);
      shop.restart("holder-2");
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.image("shop_app")).isEqualTo("shop:1@" + ONE.digest());
      assertThat(asked()).hasSize(2);
    }

    @Test
    void aServiceThatWasRemovedComesBackAsItWasWithoutARegistry() {
      nothingInRegistries();
      shop.swarm.removeService(shop.service("shop_app").id());
      shop.settle();
      assertThat(shop.image("shop_app")).isEqualTo("shop:1@" + ONE.digest());
    }

    @Test
    void anImageThatSomebodySetIsPutBackToTheSame() {
      var image = List.of("TaskTemplate", "ContainerSpec", "Image");
      byHand("shop_app", image, Tree.of("shop:1@" + LATER.digest()));
      shop.settle();
      assertThat(shop.image("shop_app")).isEqualTo("shop:1@" + ONE.digest());
      byHand("shop_app", image, Tree.of("other:1"));
      shop.settle();
      assertThat(shop.image("shop_app")).isEqualTo("shop:1@" + ONE.digest());
      assertThat(asked()).hasSize(2);
    }

    @Test
    void anotherChangeRestartsNothingForTheImagesSake() {
      registries(LATER, TWO);
      long db = versionOf("shop_db");
      shop.desired = ShopStack.setting(
          shop.desired,
          "app",
          List.of("TaskTemplate", "ContainerSpec", "Env"),
          Tree.strings(List.of("A=1")));
      shop.settle();
      assertThat(versionOf("shop_db")).isEqualTo(db);
      assertThat(shop.image("shop_app")).isEqualTo("shop:1@" + ONE.digest());
      assertThat(asked()).hasSize(2);
    }

    @Test
    void anotherNameIsAskedForAloneAndRunsTheJobAgain() {
      push("shop:2");
      assertThat(asked()).hasSize(3).endsWith("shop:2");
      assertThat(shop.image("shop_app")).isEqualTo("shop:2@" + TWO.digest());
      assertThat(shop.starts("migrate")).isEqualTo(2);
      assertThat(record().images()).containsOnlyKeys("shop:1", "shop:2", "postgres:15");
    }

    @Test
    void aChangeIsToldWithTheBeginningOfTheDigest() {
      push("shop:2");
      assertThat(
              new Records(shop.swarm, "team").receipts("shop").get().getFirst().what())
          .contains("service app: image shop:1@sha256:11111111 -> shop:2 (2 restarts)");
    }

    @Test
    void aRollBackIsToWhatRanAndAsksNobody() {
      push("shop:2");
      registries(LATER, LATER);
      var commands = new StackCommands(shop.swarm, "team", shop.clock());
      commands.rollback("shop", "slow").get();
      assertThat(shop.settle().phase()).isEqualTo(Phase.PINNED);
      assertThat(shop.image("shop_app")).isEqualTo("shop:1@" + ONE.digest());
      commands.resume("shop").get();
      shop.settle();
      assertThat(shop.image("shop_app")).isEqualTo("shop:2@" + TWO.digest());
      assertThat(asked()).hasSize(3);
    }

    @Test
    void theLockDoesNotGrowWithTheRevisions() {
      push("shop:2");
      push("shop:1");
      push("shop:2");
      assertThat(record().images()).containsOnlyKeys("shop:1", "shop:2", "postgres:15");
      shop.swarm.registries(Map.of("shop:3", LATER));
      push("shop:3");
      assertThat(record().images()).containsOnlyKeys("shop:2", "shop:3", "postgres:15");
    }
  }

  @Nested
  class WhenNoRegistryAnswers {
    @Test
    void imagesAreRunByNameAndTheHistorySaysSo() {
      nothingInRegistries();
      push("shop:1");
      assertThat(shop.image("shop_app")).isEqualTo("shop:1");
      assertThat(
              new Records(shop.swarm, "team").receipts("shop").get().getFirst().what())
          .contains("image shop:1: used by its name alone: no registry knows shop:1")
          .startsWith("network default: made, not there yet");
    }

    @Test
    void nobodyIsAskedAgainForWhatRunsAndNothingRestartsOnceItAnswers() {
      nothingInRegistries();
      push("shop:1");
      registries(ONE, TWO);
      long db = versionOf("shop_db");
      push("shop:2");
      assertThat(versionOf("shop_db")).isEqualTo(db);
      assertThat(shop.image("shop_app")).isEqualTo("shop:2@" + TWO.digest());
      assertThat(asked()).containsExactlyInAnyOrder("postgres:15", "shop:1", "shop:2");
    }
  }

  @Test
  void whatRunsWithADigestIsLockedOnceItIsInPlace() {
    push("shop:1");
    var image = List.of("TaskTemplate", "ContainerSpec", "Image");
    byHand("shop_db", image, Tree.of("postgres:15@" + DB.digest()));
    push("shop:2");
    assertThat(record().images()).containsOnlyKeys("postgres:15");
    shop.swarm.removeService(shop.service("shop_db").id());
    shop.settle();
    assertThat(shop.image("shop_db")).isEqualTo("postgres:15@" + DB.digest());
  }

  @Test
  void aDigestInTheFileIsTakenAsItIs() {
    registries(ONE, TWO);
    push("shop:1@" + LATER.digest());
    assertThat(shop.image("shop_app")).isEqualTo("shop:1@" + LATER.digest());
    assertThat(asked()).containsExactly("postgres:15");
  }

  @Test
  void nothingIsWrittenWhenTheLeaseWasLostWhileARegistryWasAsked() {
    registries(ONE, TWO);
    shop.pass();
    shop.settle();
    shop.desired = ShopStack.of("shop:2");
    shop.swarm.faults(call -> {
      if (call.name().equals("image")) shop.lapse();
      return FaultPlan.NONE;
    });
    assertThat(shop.pass().failed()).isTrue();
    assertThat(asked()).contains("shop:2");
    assertThat(record().wanted()).isEqualTo("shop:1");
    assertThat(new Records(shop.swarm, "team").receipts("shop").get()).hasSize(1);
  }

  @Test
  void aWriteThatWasLostIsMadeWithOneLockAgain() {
    registries(ONE, TWO);
    shop.pass();
    shop.restart("holder-2");
    registries(LATER, LATER);
    shop.settle();
    assertThat(shop.image("shop_app")).isEqualTo("shop:1@" + ONE.digest());
  }
}
