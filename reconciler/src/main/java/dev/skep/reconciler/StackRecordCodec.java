package dev.skep.reconciler;

import dev.skep.model.JobPolicy;
import dev.skep.model.Labels;
import dev.skep.model.LockedImage;
import dev.skep.model.Receipt;
import dev.skep.model.StackRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is remembered of a stack, and what was done to it, as labels; otherwise as {@link
 * RecordCodec}.
 */
final class StackRecordCodec {
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
  private static final String PREVIOUS = Labels.of("previous");
  private static final String PREVIOUS_AT = Labels.of("previous-at");
  private static final String LEFT = Labels.of("left-at");
  private static final String REMOVED = Labels.of("removed-at");
  private static final String UNPROVEN = Labels.of("unproven");
  private static final String SUSPENDED = Labels.of("suspended");
  private static final String POLICY = Labels.of("policy.");
  private static final String OUR_SERVICES = Labels.of("services");
  private static final String OUR_JOBS = Labels.of("jobs");
  private static final String OUR_PAYLOADS = Labels.of("payloads");
  private static final String IMAGES = Labels.of("images");

  private StackRecordCodec() {}

  static Map<String, String> write(String owner, StackRecord stack) {
    var labels = RecordLabels.base(owner, "stack", stack.stack());
    labels.put(RecordLabels.HEAD, "true");
    labels.put(RecordLabels.INCARNATION, stack.incarnation());
    if (!stack.unproven().isEmpty()) labels.put(UNPROVEN, RecordLabels.line(stack.unproven()));
    labels.put(WANTED, stack.wanted());
    if (stack.suspended()) labels.put(SUSPENDED, "true");
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
          RecordLabels.pairs(
              stack.pushed(),
              p -> p.hash() + "@" + p.before().map(Instant::toString).orElse("")));
    }
    if (!stack.images().isEmpty()) {
      labels.put(
          IMAGES,
          RecordLabels.pairs(
              stack.images(), i -> i.digest() + "@" + String.join(",", i.platforms())));
    }
    var ours = stack.inventory();
    if (!ours.services().isEmpty()) labels.put(OUR_SERVICES, Words.write(ours.services()));
    if (!ours.jobs().isEmpty()) labels.put(OUR_JOBS, RecordLabels.line(ours.jobs()));
    if (!ours.payloads().isEmpty()) {
      labels.put(OUR_PAYLOADS, RecordLabels.pairs(ours.payloads(), p -> p.id() + "@" + p.hash()));
    }
    stack
        .left()
        .ifPresent(left -> labels.put(left.removed() ? REMOVED : LEFT, left.at().toString()));
    stack.applied().ifPresent(applied -> {
      labels.put(APPLIED, applied.revision());
      labels.put(APPLIED_AT, applied.at().toString());
    });
    stack.previous().ifPresent(before -> {
      labels.put(PREVIOUS, before.revision());
      labels.put(PREVIOUS_AT, before.at().toString());
    });
    return labels;
  }

  static StackRecord readStack(Map<String, String> labels) {
    RecordLabels.checkFormat(labels);
    var jobs = new TreeMap<String, StackRecord.Job>();
    Words.read(labels.getOrDefault(RUN_KEYS, ""))
        .forEach((job, key) -> jobs.put(job, new StackRecord.Job(key, policy(labels, job))));
    return new StackRecord(
        RecordLabels.need(labels, Labels.STACK),
        RecordLabels.need(labels, RecordLabels.INCARNATION),
        Set.copyOf(RecordLabels.list(labels.getOrDefault(UNPROVEN, ""))),
        // Of a record that knows nothing of it, the revision that it names is the first.
        Integer.parseInt(labels.getOrDefault(NUMBER, "1")),
        RecordLabels.need(labels, WANTED),
        Boolean.parseBoolean(labels.get(SUSPENDED)),
        jobs,
        RecordLabels.pairs(labels, PUSHED, StackRecordCodec::push),
        RecordLabels.pairs(labels, IMAGES, StackRecordCodec::image),
        new StackRecord.Inventory(
            Words.read(labels.getOrDefault(OUR_SERVICES, "")),
            Set.copyOf(RecordLabels.list(labels.getOrDefault(OUR_JOBS, ""))),
            RecordLabels.pairs(labels, OUR_PAYLOADS, StackRecord.Payload::new)),
        left(labels, LEFT, false).or(() -> left(labels, REMOVED, true)),
        applied(labels, APPLIED, APPLIED_AT),
        applied(labels, PREVIOUS, PREVIOUS_AT));
  }

  private static LockedImage image(String digest, String platforms) {
    return new LockedImage(digest, platforms.isEmpty() ? List.of() : List.of(platforms.split(",")));
  }

  private static Optional<StackRecord.Left> left(
      Map<String, String> labels, String label, boolean removed) {
    return Optional.ofNullable(labels.get(label))
        .map(at -> new StackRecord.Left(Instant.parse(at), removed));
  }

  private static Optional<StackRecord.Applied> applied(
      Map<String, String> labels, String revision, String at) {
    return Optional.ofNullable(labels.get(revision))
        .map(r -> new StackRecord.Applied(r, Instant.parse(RecordLabels.need(labels, at))));
  }

  private static JobPolicy policy(Map<String, String> labels, String job) {
    return PolicyCodec.read(labels.getOrDefault(POLICY + job, ""));
  }

  /** What tells a kept revision from others; what it holds is its config's content. */
  static Map<String, String> revision(String owner, String stack, String revision) {
    var labels = RecordLabels.base(owner, "revision", stack);
    labels.put(REVISION, revision);
    return labels;
  }

  static Optional<String> revision(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(REVISION));
  }

  static Map<String, String> write(String owner, Receipt receipt) {
    var labels = RecordLabels.base(owner, "receipt", receipt.stack());
    labels.put(NUMBER, Integer.toString(receipt.number()));
    receipt.revision().ifPresent(r -> labels.put(REVISION, r));
    if (!receipt.origin().isEmpty()) labels.put(ORIGIN, receipt.origin());
    labels.put(AT, receipt.at().toString());
    receipt.inPlace().ifPresent(at -> labels.put(IN_PLACE, at.toString()));
    labels.put(WHAT, String.join("\n", receipt.what()));
    return labels;
  }

  static Receipt readReceipt(Map<String, String> labels) {
    RecordLabels.checkFormat(labels);
    var what = labels.getOrDefault(WHAT, "");
    return new Receipt(
        RecordLabels.need(labels, Labels.STACK),
        Integer.parseInt(RecordLabels.need(labels, NUMBER)),
        Optional.ofNullable(labels.get(REVISION)),
        labels.getOrDefault(ORIGIN, ""),
        Instant.parse(RecordLabels.need(labels, AT)),
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

  private static StackRecord.Push push(String hash, String before) {
    var time = Optional.of(before).filter(t -> !t.isEmpty()).map(Instant::parse);
    return new StackRecord.Push(hash, time);
  }
}
