package dev.skep.reconciler;

import dev.skep.model.JobOrders;
import dev.skep.model.Labels;
import dev.skep.model.StackOrders;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What people have told Skep, as labels; otherwise as {@link RecordCodec}. */
final class OrdersCodec {
  private static final String SUSPENDED = Labels.of("suspended-at");
  private static final String SUSPENDED_NOTE = Labels.of("suspended-note");
  private static final String RERUN = Labels.of("rerun");
  private static final String RERUN_AT = Labels.of("rerun-at");
  private static final String RERUN_NOTE = Labels.of("rerun-note");
  private static final String PINNED = Labels.of("pinned");
  private static final String PINNED_AT = Labels.of("pinned-at");
  private static final String PINNED_NOTE = Labels.of("pinned-note");
  private static final String LOOKED = Labels.of("looked-at");
  private static final String ADOPTED = Labels.of("adopted");
  private static final String REMOVAL = Labels.of("remove-left-at");
  private static final String FORGET = Labels.of("forget-runs");
  private static final String APPROVED = Labels.of("approved");
  private static final String CANCELLED = Labels.of("cancelled");
  private static final String CANCELLED_NOTE = Labels.of("cancelled-note");

  private OrdersCodec() {}

  static Map<String, String> write(String owner, JobOrders orders) {
    var labels = RecordLabels.base(owner, "orders", orders.stack());
    labels.put(RecordLabels.HEAD, "true");
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
    RecordLabels.checkFormat(labels);
    var rerun = RecordLabels.list(labels.getOrDefault(RERUN, ""));
    return new JobOrders(
        RecordLabels.need(labels, Labels.STACK),
        RecordLabels.need(labels, Labels.JOB),
        suspension(labels),
        rerun.size() != 2
            ? Optional.empty()
            : Optional.of(new JobOrders.Rerun(
                rerun.get(0),
                rerun.get(1),
                Instant.parse(RecordLabels.need(labels, RERUN_AT)),
                labels.getOrDefault(RERUN_NOTE, ""))),
        RecordLabels.list(labels.getOrDefault(CANCELLED, "")),
        labels.getOrDefault(CANCELLED_NOTE, ""));
  }

  static Map<String, String> write(String owner, StackOrders orders) {
    var labels = RecordLabels.base(owner, "stack-orders", orders.stack());
    labels.put(RecordLabels.HEAD, "true");
    orders.suspended().ifPresent(s -> {
      labels.put(SUSPENDED, s.at().toString());
      labels.put(SUSPENDED_NOTE, s.note());
    });
    orders.approved().ifPresent(revision -> labels.put(APPROVED, revision));
    orders.pin().ifPresent(pin -> {
      labels.put(PINNED, pin.revision() + " " + pin.instead() + " " + pin.number());
      labels.put(PINNED_AT, pin.at().toString());
      labels.put(PINNED_NOTE, pin.note());
    });
    orders.looked().ifPresent(at -> labels.put(LOOKED, at.toString()));
    orders.adopted().ifPresent(revision -> labels.put(ADOPTED, revision));
    orders.removal().ifPresent(removal -> {
      labels.put(REMOVAL, removal.left().toString());
      labels.put(FORGET, Boolean.toString(removal.forgetRuns()));
    });
    return labels;
  }

  static StackOrders readStackOrders(Map<String, String> labels) {
    RecordLabels.checkFormat(labels);
    return new StackOrders(
        RecordLabels.need(labels, Labels.STACK),
        suspension(labels),
        Optional.ofNullable(labels.get(APPROVED)),
        pin(labels),
        Optional.ofNullable(labels.get(REMOVAL))
            .map(left -> new StackOrders.Removal(
                Instant.parse(left), Boolean.parseBoolean(labels.get(FORGET)))),
        Optional.ofNullable(labels.get(ADOPTED)),
        Optional.ofNullable(labels.get(LOOKED)).map(Instant::parse));
  }

  private static Optional<StackOrders.Pin> pin(Map<String, String> labels) {
    var words = RecordLabels.list(labels.getOrDefault(PINNED, ""));
    if (words.size() != 3) return Optional.empty();
    return Optional.of(new StackOrders.Pin(
        words.get(0),
        words.get(1),
        Integer.parseInt(words.get(2)),
        Instant.parse(RecordLabels.need(labels, PINNED_AT)),
        labels.getOrDefault(PINNED_NOTE, "")));
  }

  private static Optional<JobOrders.Suspension> suspension(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(SUSPENDED))
        .map(at ->
            new JobOrders.Suspension(Instant.parse(at), labels.getOrDefault(SUSPENDED_NOTE, "")));
  }
}
