package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord;
import dev.skep.model.Condition;
import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredService;
import dev.skep.model.DesiredStack;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy;
import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.Phase;
import dev.skep.model.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Whole passes over the fake engine: what ends up on the Swarm, and what is said of it. */
class PassTest {
  private final PassFixture shop = new PassFixture();

  private void change(String service, UnaryOperator<Tree.Obj> edit) {
    var services = new LinkedHashMap<>(shop.desired.services());
    services.computeIfPresent(
        service, (n, s) -> new DesiredService(n, edit.apply(s.spec()), s.dependsOn(), s.job()));
    shop.desired = with(services, shop.desired.payloads());
  }

  private DesiredStack with(Map<String, DesiredService> services, List<DesiredPayload> payloads) {
    return new DesiredStack(
        "shop", shop.desired.revision() + "'", services, shop.desired.networks(), payloads);
  }

  private static UnaryOperator<Tree.Obj> set(List<String> path, Tree value) {
    return spec -> spec.with(path, value);
  }

  private static void fails(PassFixture shop, int exitCode) {
    shop.swarm.behave(
        s -> s.text("Labels", Labels.KIND).equals(Optional.of("attempt"))
            && s.text("TaskTemplate", "ContainerSpec", "Image").equals(Optional.of("shop:bad")),
        Behaviour.exits(exitCode, Duration.ofSeconds(1), "column exists"));
  }

  @Nested
  class TheStory {
    @Test
    void theMigrationRunsOnceAndThenTheApplication() {
      var status = shop.settle();
      assertThat(status.phase()).isEqualTo(Phase.READY);
      assertThat(shop.starts("migrate")).isEqualTo(1);
      var ended = shop.swarm.containers().stream()
          .filter(c -> c.label(Labels.JOB).isPresent())
          .map(c -> c.ends().orElseThrow())
          .findFirst()
          .orElseThrow();
      assertThat(shop.service("shop_app").createdAt()).isAfterOrEqualTo(ended);
    }

    @Test
    void aSecondProcessFindsNothingToDo() {
      shop.settle();
      long written = shop.writesBesideTheLease();
      shop.restart("holder-2");
      long read = shop.reads();
      assertThat(shop.pass().status().ready()).isTrue();
      assertThat(shop.writesBesideTheLease()).isEqualTo(written);
      assertThat(shop.reads() - read - 1).as("reads, the lease's aside").isLessThanOrEqualTo(6);
    }

    @Test
    void anIdlePassReadsLittleAndWritesNothing() {
      shop.settle();
      shop.pass(Duration.ofMinutes(2));
      long written = shop.writesBesideTheLease();
      long read = shop.reads();
      shop.pass();
      assertThat(shop.writesBesideTheLease()).isEqualTo(written);
      assertThat(shop.reads() - read - 1).as("reads, the lease's aside").isEqualTo(3);
    }

    @Test
    void aNewImageMigratesFirst() {
      shop.settle();
      shop.desired = ShopStack.of("shop:2");
      while (shop.starts("migrate") < 2) {
        assertThat(shop.image("shop_app")).isEqualTo("shop:1");
        shop.pass();
      }
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.image("shop_app")).isEqualTo("shop:2");
    }

    @Test
    void goingBackToAnImageThatMigratedOnceRunsNothing() {
      shop.settle();
      shop.desired = ShopStack.of("shop:2");
      shop.settle();
      shop.desired = ShopStack.of("shop:1");
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(2);
      assertThat(shop.image("shop_app")).isEqualTo("shop:1");
    }

    @Test
    void aFinishedAttemptIsCollectedAndStaysSucceeded() {
      shop.settle();
      assertThat(shop.attempts()).hasSize(1);
      shop.pass(Duration.ofMinutes(1));
      assertThat(shop.attempts()).isEmpty();
      assertThat(shop.settle().jobs().getFirst().phase()).isEqualTo(JobPhase.SUCCEEDED);
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }
  }

  @Nested
  class AMigrationThatFailsForGood {
    private final JobPolicy once =
        ShopStack.POLICY.retrying(true, OptionalInt.of(1), ShopStack.POLICY.backoff());

    @Test
    void changesNothingElse() {
      shop.settle();
      var before = shop.service("shop_app");
      fails(shop, 1);
      shop.desired = ShopStack.of("shop:bad", once);
      var status = shop.settle();
      assertThat(status.phase()).isEqualTo(Phase.BLOCKED);
      assertThat(shop.service("shop_app").version()).isEqualTo(before.version());
      assertThat(shop.starts("migrate")).isEqualTo(3);
      assertThat(status.condition(Condition.Type.READY).orElseThrow().reason())
          .isEqualTo(Reason.JOB_FAILED);
      assertThat(status.services().getLast().waitsFor()).contains("job/migrate");
      assertThat(status.unblock()).isNotEmpty();
    }

    @Test
    void staysFailedAcrossARestart() {
      fails(shop, 1);
      shop.desired = ShopStack.of("shop:bad", once);
      shop.settle();
      shop.restart("holder-2");
      shop.pass(Duration.ofMinutes(5));
      assertThat(shop.starts("migrate")).isEqualTo(2);
    }

    @Test
    void isForgottenOnceAFixComes() {
      fails(shop, 1);
      shop.desired = ShopStack.of("shop:bad", once);
      shop.settle();
      shop.desired = ShopStack.of("shop:good", once);
      assertThat(shop.settle().ready()).isTrue();
    }
  }

  @Nested
  class WhatIsNotOurs {
    @Test
    void aServiceOfTheSameNameIsLeftAloneAndNamed() {
      var foreign = new Tree.Obj(Map.of("Name", Tree.of("shop_app")))
          .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of("other:1"));
      shop.swarm.createService(foreign);
      var status = shop.settle();
      assertThat(status.phase()).isEqualTo(Phase.BLOCKED);
      assertThat(status.summary()).contains("shop_app").contains("not ours");
      assertThat(shop.image("shop_app")).isEqualTo("other:1");
    }

    @Test
    void aJobsServiceMadeByHandHoldsTheJob() {
      var foreign = new Tree.Obj(Map.of("Name", Tree.of("shop_migrate")))
          .with(List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of("shop:1"));
      shop.swarm.createService(foreign);
      assertThat(shop.settle().phase()).isEqualTo(Phase.BLOCKED);
      assertThat(shop.starts("migrate")).isZero();
    }
  }

  @Nested
  class WhatSomebodyElseChanged {
    @Test
    void replicasOfTheFileArePutBack() {
      shop.settle();
      var app = shop.service("shop_app");
      shop.swarm.updateService(
          app.id(),
          app.version(),
          app.spec().with(List.of("Mode", "Replicated", "Replicas"), Tree.of(5)));
      shop.settle();
      assertThat(shop.service("shop_app").replicas()).contains(2L);
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }

    @Test
    void theSameChangeMadeTwiceIsPutBackTwice() {
      replicasOfTheFileArePutBack();
      replicasOfTheFileArePutBack();
    }

    @Test
    void replicasThatTheFileDoesNotSetAreLeftAlone() {
      change("app", spec -> spec.with("Mode", new Tree.Obj(Map.of("Replicated", Tree.Obj.EMPTY))));
      shop.settle();
      var app = shop.service("shop_app");
      shop.swarm.updateService(
          app.id(),
          app.version(),
          app.spec().with(List.of("Mode", "Replicated", "Replicas"), Tree.of(5)));
      change("app", set(List.of("TaskTemplate", "ContainerSpec", "User"), Tree.of("nobody")));
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.service("shop_app").replicas()).contains(5L);
    }

    @Test
    void aRemovedServiceComesBackAndNoJobRuns() {
      shop.settle();
      shop.swarm.removeService(shop.service("shop_app").id());
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.find("shop_app")).isPresent();
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }
  }

  @Nested
  class WhatLeavesTheFile {
    @Test
    void aServiceGoesWhenTheRestIsInPlace() {
      shop.settle();
      var services = new LinkedHashMap<>(shop.desired.services());
      services.remove("app");
      shop.desired = with(services, List.of());
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.find("shop_app")).isEmpty();
    }

    @Test
    void moreThanHalfOfAStackStaysUntilAPersonSaysSo() {
      shop.settle();
      var services = new LinkedHashMap<>(shop.desired.services());
      services.remove("app");
      services.remove("db");
      services.remove("migrate");
      shop.desired = with(services, List.of());
      var status = shop.settle();
      assertThat(shop.find("shop_app")).isPresent();
      assertThat(status.phase()).isEqualTo(Phase.BLOCKED);
      assertThat(status.summary())
          .contains("more than half of the stack would go: shop_app, shop_db");
      assertThat(status.unblock().getFirst()).contains("skep approve stack shop");
    }

    @Test
    void aJobComesBackWithoutRunningAgain() {
      shop.settle();
      var before = shop.desired;
      var services = new LinkedHashMap<>(shop.desired.services());
      services.remove("migrate");
      services.computeIfPresent(
          "app", (n, s) -> new DesiredService(n, s.spec(), Map.of(), Optional.empty()));
      shop.desired = with(services, List.of());
      shop.settle();
      shop.pass(Duration.ofMinutes(2));
      shop.desired = before;
      assertThat(shop.settle().ready()).isTrue();
      assertThat(shop.starts("migrate")).isEqualTo(1);
    }
  }

  @Nested
  class ConfigsAndSecrets {
    private void use(String content) {
      var payload = new DesiredPayload(
          Kind.CONFIG,
          "conf",
          "shop_conf",
          false,
          Map.of(Labels.NAMESPACE, "shop"),
          Tree.Obj.EMPTY,
          content.getBytes(StandardCharsets.UTF_8));
      var reference = new Tree.Obj(Map.of(
          "ConfigName",
          Tree.of("shop_conf"),
          "File",
          new Tree.Obj(Map.of("Name", Tree.of("/conf")))));
      change(
          "app",
          set(
              List.of("TaskTemplate", "ContainerSpec", "Configs"),
              new Tree.Arr(List.of(reference))));
      shop.desired = with(shop.desired.services(), List.of(payload));
    }

    private String used() {
      var configs =
          shop.service("shop_app").spec().array("TaskTemplate", "ContainerSpec", "Configs");
      return ((Tree.Obj) configs.getFirst()).text("ConfigName").orElseThrow();
    }

    @Test
    void newContentGetsANewNameAndRollsItsUsersOnly() {
      use("one");
      assertThat(shop.settle().ready()).isTrue();
      assertThat(used()).isEqualTo("shop_conf");
      long database = shop.service("shop_db").version();
      use("two");
      assertThat(shop.settle().ready()).isTrue();
      assertThat(used()).isEqualTo("shop_conf-1");
      assertThat(shop.service("shop_db").version()).isEqualTo(database);
    }

    @Test
    void oldContentFindsItsOldName() {
      use("one");
      shop.settle();
      use("two");
      shop.settle();
      use("one");
      assertThat(shop.settle().ready()).isTrue();
      assertThat(used()).isEqualTo("shop_conf");
    }

    /** As {@code docker stack deploy} of the same file does. */
    private void overwriteLabels() {
      var found =
          shop.swarm.payloadsNamed(Kind.CONFIG, Set.of("shop_conf")).get().getFirst();
      shop.swarm.relabelPayload(
          Kind.CONFIG, found.id(), found.version(), found.name(), Map.of(Labels.NAMESPACE, "shop"));
    }

    @Test
    void oneWhoseLabelsWereOverwrittenIsStillOursAndGetsThemBack() {
      use("one");
      shop.settle();
      overwriteLabels();
      shop.restart("holder-2");
      assertThat(shop.settle().ready()).isTrue();
      assertThat(used()).isEqualTo("shop_conf");
      assertThat(shop.swarm.payloads(Kind.CONFIG, Map.of(Labels.PAYLOAD, "")).get())
          .extracting(p -> p.labels().get(Labels.OWNER))
          .containsExactly("team");
    }

    @Test
    void newContentIsNotTakenFromOneWhoseLabelsWereOverwritten() {
      use("one");
      shop.settle();
      overwriteLabels();
      use("two");
      assertThat(shop.settle().ready()).isTrue();
      assertThat(used()).isEqualTo("shop_conf-1");
    }

    @Test
    void aConfigOfThatNameThatIsNotOursIsNotUsed() {
      shop.swarm.createPayload(Kind.CONFIG, "shop_conf", Map.of(), new byte[] {1}, Tree.Obj.EMPTY);
      use("one");
      var status = shop.settle();
      assertThat(status.phase()).isEqualTo(Phase.DEGRADED);
      assertThat(status.summary()).contains("config conf");
    }
  }

  @Nested
  class WhatSecretsHold {
    private static final String PASSWORD = "correct-horse";

    private AttemptRecord attempt(Behaviour behaviour) {
      var secret = ShopStack.secret(PASSWORD + "\n");
      shop.desired = with(shop.desired.services(), List.of(secret));
      shop.attempts(behaviour);
      var records = new Records(shop.swarm, "team");
      while (records.attempts(Optional.of("shop")).get().isEmpty()) {
        assertThat(shop.pass().status().toString()).doesNotContain(PASSWORD);
      }
      return records.attempts(Optional.of("shop")).get().getFirst();
    }

    @Test
    void isNotInTheKeptLog() {
      var attempt = attempt(Behaviour.exits(0, Duration.ofSeconds(1), "login app:" + PASSWORD));
      var log =
          new Records(shop.swarm, "team").log(attempt.run(), attempt.number()).get();
      assertThat(log).containsExactly("login app:********");
    }

    @Test
    void isNotInWhatTheEngineSays() {
      var attempt = attempt(Behaviour.rejected("no mount for " + PASSWORD + "@host"));
      assertThat(attempt.message()).isEqualTo("no mount for ********@host");
    }

    @Test
    void isNotInWhatTheEngineSaysOfServicesEither() {
      shop.desired = with(shop.desired.services(), List.of(ShopStack.secret(PASSWORD)));
      shop.swarm.behave(
          s -> s.text("Name").equals(Optional.of("shop_db")),
          Behaviour.rejected("no mount for " + PASSWORD));
      assertThat(shop.settle().services().getFirst().message()).isEqualTo("no mount for ********");
    }
  }

  @Nested
  class AnUpdateThatTheEngineRollsBack {
    @Test
    void isNotPushedAgainUntilItChanges() {
      shop.swarm.behave(
          s -> s.text("TaskTemplate", "ContainerSpec", "User").equals(Optional.of("bad")),
          Behaviour.exits(1, Duration.ofMillis(200)));
      UnaryOperator<Tree.Obj> rollback =
          set(List.of("UpdateConfig", "FailureAction"), Tree.of("rollback"));
      change("app", rollback);
      shop.settle();
      change("app", set(List.of("TaskTemplate", "ContainerSpec", "User"), Tree.of("bad")));
      shop.pass(Duration.ofMinutes(1));
      long version = shop.service("shop_app").version();
      shop.pass(Duration.ofMinutes(3));
      assertThat(shop.service("shop_app").version()).isEqualTo(version);
      var status = shop.pass().status();
      assertThat(status.phase()).isEqualTo(Phase.DEGRADED);
      assertThat(status.summary()).contains("rolled back");
      change("app", set(List.of("TaskTemplate", "ContainerSpec", "User"), Tree.of("good")));
      assertThat(shop.settle().ready()).isTrue();
    }
  }

  @Test
  void aLookWithoutTheManifestTellsOfTheWantedRunAndNotOfAFailedOneSince() {
    shop.settle();
    fails(shop, 1);
    shop.desired = ShopStack.of("shop:bad", JobPolicy.DEFAULT);
    shop.pass(Duration.ofSeconds(4));
    shop.desired = ShopStack.of("shop:1");
    assertThat(shop.settle().ready()).isTrue();
    var seen = shop.survey();
    assertThat(seen.phase()).isEqualTo(Phase.READY);
    assertThat(seen.jobs().getFirst().phase()).isEqualTo(JobPhase.SUCCEEDED);
    assertThat(seen.jobs().getFirst().last().orElseThrow().number()).isEqualTo(1);
  }

  @Test
  void theEvidenceOutlivesTheService() {
    shop.settle();
    shop.pass(Duration.ofMinutes(2));
    var records = new Records(shop.swarm, "team");
    var attempt = records.attempts(Optional.of("shop")).get().getFirst();
    assertThat(attempt.exitCode()).isEqualTo(OptionalInt.of(0));
    assertThat(attempt.node()).contains("node1");
    assertThat(records.log(attempt.run(), attempt.number()).get()).containsExactly("done");
  }

  /** The engine refuses a config without content. */
  @Test
  void aLogOfOneEmptyLineDoesNotHoldUpTheRecord() {
    shop.swarm.behave(
        s -> s.text("Labels", Labels.KIND).equals(Optional.of("attempt")),
        Behaviour.exits(0, Duration.ofSeconds(2), ""));
    assertThat(shop.settle().summary()).isEmpty();
  }

  @Test
  void aRemovedAttemptOfAJobThatIsTriedAgainIsRecordedAgain() {
    fails(shop, 1);
    shop.desired = ShopStack.of("shop:bad");
    var filter = Map.of(Labels.KIND, "attempt", Labels.JOB, "migrate");
    while (shop.swarm.payloads(Kind.CONFIG, filter).get().isEmpty()) shop.pass();
    var before = shop.swarm.payloads(Kind.CONFIG, filter).get().getFirst();
    shop.swarm.removePayload(Kind.CONFIG, before.id());
    shop.pass();
    var after = shop.swarm.payloads(Kind.CONFIG, filter).get().getFirst();
    assertThat(after.name()).isEqualTo(before.name());
    assertThat(shop.starts("migrate")).isEqualTo(1);
  }

  @Test
  void attemptsOfOldRunsThatWereDroppedAreNotMissed() {
    shop.settle();
    var old = shop.swarm.payloads(Kind.CONFIG, Map.of(Labels.ATTEMPT, "1")).get().stream()
        .filter(c -> !"job".equals(c.labels().get(Labels.KIND)))
        .toList();
    assertThat(old).as("its record and its log").hasSize(2);
    shop.desired = ShopStack.of("shop:2");
    shop.settle();
    shop.pass(Duration.ofMinutes(1));
    old.forEach(c -> shop.swarm.removePayload(Kind.CONFIG, c.id()));
    shop.restart("holder-2");
    assertThat(shop.settle().ready()).isTrue();
    shop.desired = ShopStack.of("shop:1");
    assertThat(shop.settle().ready()).isTrue();
    assertThat(shop.starts("migrate")).isEqualTo(2);
  }

  @Test
  void aRemovedJobRecordStartsNothing() {
    shop.settle();
    var record =
        shop.swarm.payloads(Kind.CONFIG, Map.of(Labels.KIND, "job")).get().getFirst();
    shop.swarm.removePayload(Kind.CONFIG, record.id());
    shop.restart("holder-2");
    shop.pass(Duration.ofMinutes(1));
    assertThat(shop.starts("migrate")).isEqualTo(1);
    assertThat(shop.pass().status().jobs().getFirst().reason()).isEqualTo(Reason.LEDGER_LOST);
  }

  @Test
  void aRemovedStackRecordStartsNothing() {
    shop.settle();
    var record =
        shop.swarm.payloads(Kind.CONFIG, Map.of(Labels.KIND, "stack")).get().getFirst();
    shop.swarm.removePayload(Kind.CONFIG, record.id());
    shop.restart("holder-2");
    assertThat(shop.settle().ready()).isTrue();
    assertThat(shop.starts("migrate")).isEqualTo(1);
  }
}
