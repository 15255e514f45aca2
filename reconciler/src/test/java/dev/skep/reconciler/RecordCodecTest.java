package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.Cron;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.ExitCodes;
import dev.skep.model.Hash;
import dev.skep.model.JobOrders;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.LockedImage;
import dev.skep.model.ObservedPayload;
import dev.skep.model.Reason;
import dev.skep.model.RunPart;
import dev.skep.model.Schedule;
import dev.skep.model.Schedule.Concurrency;
import dev.skep.model.StackRecord;
import dev.skep.model.Tree;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private static final JobRecord.Run RUN = new JobRecord.Run("r", "k", 1, "", Map.of());
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456789Z");

  private static final JobPolicy FULL = JobPolicy.DEFAULT
      .retrying(
          false,
          OptionalInt.of(3),
          new JobPolicy.Backoff(Duration.ofMillis(1500), 1.25, Duration.ofHours(1)))
      .with(new ExitCodes(List.of(
          new ExitCodes.Rule(
              ExitCodes.Effect.FAIL,
              List.of(new ExitCodes.Range(2, 2), new ExitCodes.Range(64, 78))),
          new ExitCodes.Rule(ExitCodes.Effect.IGNORE, List.of(new ExitCodes.Range(75, 75))))))
      .with(new JobPolicy.Limits(
          Optional.of(Duration.ofMinutes(90)),
          Optional.of(Duration.ofSeconds(5)),
          Duration.ofMinutes(1)))
      .with(new JobPolicy.NodeLost(JobPolicy.NodeLost.Kind.RETRY, Duration.ofMinutes(3)))
      .with(JobPolicy.NewRevision.CANCEL)
      .suspended(true)
      .runningOn(new LinkedHashSet<>(List.of(RunPart.COMMAND, RunPart.IMAGE)))
      .with(new JobPolicy.Keep(Duration.ZERO, Duration.ofDays(2), 7));

  /** It is part of a stack's revision. */
  @Test
  void aPolicyReadsTheSameInEveryProcess() {
    assertThat(FULL.toString()).contains("[IMAGE, COMMAND]");
    assertThat(FULL.runningOn(EnumSet.of(RunPart.SECRETS, RunPart.IMAGE, RunPart.ENV))
            .toString())
        .contains("[IMAGE, ENV, SECRETS]");
  }

  @Test
  void aScheduleComesBackAsItWas() {
    var zone = ZoneId.of("Europe/Vienna");
    for (var line : List.of("0 2 * * MON-FRI", "*/10 * * * * ?", "@daily")) {
      var plain = new Schedule(Cron.of(line), zone, Concurrency.FORBID, Optional.empty());
      var full = new Schedule(
          Cron.of(line),
          zone,
          Concurrency.REPLACE,
          Optional.of(Duration.ofMinutes(5)),
          new Schedule.History(3, 0));
      for (var policy : List.of(FULL.at(full), JobPolicy.DEFAULT.at(plain))) {
        assertThat(PolicyCodec.read(PolicyCodec.write(policy))).isEqualTo(policy);
      }
    }
  }

  /** No upgrade changes a record or a revision by itself. */
  @Test
  void aPolicyWithoutAScheduleIsWrittenAsItAlwaysWas() {
    assertThat(PolicyCodec.write(JobPolicy.DEFAULT)).isEmpty();
    assertThat(PolicyCodec.write(FULL))
        .isEqualTo("attempt=PT5S backoff=PT1.5S,1.25,PT1H codes=FAIL:2-2,64-78;IGNORE:75-75"
            + " deadline=PT1H30M keep=PT0S,PT48H,7 limit=3 lost=RETRY,PT3M new=CANCEL"
            + " on=command,image retry=none start=PT1M suspend=true");
  }

  @Test
  void aPolicyOfALaterVersionIsShownAsTheUsualOne() {
    assertThat(PolicyCodec.read("lost=SHRUG,PT1S")).isEqualTo(JobPolicy.DEFAULT);
  }

  @Test
  void ordersComeBackAsTheyWere() {
    var none = JobOrders.none("shop", "migrate");
    var orders = none.suspend(AT, "until Monday")
        .rerun(new JobOrders.Rerun("v1-abc", "tok", AT, "the data is repaired"))
        .cancel("run1")
        .cancel("run2")
        .cancelledBecause("wrong database");
    assertThat(orders.cancelled("run1")).contains("");
    assertThat(orders.cancelled("run2")).contains("wrong database");
    assertThat(orders.cancelled("run3")).isEmpty();
    for (var each : List.of(none, orders, orders.resume())) {
      assertThat(OrdersCodec.readOrders(OrdersCodec.write("team", each))).isEqualTo(each);
    }
  }

  @Test
  void aStackComesBackAsItWas() {
    var push = new StackRecord.Push("hash", Optional.of(AT));
    var asked = new StackRecord.Job("v1-abc", FULL);
    var first = new StackRecord.Push("other", Optional.empty());
    var stack = new StackRecord(
        "shop",
        "incarnation",
        Set.of("old", "older"),
        7,
        "rev2",
        true,
        Map.of("migrate", asked, "seed", new StackRecord.Job("v1-def", JobPolicy.DEFAULT)),
        Map.of("app", push, "web", first),
        Map.of(
            "127.0.0.1:5000/shop/app:1",
            new LockedImage("sha256:" + "ab".repeat(32), List.of("linux/amd64", "linux/")),
            "postgres:15",
            new LockedImage("sha256:" + "cd".repeat(32), List.of())),
        new StackRecord.Inventory(
            Map.of("app", "id1", "web", "id2"),
            Set.of("migrate"),
            Map.of("CONFIG/shop_words-2", new StackRecord.Payload("id3", "hash"))),
        Optional.of(new StackRecord.Left(AT.plusSeconds(5), false)),
        Optional.of(new StackRecord.Applied("rev1", AT)),
        Optional.of(new StackRecord.Applied("rev0", AT.minusSeconds(9))));
    assertThat(StackRecordCodec.readStack(StackRecordCodec.write("team", stack)))
        .isEqualTo(stack);
  }

  @Test
  void aJobComesBackAsItWas() {
    var run = new JobRecord.Run(
        "run", "key+t", 3, "image a -> b, env", Map.of(RunPart.IMAGE, "b:1", RunPart.ENV, "x1"));
    var job =
        new JobRecord("shop", "migrate", "inc", run, 7, Optional.of("id"), 9, List.of("k1", "k2"));
    assertThat(RecordCodec.readJob(RecordCodec.write("team", job))).isEqualTo(job);
    var begun = job.withIntent(RUN, 8, 10);
    assertThat(RecordCodec.readJob(RecordCodec.write("team", begun))).isEqualTo(begun);
    assertThat(RecordCodec.write("team", begun).keySet()).noneMatch(k -> k.contains("slots"));
    for (var rerun : List.of(Optional.of("token"), Optional.<String>empty())) {
      var slots = begun.withSlots(new JobRecord.Slots(AT, "0 2 * * * Europe/Vienna", rerun));
      assertThat(RecordCodec.readJob(RecordCodec.write("team", slots))).isEqualTo(slots);
    }
    var given = begun.givingUp(Reason.SUSPENDED, 11);
    assertThat(RecordCodec.readJob(RecordCodec.write("team", given))).isEqualTo(given);
  }

  @Test
  void anAttemptComesBackAsItWas() {
    var attempt = new AttemptRecord(
        "shop",
        "migrate",
        "run",
        "key",
        2,
        3,
        Result.FAILED,
        Verdict.RUN_FAILED,
        Reason.BACKOFF_LIMIT_EXCEEDED,
        "task: non-zero exit (1): \"quoted\"\nand more",
        OptionalInt.of(1),
        Optional.of("worker-1"),
        Optional.of("id"),
        AT,
        AT.plusSeconds(4),
        "image a -> b");
    assertThat(RecordCodec.readAttempt(RecordCodec.write("team", attempt))).isEqualTo(attempt);
  }

  /** Thousands of them are kept. */
  @Test
  void theLongestAttemptTakesTwoKilobytes() {
    for (var character : List.of("\u0436", "\u4e16", "\ud83d\udc1d")) {
      var attempt = new AttemptRecord(
          "s".repeat(31),
          "j".repeat(31),
          Hash.base32("run", 26),
          RunKey.withToken("v1-" + Hash.base32("key", 40), UUID.randomUUID().toString()),
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Result.NOT_STARTED,
          Verdict.RUN_SUCCEEDED,
          Reason.FOREIGN_ATTEMPT_RUNNING,
          character.repeat(10_000),
          OptionalInt.of(Integer.MIN_VALUE),
          Optional.of("n".repeat(253)),
          Optional.of("i".repeat(25)),
          AT,
          AT,
          character.repeat(10_000));
      var labels = RecordCodec.write("o".repeat(64), attempt);
      var name = Names.attemptRecord("o", attempt.run(), attempt.number());
      var config =
          new ObservedPayload(Kind.CONFIG, "i".repeat(25), 1, AT, name, labels, Tree.Obj.EMPTY);
      var kept = Kept.attempt(config).orElseThrow();
      assertThat(kept.bytes()).isBetween(1_500L, 2_048L);
      assertThat(kept.end()).contains(attempt);
      assertThat(attempt.message()).endsWith(character);
      assertThat(attempt.because()).endsWith(character);
    }
  }

  @Test
  void aRecordOfALaterFormatIsNotGuessedAt() {
    var labels =
        new HashMap<>(RecordCodec.write("team", JobRecord.first("shop", "migrate", "i", RUN, 1)));
    labels.put(Labels.of("format"), "2");
    assertThatThrownBy(() -> RecordCodec.readJob(labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("format 2");
  }

  @Test
  void recordsNeverCarryAStacksLabel() {
    var stack = new StackRecord(
        "shop",
        "inc",
        Set.of(),
        1,
        "rev",
        false,
        Map.of(),
        Map.of(),
        Map.of(),
        StackRecord.Inventory.EMPTY,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
    assertThat(StackRecordCodec.write("team", stack)).doesNotContainKey(Labels.NAMESPACE);
  }
}
