package dev.skep.controller.print;

import dev.skep.model.OneShotStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code skep describe job} of a one-shot that nobody committed.
 *
 * @param log the kept lines of its newest end
 */
public record OneShotDescription(OneShotStatus shot, List<String> log) {

  public String text(Instant now, Terminal terminal) {
    var row = shot.row();
    var out = new Lines(terminal);
    out.pair(
        "Name",
        shot.service(),
        JobDescription.LEFT,
        "Phase",
        JobDescription.phase(row, now),
        Words.colour(row));
    out.field("Made by", shot.madeBy() + shot.namespace().map(s -> " of " + s).orElse(""));
    var message = JobTable.message(row, now);
    if (!message.isEmpty()) out.field("Message", message);
    ended(out, now);
    if (!log.isEmpty()) {
      out.plain("Last lines of the newest (" + log.size() + " kept):");
      Printable.lines(log).forEach(line -> out.plain("  | " + line));
    }
    return out.text();
  }

  /** Names of services may be used again, and a service may be made to run again. */
  private void ended(Lines out, Instant now) {
    out.blank();
    if (shot.ended().isEmpty()) {
      out.plain("Ended: not yet");
      return;
    }
    out.plain("Ended:");
    boolean today =
        shot.ended().stream().allMatch(e -> Ages.day(e.startedAt()).equals(Ages.day(now)));
    var table = new Table("NODE", "STARTED", "ENDED", "TOOK", "EXIT", "STATE");
    for (var end : shot.ended()) {
      table
          .row(end.node().orElse("-"))
          .cell(Ages.moment(end.startedAt(), today))
          .cell(Ages.moment(end.endedAt(), today))
          .cell(Ages.precise(end.duration()))
          .cell(Words.exit(Optional.of(end)))
          .cell(Words.state(end), Words.colour(end));
    }
    out.table(table);
  }
}
