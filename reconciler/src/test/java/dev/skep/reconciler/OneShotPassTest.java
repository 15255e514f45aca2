package dev.skep.reconciler;

import static dev.skep.reconciler.OneShotPassFixture.exits;
import static dev.skep.reconciler.OneShotPassFixture.job;
import static dev.skep.reconciler.OneShotPassFixture.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.DesiredPayload;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.DesiredStack;
import dev.skep.model.JobPhase;
import dev.skep.model.Labels;
import dev.skep.model.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Whole passes over one-shots that an application makes: what stays of them on the Swarm. */
class OneShotPassTest {
  private final OneShotPassFixture app = new OneShotPassFixture();

  @Nested
  class TheStory {
    @Test
    void anEndIsRecordedWithItsLogAndTheServiceGoesAfterItsTime() {
      var id = app.create("cleanup", exits(3));
      app.passes(Duration.ofSeconds(5));

      var end = app.recorded().getFirst();
      assertThat(end.exitCode()).hasValue(3);
      assertThat(end.node()).isPresent();
      assertThat(app.records.log(end.run(), end.number()).get()).containsExactly("exit 3");
      assertThat(app.status("cleanup").row().phase()).isEqualTo(JobPhase.FAILED);
      assertThat(app.exists(id)).isTrue();

      app.passes(OneShotPassFixture.TTL);
      assertThat(app.exists(id)).isFalse();
      assertThat(app.recorded()).containsExactly(end);
      assertThat(app.status("cleanup").row().phase()).isEqualTo(JobPhase.FAILED);
      assertThat(app.outcomes)
          .extracting(o -> o.action().getClass().getSimpleName())
          .containsExactly("RecordOneShot", "CollectOneShot");
    }

    @Test
    void itIsNeverChangedOnTheWay() {
      var id = app.create("cleanup", exits(0));
      var version = app.service(id).version();
      app.passes(Duration.ofMinutes(1));
      assertThat(app.service(id).version()).isEqualTo(version);
    }

    @Test
    void anEndIsRecordedWithinASecond() {
      app.create("cleanup", exits(0));
      app.passes(Duration.ofMillis(3000));
      var ended = app.swarm.containers().getFirst().ends().orElseThrow();
      var seen =
          app.swarm.payloads(Kind.CONFIG, Map.of(Labels.KIND, "one-shot")).get().getFirst();
      assertThat(Duration.between(ended, seen.createdAt())).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aJobModeIsRecordedOnceForEachTimeItRan() {
      var id = app.create("cleanup", Map.of(), job(), exits(0));
      app.passes(Duration.ofSeconds(5));
      app.changes(id, "touched", "yes");
      app.passes(Duration.ofSeconds(5));
      assertThat(app.recorded())
          .extracting(AttemptRecord::runNumber, AttemptRecord::result)
          .containsExactly(tuple(1, Result.SUCCEEDED), tuple(2, Result.SUCCEEDED));
    }

    @Test
    void oneOfAStackIsRecordedAndKept() {
      var id = app.create("shop_migrate", Map.of(Labels.NAMESPACE, "shop"), once(), exits(0));
      app.passes(OneShotPassFixture.TTL.multipliedBy(3));
      assertThat(app.exists(id)).isTrue();
      assertThat(app.recorded()).extracting(AttemptRecord::stack).containsExactly("shop");
    }

    @Test
    void theLabelOfOurOwnIsAsGood() {
      var labels = Map.of(Labels.JOB, "true", Labels.EPHEMERAL, "false");
      app.create("cleanup", labels, once(), exits(0));
      app.passes(Duration.ofSeconds(5));
      assertThat(app.recorded()).hasSize(1);
    }

    @Test
    void anotherOwnersIsLeftAlone() {
      var id = app.create("cleanup", Map.of(Labels.OWNER, "others"), once(), exits(0));
      app.passes(OneShotPassFixture.TTL.multipliedBy(2));
      assertThat(app.exists(id)).isTrue();
      assertThat(app.recorded()).isEmpty();
      assertThat(app.statuses).isEmpty();
    }

    @Test
    void aLabelThatCameLaterCountsFromThen() {
      var id = app.create("cleanup", Map.of(Labels.EPHEMERAL, "no"), once(), exits(0));
      app.passes(Duration.ofSeconds(5));
      app.changes(id, Labels.EPHEMERAL, "true");
      app.passes(Duration.ofSeconds(5));
      assertThat(app.recorded()).hasSize(1);
    }
  }

  @Nested
  class SecretsOfOurStacks {
    @BeforeEach
    void deploy() {
      var content = "s3cret!".getBytes(StandardCharsets.UTF_8);
      var secret = new DesiredPayload(
          Kind.SECRET, "password", "shop_password", false, Map.of(), Tree.Obj.EMPTY, content);
      app.stacks.add(new DesiredStack("shop", "1", Map.of(), Map.of(), List.of(secret)));
    }

    @Test
    void doNotShowInLogs() {
      app.create("cleanup", Behaviour.exits(1, Duration.ofSeconds(1), "login with s3cret! failed"));
      app.passes(Duration.ofSeconds(5));
      assertThat(app.records.log(app.recorded().getFirst().run(), 1).get())
          .containsExactly("login with ******** failed");
    }

    @Test
    void doNotShowInWhatTheEngineComplainsOf() {
      var id = app.create("cleanup", Map.of(), job(), Behaviour.rejected("no s3cret! here"));
      app.changes(id, "touched", "yes");
      app.passes(Duration.ofSeconds(30));
      assertThat(app.recorded())
          .singleElement()
          .extracting(AttemptRecord::message, AttemptRecord::runNumber)
          .containsExactly("no ******** here", 2);
      assertThat(app.status("cleanup").row().message()).isEqualTo("no ******** here");
    }
  }

  @Nested
  class WhatItCosts {
    @Test
    void twoListsWhereThereIsNone() {
      app.passes(Duration.ofSeconds(10));
      int before = app.swarm.calls().size();
      app.passOnly();
      assertThat(app.swarm.calls().stream().skip(before))
          .extracting(FakeCall::name)
          .containsExactly("services", "services");
      assertThat(app.again).isEqualTo(ControlLoop.RESYNC);
    }

    @Test
    void aboutTwoShortCallsASecondWhileOneRuns() {
      app.create("cleanup", Behaviour.exits(0, Duration.ofMinutes(4)));
      app.pass();
      int before = app.swarm.calls().size();
      app.passes(Duration.ofMinutes(3));
      assertThat(app.calls("tasks", before) / 180.0).isBetween(1.8, 2.2);
      assertThat(app.calls("services", before)).isLessThan(45);
    }

    @Test
    void aHintBringsALookAlsoWhileOneRuns() {
      app.create("cleanup", Behaviour.exits(0, Duration.ofMinutes(4)));
      app.passes(Duration.ofSeconds(3));
      var labels = Map.of(Labels.EPHEMERAL, "no", Labels.JOB, "true");
      app.create("other", labels, once(), exits(0));
      app.passOnly();
      assertThat(app.status("other").row().phase()).isEqualTo(JobPhase.STARTING);
    }

    @Test
    void oneThatRunsHoldsUpNoRemovalOfAnother() {
      app.create("long", Behaviour.exits(0, Duration.ofMinutes(9)));
      var id = app.create("cleanup", exits(0));
      app.passes(Duration.ofSeconds(4).plus(OneShotPassFixture.TTL));
      assertThat(app.exists(id)).isFalse();
    }

    @Test
    void recordsAreNotReadWhileItRuns() {
      app.create("cleanup", Behaviour.exits(0, Duration.ofMinutes(4)));
      app.pass();
      int before = app.swarm.calls().size();
      app.passes(Duration.ofMinutes(3));
      assertThat(readsOfRecords(before)).isEmpty();
    }

    @Test
    void keptOnesAreNotReadAgainAndAgain() {
      for (int i = 0; i < 5; i++) {
        app.create("kept" + i, Map.of(Labels.NAMESPACE, "shop"), once(), exits(0));
      }
      app.passes(Duration.ofSeconds(10));
      int before = app.swarm.calls().size();
      app.passes(Duration.ofMinutes(16));
      assertThat(readsOfRecords(before)).hasSizeLessThan(5);
      assertThat(app.swarm.calls().stream().skip(before).filter(FakeCall::isWrite))
          .allMatch(c -> c.target().startsWith(Lease.NAME_PREFIX));
    }

    private List<FakeCall> readsOfRecords(int since) {
      return app.swarm.calls().stream()
          .skip(since)
          .filter(c -> c.name().equals("payloads") && c.target().contains("one-shot"))
          .toList();
    }

    @Test
    void theOldestRecordsGoWithTheirLogs() {
      app.create("cleanup", exits(0));
      app.passes(Duration.ofSeconds(5));
      var end = app.recorded().getFirst();
      for (int i = 0; i <= OneShots.KEPT; i++) {
        app.records.createOneShot(OneShotFixture.gone(end, i), List.of("line"));
      }
      app.restart();
      app.passes(Duration.ofSeconds(5));
      assertThat(app.recorded())
          .hasSize(OneShots.KEPT + 1)
          .noneMatch(r -> r.run().equals("run-" + OneShots.KEPT));
      assertThat(app.records.log("run-" + OneShots.KEPT, 1).isLeft()).isTrue();
      assertThat(app.records.log("run-0", 1).get()).containsExactly("line");
    }
  }
}
