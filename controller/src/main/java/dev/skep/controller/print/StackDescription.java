package dev.skep.controller.print;

import dev.skep.model.Condition;
import dev.skep.model.StackStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * {@code skep describe stack}.
 *
 * @param since when each condition last changed, where that is known
 */
public record StackDescription(StackStatus status, Map<Condition.Type, Instant> since) {

  public StackDescription {
    since = Map.copyOf(since);
  }

  public String text(Instant now, Terminal terminal) {
    var out = new Lines(terminal);
    out.field("Name", status.stack());
    out.field("Phase", Words.camel(status.phase()), Words.colour(status.phase()));
    if (!status.summary().isEmpty()) out.field("Summary", status.summary());
    out.field("Applied", applied(now));
    out.field("Wanted", Words.revision(status.attempted()));
    conditions(out, now);
    services(out);
    jobs(out, now);
    if (!status.unblock().isEmpty()) out.blank();
    out.list("Unblock", status.unblock());
    return out.text();
  }

  private String applied(Instant now) {
    return status
        .applied()
        .map(a ->
            Words.revision(a.revision()) + ", " + Ages.since(Optional.of(a.at()), now) + " ago")
        .orElse("never wholly");
  }

  private void conditions(Lines out, Instant now) {
    out.blank();
    out.plain("Conditions:");
    var table = new Table("TYPE", "STATUS", "REASON", "SINCE", "MESSAGE");
    for (var condition : status.conditions()) {
      table
          .row(Words.camel(condition.type()))
          .cell(Words.camel(condition.status()))
          .cell(condition.reason().text())
          .cell(Ages.since(Optional.ofNullable(since.get(condition.type())), now))
          .cell(condition.message());
    }
    out.table(table);
  }

  private void services(Lines out) {
    if (status.services().isEmpty()) return;
    out.blank();
    out.plain("Services:");
    var table = new Table("NAME", "TASKS", "IMAGE", "CHANGE", "MESSAGE");
    for (var service : status.services()) {
      table
          .row(service.name())
          .cell(ServiceTable.tasks(service), service.healthy() ? Colour.GREEN : Colour.YELLOW)
          .cell(Words.image(service.image()))
          .cell(service.change())
          .cell(ServiceTable.message(service));
    }
    out.table(table);
  }

  private void jobs(Lines out, Instant now) {
    if (status.jobs().isEmpty()) return;
    out.blank();
    out.plain("Jobs:");
    var table = new Table("NAME", "PHASE", "ATTEMPTS", "EXIT", "RUN", "REASON", "MESSAGE");
    for (var job : status.jobs()) {
      table
          .row(job.name())
          .cell(job.phase().text(), Words.colour(job))
          .cell(Words.attempts(job))
          .cell(Words.exit(job.last()))
          .cell(job.runKey())
          .cell(job.reason().text())
          .cell(JobTable.message(job, now));
    }
    out.table(table);
  }
}
