package dev.skep.reconciler;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobOrders;
import dev.skep.model.JobPolicy;
import dev.skep.model.JobRecord;
import dev.skep.model.Labels;
import dev.skep.model.Reason;
import dev.skep.model.Receipt;
import dev.skep.model.RunPart;
import dev.skep.model.StackOrders;
import dev.skep.model.StackRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

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
  private static final String GIVEN_UP = Labels.of("given-up");
  private static final String RUN_KEYS = Labels.of("run-keys");
  private static final String PUSHED = Labels.of("pushed");
  private static final String NUMBER = Labels.of("number");
  private static final String REVISION = Labels.of("revision");
  private static final String ORIGIN = Labels.of("origin");
  private static final String AT = Labels.of("at");
  private static final String IN_PLACE = Labels.of("in-place-at");
  private static final String WHAT = Labels.of("what");
  private static final String WANTED = Labels.of("wanted");
  private static final String APPLIED = Labels.of("applied");
  private static final String APPLIED_AT = Labels.of("applied-at");
  private static final String LEFT = Labels.of("left-at");
  private static final String UNPROVEN = Labels.of("unproven");
  private static final String POLICY = Labels.of("policy.");
  private static final String OUR_SERVICES = Labels.of("services");
  private static final String OUR_JOBS = Labels.of("jobs");
  private static final String OUR_PAYLOADS = Labels.of("payloads");
  private static final String RUN_NUMBER = Labels.of("run-number");
  private static final String BECAUSE = Labels.of("because");
  private static final String PARTS = Labels.of("parts");
  private static final String SUSPENDED = Labels.of("suspended-at");
  private static final String SUSPENDED_NOTE = Labels.of("suspended-note");
  private static final String RERUN = Labels.of("rerun");
  private static final String RERUN_AT = Labels.of("rerun-at");
  private static final String RERUN_NOTE = Labels.of("rerun-note");
  private static final String APPROVED = Labels.of("approved");
  private static final String CANCELLED = Labels.of("cancelled");
  private static final String CANCELLED_NOTE = Labels.of("cancelled-note");

  /** How long a log is. */
  static final String BYTES = Labels.of("bytes");

  /** On the few records that every pass reads; the many that grow do not have it. */
  static final String HEAD = Labels.of("head");

  /** How somebody else's one-shot ended. */
  static final String ONE_SHOT = "one-shot";

  private RecordCodec() {}

  static Map<String, String> write(String owner, StackRecord stack) {
    var labels = base(owner, "stack", stack.stack());
    labels.put(HEAD, "true");
    labels.put(INCARNATION, stack.incarnation());
    if (!stack.unproven().isEmpty()) labels.put(UNPROVEN, line(stack.unproven()));
    labels.put(WANTED, stack.wanted());
    labels.put(NUMBER, Integer.toString(stack.number()));
    var keys = new TreeMap<String, String>();
    stack.jobs().forEach((job, asked) -> {
      keys.put(job, asked.runKey());
      var policy = PolicyCodec.write(asked.policy());
      if (!policy.isEmpty()) labels.put(POLICY + job, policy);
    });
    if (!keys.isEmpty()) labels.put(RUN_KEYS, Words.write(keys));
    if (!stack.pushed().isEmpty()) {
      labels.put(
          PUSHED,
          pairs(
              stack.pushed(),
              p -> p.hash() + "@" + p.before().map(Instant::toString).orElse("")));
    }
    var ours = stack.inventory();
    if (!ours.services().isEmpty()) labels.put(OUR_SERVICES, Words.write(ours.services()));
    if (!ours.jobs().isEmpty()) labels.put(OUR_JOBS, line(ours.jobs()));
    if (!ours.payloads().isEmpty()) {
      labels.put(OUR_PAYLOADS, pairs(ours.payloads(), p -> p.id() + "@" + p.hash()));
    }
    stack.left().ifPresent(at -> labels.put(LEFT, at.toString()));
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
    var jobs = new TreeMap<String, StackRecord.Job>();
    Words.read(labels.getOrDefault(RUN_KEYS, ""))
        .forEach((job, key) -> jobs.put(job, new StackRecord.Job(key, policy(labels, job))));
    return new StackRecord(
        need(labels, Labels.STACK),
        need(labels, INCARNATION),
        Set.copyOf(list(labels.getOrDefault(UNPROVEN, ""))),
        // Of a record that knows nothing of it, the revision that it names is the first.
        Integer.parseInt(labels.getOrDefault(NUMBER, "1")),
        need(labels, WANTED),
        jobs,
        pairs(labels, PUSHED, RecordCodec::push),
        new StackRecord.Inventory(
            Words.read(labels.getOrDefault(OUR_SERVICES, "")),
            Set.copyOf(list(labels.getOrDefault(OUR_JOBS, ""))),
            pairs(labels, OUR_PAYLOADS, StackRecord.Payload::new)),
        Optional.ofNullable(labels.get(LEFT)).map(Instant::parse),
        applied);
  }

  private static JobPolicy policy(Map<String, String> labels, String job) {
    return PolicyCodec.read(labels.getOrDefault(POLICY + job, ""));
  }

  static Map<String, String> write(String owner, JobRecord job) {
    var labels = base(owner, "job", job.stack());
    labels.put(HEAD, "true");
    labels.put(Labels.JOB, job.job());
    labels.put(INCARNATION, job.incarnation());
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
    return labels;
  }

  static JobRecord readJob(Map<String, String> labels) {
    checkFormat(labels);
    var parts = new EnumMap<RunPart, String>(RunPart.class);
    Words.read(labels.getOrDefault(PARTS, ""))
        .forEach((part, value) -> RunPart.of(part).ifPresent(p -> parts.put(p, value)));
    return new JobRecord(
        need(labels, Labels.STACK),
        need(labels, Labels.JOB),
        need(labels, INCARNATION),
        new JobRecord.Run(
            need(labels, Labels.RUN),
            need(labels, Labels.RUN_KEY),
            Integer.parseInt(labels.getOrDefault(RUN_NUMBER, "1")),
            labels.getOrDefault(BECAUSE, ""),
            parts),
        Integer.parseInt(need(labels, Labels.ATTEMPT)),
        Optional.ofNullable(labels.get(SERVICE)),
        Long.parseLong(need(labels, EPOCH)),
        list(labels.getOrDefault(SUCCEEDED, "")),
        Optional.ofNullable(labels.get(GIVEN_UP)).map(RecordCodec::reason));
  }

  /** A later version may know more of them. */
  private static Reason reason(String text) {
    return Reason.of(text).orElse(Reason.NOT_STARTED);
  }

  /** As much of a job's record as any version writes, or has left after somebody's edit. */
  static LedgerRepair.Rest readRest(Map<String, String> labels) {
    var attempt = labels.getOrDefault(Labels.ATTEMPT, "");
    return new LedgerRepair.Rest(
        list(labels.getOrDefault(SUCCEEDED, "")),
        attempt.matches("\\d{1,9}") ? Integer.parseInt(attempt) : 0);
  }

  static Map<String, String> write(String owner, JobOrders orders) {
    var labels = base(owner, "orders", orders.stack());
    labels.put(HEAD, "true");
    labels.put(Labels.JOB, orders.job());
    orders.suspended().ifPresent(s -> {
      labels.put(SUSPENDED, s.at().toString());
      labels.put(SUSPENDED_NOTE, s.note());
    });
    orders.rerun().ifPresent(r -> {
      labels.put(RERUN, r.runKey() + " " + r.token());
      labels.put(RERUN_AT, r.at().toString());
      labels.put(RERUN_NOTE, r.note());
    });
    labels.put(CANCELLED, String.join(" ", orders.cancelled()));
    labels.put(CANCELLED_NOTE, orders.cancelNote());
    return labels;
  }

  static JobOrders readOrders(Map<String, String> labels) {
    checkFormat(labels);
    var rerun = list(labels.getOrDefault(RERUN, ""));
    return new JobOrders(
        need(labels, Labels.STACK),
        need(labels, Labels.JOB),
        suspension(labels),
        rerun.size() != 2
            ? Optional.empty()
            : Optional.of(new JobOrders.Rerun(
                rerun.get(0),
                rerun.get(1),
                Instant.parse(need(labels, RERUN_AT)),
                labels.getOrDefault(RERUN_NOTE, ""))),
        list(labels.getOrDefault(CANCELLED, "")),
        labels.getOrDefault(CANCELLED_NOTE, ""));
  }

  static Map<String, String> write(String owner, StackOrders orders) {
    var labels = base(owner, "stack-orders", orders.stack());
    labels.put(HEAD, "true");
    orders.suspended().ifPresent(s -> {
      labels.put(SUSPENDED, s.at().toString());
      labels.put(SUSPENDED_NOTE, s.note());
    });
    orders.approved().ifPresent(revision -> labels.put(APPROVED, revision));
    return labels;
  }

  static StackOrders readStackOrders(Map<String, String> labels) {
    checkFormat(labels);
    return new StackOrders(
        need(labels, Labels.STACK), suspension(labels), Optional.ofNullable(labels.get(APPROVED)));
  }

  private static Optional<JobOrders.Suspension> suspension(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(SUSPENDED))
        .map(at ->
            new JobOrders.Suspension(Instant.parse(at), labels.getOrDefault(SUSPENDED_NOTE, "")));
  }

  static Map<String, String> write(String owner, Receipt receipt) {
    var labels = base(owner, "receipt", receipt.stack());
    labels.put(NUMBER, Integer.toString(receipt.number()));
    receipt.revision().ifPresent(r -> labels.put(REVISION, r));
    if (!receipt.origin().isEmpty()) labels.put(ORIGIN, receipt.origin());
    labels.put(AT, receipt.at().toString());
    receipt.inPlace().ifPresent(at -> labels.put(IN_PLACE, at.toString()));
    labels.put(WHAT, String.join("\n", receipt.what()));
    return labels;
  }

  static Receipt readReceipt(Map<String, String> labels) {
    checkFormat(labels);
    var what = labels.getOrDefault(WHAT, "");
    return new Receipt(
        need(labels, Labels.STACK),
        Integer.parseInt(need(labels, NUMBER)),
        Optional.ofNullable(labels.get(REVISION)),
        labels.getOrDefault(ORIGIN, ""),
        Instant.parse(need(labels, AT)),
        Optional.ofNullable(labels.get(IN_PLACE)).map(Instant::parse),
        what.isEmpty() ? List.of() : List.of(what.split("\n")));
  }

  /** Whether it is the receipt of the revision that the stack's record names. */
  static boolean isOf(Map<String, String> receipt, StackRecord stack) {
    return Integer.toString(stack.number()).equals(receipt.get(NUMBER))
        && stack.wanted().equals(receipt.get(REVISION));
  }

  static Map<String, String> inPlace(Map<String, String> receipt, StackRecord stack) {
    var labels = new TreeMap<>(receipt);
    stack.applied().ifPresent(applied -> labels.put(IN_PLACE, applied.at().toString()));
    return labels;
  }

  static Map<String, String> write(String owner, AttemptRecord attempt) {
    var labels = base(owner, "attempt", attempt.stack());
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
    checkFormat(labels);
    var exitCode = labels.get(Labels.of("exit-code"));
    return new AttemptRecord(
        need(labels, Labels.STACK),
        need(labels, Labels.JOB),
        need(labels, Labels.RUN),
        need(labels, Labels.RUN_KEY),
        Integer.parseInt(labels.getOrDefault(RUN_NUMBER, "1")),
        Integer.parseInt(need(labels, Labels.ATTEMPT)),
        AttemptRecord.Result.valueOf(need(labels, Labels.of("result"))),
        AttemptRecord.Verdict.valueOf(need(labels, Labels.of("verdict"))),
        reason(need(labels, Labels.of("reason"))),
        labels.getOrDefault(Labels.of("message"), ""),
        exitCode == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(exitCode)),
        Optional.ofNullable(labels.get(Labels.of("node"))),
        Optional.ofNullable(labels.get(SERVICE)),
        Instant.parse(need(labels, Labels.of("started-at"))),
        Instant.parse(need(labels, Labels.of("ended-at"))),
        labels.getOrDefault(BECAUSE, ""));
  }

  /**
   * @param bytes of its content, which a list of configs does not tell
   */
  static Map<String, String> log(String owner, AttemptRecord attempt, int bytes) {
    var labels = base(owner, "log", attempt.stack());
    labels.put(Labels.JOB, attempt.job());
    labels.put(Labels.RUN, attempt.run());
    labels.put(Labels.ATTEMPT, Integer.toString(attempt.number()));
    labels.put(BYTES, Integer.toString(bytes));
    return labels;
  }

  private static String line(Set<String> words) {
    return String.join(" ", new TreeSet<>(words));
  }

  private static List<String> list(String text) {
    var words = text.trim();
    return words.isEmpty() ? List.of() : Arrays.asList(words.split(" "));
  }

  /** Such as {@code app=hash@2026-01-01T00:00:00Z db=hash@}. */
  private static <T> String pairs(Map<String, T> map, Function<T, String> pair) {
    var out = new TreeMap<String, String>();
    map.forEach((key, value) -> out.put(key, pair.apply(value)));
    return Words.write(out);
  }

  private static <T> Map<String, T> pairs(
      Map<String, String> labels, String label, BiFunction<String, String, T> read) {
    var out = new TreeMap<String, T>();
    Words.read(labels.getOrDefault(label, "")).forEach((key, pair) -> {
      int at = pair.indexOf('@');
      if (at >= 0) out.put(key, read.apply(pair.substring(0, at), pair.substring(at + 1)));
    });
    return out;
  }

  private static StackRecord.Push push(String hash, String before) {
    var time = Optional.of(before).filter(t -> !t.isEmpty()).map(Instant::parse);
    return new StackRecord.Push(hash, time);
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
