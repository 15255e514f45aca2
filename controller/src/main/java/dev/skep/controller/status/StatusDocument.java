package dev.skep.controller.status;

import dev.skep.controller.print.Words;
import dev.skep.model.Condition;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.ServiceRow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** {@code status/stacks/<name>.yaml}, which {@code skep get stack -o yaml} prints too. */
public final class StatusDocument {
  private final StackStatus status;
  private final Witness witness;
  private final LogTails logs;

  private StatusDocument(StackStatus status, Witness witness, LogTails logs) {
    this.status = status;
    this.witness = witness;
    this.logs = logs;
  }

  /**
   * @param since when each condition took its present value, where that is known: who has looked
   *     only once does not know; see {@link Transitions}
   */
  public static Map<String, Object> of(
      StackStatus status, Witness witness, Map<Condition.Type, Instant> since, LogTails logs) {
    return new StatusDocument(status, witness, logs).tree(since);
  }

  private Map<String, Object> tree(Map<Condition.Type, Instant> since) {
    var body = new Fields()
        .put("phase", Words.camel(status.phase()))
        .put("summary", status.summary())
        .put("revision", revision())
        .put(
            "conditions",
            status.conditions().stream().map(c -> condition(c, since)).toList())
        .put("services", status.services().stream().map(this::service).toList())
        .put("jobs", status.jobs().stream().map(this::job).toList())
        .put("unblock", status.unblock())
        .put("observedAt", witness.now())
        .put("writer", Documents.writer(witness));
    return Documents.of("Stack", Documents.metadata(status.stack(), witness), body.map());
  }

  private Map<String, Object> revision() {
    var applied = new Fields();
    status.applied().ifPresent(a -> applied.put("revision", a.revision()).put("at", a.at()));
    return new Fields()
        .put("applied", applied.map())
        .put("attempted", new Fields().put("revision", status.attempted()).map())
        .map();
  }

  private static Map<String, Object> condition(
      Condition condition, Map<Condition.Type, Instant> since) {
    return new Fields()
        .put("type", Words.camel(condition.type()))
        .put("status", Words.camel(condition.status()))
        .put("reason", condition.reason().text())
        .time("lastTransitionTime", Optional.ofNullable(since.get(condition.type())))
        .put("message", condition.message())
        .map();
  }

  private Map<String, Object> service(ServiceRow row) {
    return standing(new Fields().put("name", row.name()), row).map();
  }

  /** What a service's row says, wherever it stands. */
  static Fields standing(Fields fields, ServiceRow row) {
    return fields
        .put("tasks", row.running() + "/" + row.desired())
        .put("image", row.image())
        .put("change", row.change())
        .text("waitsFor", row.waitsFor())
        .put("message", row.message());
  }

  private Map<String, Object> job(JobRow row) {
    var fields = JobDocument.standing(new Fields().put("name", row.name()), row);
    row.last().ifPresent(last -> {
      fields.put("last", Documents.attempt(last).map());
      if (last.counted()) {
        fields.text("logTail", Documents.text(logs.of(last)));
      }
      fields.put("evidence", "status/jobs/" + FileNames.job(status.stack(), row.name()));
    });
    return fields.map();
  }
}
