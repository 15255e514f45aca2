package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.model.StackRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Records as the labels of Docker configs. Labels and not content, because labels are what Swarm
 * lets one compare-and-swap. Readers throw {@link IllegalArgumentException} on what they cannot
 * read; {@link Records} turns that into a value.
 */
final class RecordCodec {
  private static final String FORMAT = "1";
  private static final String FORMAT_KEY = Labels.of("format");
  private static final String INCARNATION = Labels.of("incarnation");
  private static final String SERVICE = Labels.of("service");
  private static final String EPOCH = Labels.of("epoch");
  private static final String SUCCEEDED = Labels.of("succeeded");
  private static final String RUN_KEYS = Labels.of("run-keys");
  private static final String PUSHED = Labels.of("pushed");
  private static final String WANTED = Labels.of("wanted");
  private static final String APPLIED = Labels.of("applied");
  private static final String APPLIED_AT = Labels.of("applied-at");

  /** On the few records that every pass reads; the many that grow do not have it. */
  static final String HEAD = Labels.of("head");

  private RecordCodec() {}

  static Map<String, String> write(String owner, StackRecord stack) {
    var labels = base(owner, "stack", stack.stack());
    labels.put(HEAD, "true");
    labels.put(INCARNATION, stack.incarnation());
    labels.put(WANTED, stack.wanted());
    if (!stack.runKeys().isEmpty()) labels.put(RUN_KEYS, words(stack.runKeys()));
    if (!stack.pushed().isEmpty()) labels.put(PUSHED, pushes(stack.pushed()));
    stack.applied().ifPresent(applied -> {
      labels.put(APPLIED, applied.revision());
      labels.put(APPLIED_AT, applied.at().toString());
    });
    return labels;
  }

  static StackRecord readStack(Map<String, String> labels) {
    checkFormat(labels);
    var applied = Optional.ofNullable(labels.get(APPLIED))
        .map(r -> new StackRecord.Applied(r, Instant.parse(need(labels, APPLIED_AT))));
    return new StackRecord(
        need(labels, Labels.STACK),
        need(labels, INCARNATION),
        need(labels, WANTED),
        words(labels.getOrDefault(RUN_KEYS, "")),
        pushed(labels),
        applied);
  }

  static Map<String, String> write(String owner, JobRecord job) {
    var labels = base(owner, "job", job.stack());
    labels.put(HEAD, "true");
    labels.put(Labels.JOB, job.job());
    labels.put(INCARNATION, job.incarnation());
    labels.put(Labels.RUN, job.run());
    labels.put(Labels.RUN_KEY, job.runKey());
    labels.put(Labels.ATTEMPT, Integer.toString(job.attempt()));
    job.serviceId().ifPresent(id -> labels.put(SERVICE, id));
    labels.put(EPOCH, Long.toString(job.epoch()));
    labels.put(SUCCEEDED, String.join(" ", job.succeeded()));
    return labels;
  }

  static JobRecord readJob(Map<String, String> labels) {
    checkFormat(labels);
    var succeeded = labels.getOrDefault(SUCCEEDED, "").trim();
    return new JobRecord(
        need(labels, Labels.STACK),
        need(labels, Labels.JOB),
        need(labels, INCARNATION),
        need(labels, Labels.RUN),
        need(labels, Labels.RUN_KEY),
        Integer.parseInt(need(labels, Labels.ATTEMPT)),
        Optional.ofNullable(labels.get(SERVICE)),
        Long.parseLong(need(labels, EPOCH)),
        succeeded.isEmpty() ? List.of() : Arrays.asList(succeeded.split(" ")));
  }

  static Map<String, String> write(String owner, AttemptRecord attempt) {
    var labels = base(owner, "attempt", attempt.stack());
    labels.put(Labels.JOB, attempt.job());
    labels.put(Labels.RUN, attempt.run());
    labels.put(Labels.RUN_KEY, attempt.runKey());
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
    return labels;
  }

  static AttemptRecord readAttempt(Map<String, String> labels) {
    checkFormat(labels);
    var exitCode = labels.get(Labels.of("exit-code"));
    return new AttemptRecord(
        need(labels, Labels.STACK),
        need(labels, Labels.JOB),
        need(labels, Labels.RUN),
        need(labels, Labels.RUN_KEY),
        Integer.parseInt(need(labels, Labels.ATTEMPT)),
        AttemptRecord.Result.valueOf(need(labels, Labels.of("result"))),
        AttemptRecord.Verdict.valueOf(need(labels, Labels.of("verdict"))),
        Reason.of(need(labels, Labels.of("reason"))).orElse(Reason.NOT_STARTED),
        labels.getOrDefault(Labels.of("message"), ""),
        exitCode == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(exitCode)),
        Optional.ofNullable(labels.get(Labels.of("node"))),
        Optional.ofNullable(labels.get(SERVICE)),
        Instant.parse(need(labels, Labels.of("started-at"))),
        Instant.parse(need(labels, Labels.of("ended-at"))));
  }

  static Map<String, String> log(String owner, AttemptRecord attempt) {
    var labels = base(owner, "log", attempt.stack());
    labels.put(Labels.JOB, attempt.job());
    labels.put(Labels.RUN, attempt.run());
    labels.put(Labels.ATTEMPT, Integer.toString(attempt.number()));
    return labels;
  }

  /** Such as {@code a=1 b=2}; neither names of services nor hashes have a blank or an equals. */
  private static String words(Map<String, String> map) {
    return new TreeMap<>(map)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(" "));
  }

  private static Map<String, String> words(String text) {
    var out = new TreeMap<String, String>();
    for (var word : text.split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) out.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return out;
  }

  /** Such as {@code app=hash@2026-01-01T00:00:00Z db=hash@}. */
  private static String pushes(Map<String, StackRecord.Push> pushed) {
    var out = new TreeMap<String, String>();
    pushed.forEach((service, push) -> out.put(
        service, push.hash() + "@" + push.before().map(Instant::toString).orElse("")));
    return words(out);
  }

  private static Map<String, StackRecord.Push> pushed(Map<String, String> labels) {
    var out = new TreeMap<String, StackRecord.Push>();
    words(labels.getOrDefault(PUSHED, "")).forEach((service, push) -> {
      int at = push.indexOf('@');
      if (at < 0) return;
      var before = Optional.of(push.substring(at + 1)).filter(t -> !t.isEmpty());
      out.put(service, new StackRecord.Push(push.substring(0, at), before.map(Instant::parse)));
    });
    return out;
  }

  private static TreeMap<String, String> base(String owner, String kind, String stack) {
    var labels = new TreeMap<String, String>();
    labels.put(Labels.OWNER, owner);
    labels.put(Labels.KIND, kind);
    labels.put(FORMAT_KEY, FORMAT);
    labels.put(Labels.STACK, stack);
    return labels;
  }

  private static void checkFormat(Map<String, String> labels) {
    var format = labels.get(FORMAT_KEY);
    if (!FORMAT.equals(format)) {
      throw new IllegalArgumentException("format " + format + " is not one this version knows");
    }
  }

  private static String need(Map<String, String> labels, String key) {
    var value = labels.get(key);
    if (value == null) throw new IllegalArgumentException("label " + key + " is missing");
    return value;
  }
}
