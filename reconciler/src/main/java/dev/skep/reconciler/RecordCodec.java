package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.model.RunPart;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Records as the labels of Docker configs. Labels and not content, because labels are what Swarm
 * lets one compare-and-swap. Readers throw {@link IllegalArgumentException} on what they cannot
 * read; {@link Records} turns that into a value.
 */
final class RecordCodec {
  static final String SERVICE = Labels.of("service");
  private static final String EPOCH = Labels.of("epoch");
  private static final String SUCCEEDED = Labels.of("succeeded");
  private static final String GIVEN_UP = Labels.of("given-up");
  private static final String RUN_NUMBER = Labels.of("run-number");
  private static final String BECAUSE = Labels.of("because");
  private static final String PARTS = Labels.of("parts");
  private static final String SLOTS_PASSED = Labels.of("slots-passed");
  private static final String SLOTS_OF = Labels.of("slots-of");
  private static final String SLOTS_RERUN = Labels.of("slots-rerun");

  /** How long a log is. */
  static final String BYTES = Labels.of("bytes");

  /** How somebody else's one-shot ended. */
  static final String ONE_SHOT = "one-shot";

  private RecordCodec() {}

  static Map<String, String> write(String owner, JobRecord job) {
    var labels = RecordLabels.base(owner, "job", job.stack());
    labels.put(RecordLabels.HEAD, "true");
    labels.put(Labels.JOB, job.job());
    labels.put(RecordLabels.INCARNATION, job.incarnation());
    labels.put(Labels.RUN, job.run().id());
    labels.put(Labels.RUN_KEY, job.run().key());
    labels.put(RUN_NUMBER, Integer.toString(job.run().number()));
    labels.put(BECAUSE, job.run().because());
    var parts = new TreeMap<String, String>();
    job.run().parts().forEach((part, value) -> parts.put(part.text(), value));
    labels.put(PARTS, Words.write(parts));
    labels.put(Labels.ATTEMPT, Integer.toString(job.attempt()));
    job.serviceId().ifPresent(id -> labels.put(SERVICE, id));
    labels.put(EPOCH, Long.toString(job.epoch()));
    labels.put(SUCCEEDED, String.join(" ", job.succeeded()));
    job.givenUp().ifPresent(why -> labels.put(GIVEN_UP, why.text()));
    job.slots().ifPresent(slots -> {
      labels.put(SLOTS_PASSED, slots.passed().toString());
      labels.put(SLOTS_OF, slots.schedule());
      slots.rerun().ifPresent(token -> labels.put(SLOTS_RERUN, token));
    });
    return labels;
  }

  static JobRecord readJob(Map<String, String> labels) {
    RecordLabels.checkFormat(labels);
    var parts = new EnumMap<RunPart, String>(RunPart.class);
    Words.read(labels.getOrDefault(PARTS, ""))
        .forEach((part, value) -> RunPart.of(part).ifPresent(p -> parts.put(p, value)));
    return new JobRecord(
        RecordLabels.need(labels, Labels.STACK),
        RecordLabels.need(labels, Labels.JOB),
        RecordLabels.need(labels, RecordLabels.INCARNATION),
        new JobRecord.Run(
            RecordLabels.need(labels, Labels.RUN),
            RecordLabels.need(labels, Labels.RUN_KEY),
            Integer.parseInt(labels.getOrDefault(RUN_NUMBER, "1")),
            labels.getOrDefault(BECAUSE, ""),
            parts),
        Integer.parseInt(RecordLabels.need(labels, Labels.ATTEMPT)),
        Optional.ofNullable(labels.get(SERVICE)),
        Long.parseLong(RecordLabels.need(labels, EPOCH)),
        RecordLabels.list(labels.getOrDefault(SUCCEEDED, "")),
        Optional.ofNullable(labels.get(GIVEN_UP)).map(RecordCodec::reason),
        Optional.ofNullable(labels.get(SLOTS_PASSED))
            .map(passed -> new JobRecord.Slots(
                Instant.parse(passed),
                labels.getOrDefault(SLOTS_OF, ""),
                Optional.ofNullable(labels.get(SLOTS_RERUN)))));
  }

  /** A later version may know more of them. */
  private static Reason reason(String text) {
    return Reason.of(text).orElse(Reason.NOT_STARTED);
  }

  /** As much of a job's record as any version writes, or has left after somebody's edit. */
  static LedgerRepair.Rest readRest(Map<String, String> labels) {
    var attempt = labels.getOrDefault(Labels.ATTEMPT, "");
    return new LedgerRepair.Rest(
        RecordLabels.list(labels.getOrDefault(SUCCEEDED, "")),
        attempt.matches("\\d{1,9}") ? Integer.parseInt(attempt) : 0);
  }

  static Map<String, String> write(String owner, AttemptRecord attempt) {
    var labels = RecordLabels.base(owner, "attempt", attempt.stack());
    labels.put(Labels.JOB, attempt.job());
    labels.put(Labels.RUN, attempt.run());
    labels.put(Labels.RUN_KEY, attempt.runKey());
    labels.put(RUN_NUMBER, Integer.toString(attempt.runNumber()));
    labels.put(Labels.ATTEMPT, Integer.toString(attempt.number()));
    labels.put(Labels.of("result"), attempt.result().name());
    labels.put(Labels.of("verdict"), attempt.verdict().name());
    labels.put(Labels.of("reason"), attempt.reason().text());
    labels.put(Labels.of("message"), attempt.message());
    attempt.exitCode().ifPresent(c -> labels.put(Labels.of("exit-code"), Integer.toString(c)));
    attempt.node().ifPresent(n -> labels.put(Labels.of("node"), n));
    attempt.serviceId().ifPresent(id -> labels.put(SERVICE, id));
    labels.put(Labels.of("started-at"), attempt.startedAt().toString());
    labels.put(Labels.of("ended-at"), attempt.endedAt().toString());
    if (!attempt.because().isEmpty()) labels.put(BECAUSE, attempt.because());
    return labels;
  }

  /** The end of what is no attempt of ours; read as an attempt is. */
  static Map<String, String> writeOneShot(String owner, AttemptRecord end) {
    var labels = write(owner, end);
    labels.put(Labels.KIND, ONE_SHOT);
    return labels;
  }

  static AttemptRecord readAttempt(Map<String, String> labels) {
    RecordLabels.checkFormat(labels);
    var exitCode = labels.get(Labels.of("exit-code"));
    return new AttemptRecord(
        RecordLabels.need(labels, Labels.STACK),
        RecordLabels.need(labels, Labels.JOB),
        RecordLabels.need(labels, Labels.RUN),
        RecordLabels.need(labels, Labels.RUN_KEY),
        Integer.parseInt(labels.getOrDefault(RUN_NUMBER, "1")),
        Integer.parseInt(RecordLabels.need(labels, Labels.ATTEMPT)),
        AttemptRecord.Result.valueOf(RecordLabels.need(labels, Labels.of("result"))),
        AttemptRecord.Verdict.valueOf(RecordLabels.need(labels, Labels.of("verdict"))),
        reason(RecordLabels.need(labels, Labels.of("reason"))),
        labels.getOrDefault(Labels.of("message"), ""),
        exitCode == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(exitCode)),
        Optional.ofNullable(labels.get(Labels.of("node"))),
        Optional.ofNullable(labels.get(SERVICE)),
        Instant.parse(RecordLabels.need(labels, Labels.of("started-at"))),
        Instant.parse(RecordLabels.need(labels, Labels.of("ended-at"))),
        labels.getOrDefault(BECAUSE, ""));
  }

  /**
   * @param bytes of its content, which a list of configs does not tell
   */
  static Map<String, String> log(String owner, AttemptRecord attempt, int bytes) {
    var labels = RecordLabels.base(owner, "log", attempt.stack());
    labels.put(Labels.JOB, attempt.job());
    labels.put(Labels.RUN, attempt.run());
    labels.put(Labels.ATTEMPT, Integer.toString(attempt.number()));
    labels.put(BYTES, Integer.toString(bytes));
    return labels;
  }
}
