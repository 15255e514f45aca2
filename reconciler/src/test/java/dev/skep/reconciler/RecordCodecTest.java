package dev.skep.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.AttemptRecord.Verdict;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.model.StackRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456789Z");

  @Test
  void aStackComesBackAsItWas() {
    var push = new StackRecord.Push("hash", Optional.of(AT));
    var first = new StackRecord.Push("other", Optional.empty());
    var stack = new StackRecord(
        "shop",
        "incarnation",
        "rev2",
        Map.of("migrate", "v1-abc", "seed", "v1-def"),
        Map.of("app", push, "web", first),
        Optional.of(new StackRecord.Applied("rev1", AT)));
    assertThat(RecordCodec.readStack(RecordCodec.write("team", stack))).isEqualTo(stack);
  }

  @Test
  void aJobComesBackAsItWas() {
    var job = new JobRecord(
        "shop", "migrate", "inc", "run", "key", 7, Optional.of("id"), 9, List.of("k1", "k2"));
    assertThat(RecordCodec.readJob(RecordCodec.write("team", job))).isEqualTo(job);
    var begun = job.withIntent("run2", "key2", 10);
    assertThat(RecordCodec.readJob(RecordCodec.write("team", begun))).isEqualTo(begun);
  }

  @Test
  void anAttemptComesBackAsItWas() {
    var attempt = new AttemptRecord(
        "shop",
        "migrate",
        "run",
        "key",
        3,
        Result.FAILED,
        Verdict.RUN_FAILED,
        Reason.BACKOFF_LIMIT_EXCEEDED,
        "task: non-zero exit (1): \"quoted\"\nand more",
        OptionalInt.of(1),
        Optional.of("worker-1"),
        Optional.of("id"),
        AT,
        AT.plusSeconds(4));
    assertThat(RecordCodec.readAttempt(RecordCodec.write("team", attempt))).isEqualTo(attempt);
  }

  @Test
  void aRecordOfALaterFormatIsNotGuessedAt() {
    var labels = new HashMap<>(RecordCodec.write(
        "team",
        new JobRecord("shop", "migrate", "i", "r", "k", 1, Optional.empty(), 1, List.of())));
    labels.put(Labels.of("format"), "2");
    assertThatThrownBy(() -> RecordCodec.readJob(labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("format 2");
  }

  @Test
  void recordsNeverCarryAStacksLabel() {
    var stack = new StackRecord("shop", "inc", "rev", Map.of(), Map.of(), Optional.empty());
    assertThat(RecordCodec.write("team", stack)).doesNotContainKey(Labels.NAMESPACE);
  }
}
