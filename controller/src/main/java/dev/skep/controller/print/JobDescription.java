package dev.skep.controller.print;

import dev.skep.model.AttemptRecord;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.ServiceRow;
import dev.skep.reconciler.JobFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code skep describe job}: all that is known of one job.
 *
 * @param log the kept lines of the newest attempt that has ended
 */
public record JobDescription(JobFacts facts, List<String> log) {

  private static final int EARLIER = 3;
  private static final int SHOWN = 20;
  static final int LEFT = 36;

  public String text(Instant now, Terminal terminal) {
    var row = facts.row();
    var out = new Lines(terminal);
    out.pair("Name", facts.name(), LEFT, "Phase", phase(row, now), Words.colour(row));
    var run = row.runKey() + "  #" + facts.run().number();
    out.pair("Run", run, LEFT, "Attempts", made(), Colour.PLAIN);
    if (!row.because().isEmpty()) out.field("Ran because", row.because());
    var message = JobTable.message(row, now);
    if (!message.isEmpty()) out.field("Message", message);
    out.field("Policy", PolicyWords.of(facts.policy(), terminal));
    facts.stack().services().stream()
        .filter(s -> s.waitsFor().equals(Optional.of("job/" + row.name())))
        .forEach(s -> out.field("Gates", gate(s)));
    attempts(out, now);
    log(out);
    var unblock =
        facts.unblock().stream().filter(u -> !u.startsWith("skep describe")).toList();
    if (!earlier(out) && !unblock.isEmpty()) out.blank();
    out.list("Unblock", unblock);
    return out.text();
  }

  static String phase(JobRow row, Instant now) {
    var reason = " (" + row.reason().text() + ")";
    return row.phase().text()
        + reason
        + Since.ended(row).map(at -> " for " + Ages.since(Optional.of(at), now)).orElse("");
  }

  private String made() {
    var row = facts.row();
    return row.allowed().isPresent()
        ? row.made() + " of " + row.allowed().getAsInt()
        : row.made() + ", no limit";
  }

  private static String gate(ServiceRow gate) {
    return gate.name() + " (" + gate.change() + "; " + ServiceTable.tasks(gate)
        + " tasks keep running)";
  }

  private void attempts(Lines out, Instant now) {
    out.blank();
    var present = presentRun();
    if (present.isEmpty()) {
      out.plain(
          facts.attempts().isEmpty()
              ? "Attempts: none has ended yet"
              : "Attempts: none of this run has ended yet");
      return;
    }
    int first = Math.max(0, present.size() - SHOWN);
    out.plain("Attempts:" + (first > 0 ? " (" + first + " older ones not shown)" : ""));
    boolean today =
        present.stream().skip(first).allMatch(a -> Ages.day(a.startedAt()).equals(Ages.day(now)));
    var table = new Table("#", "NODE", "STARTED", "ENDED", "TOOK", "EXIT", "STATE", "NEXT");
    for (int i = first; i < present.size(); i++) {
      var attempt = present.get(i);
      table
          .row(Integer.toString(attempt.number()))
          .cell(attempt.node().orElse("-"))
          .cell(Ages.moment(attempt.startedAt(), today))
          .cell(Ages.moment(attempt.endedAt(), today))
          .cell(Ages.precise(attempt.duration()))
          .cell(Words.exit(Optional.of(attempt)))
          .cell(Words.state(attempt), Words.colour(attempt))
          .cell(i + 1 < present.size() ? pause(attempt, present.get(i + 1)) : next(attempt));
    }
    out.table(table);
  }

  private List<AttemptRecord> presentRun() {
    return facts.attempts().stream()
        .filter(a -> a.run().equals(facts.run().id()))
        .toList();
  }

  private static String pause(AttemptRecord attempt, AttemptRecord next) {
    var pause = Duration.between(attempt.endedAt(), next.startedAt());
    return "+" + Ages.precise(pause.isNegative() ? Duration.ZERO : pause);
  }

  private String next(AttemptRecord attempt) {
    var row = facts.row();
    return switch (attempt.verdict()) {
      case RUN_SUCCEEDED -> "-";
      case RUN_FAILED ->
        row.allowed().isPresent() && row.made() >= row.allowed().getAsInt()
            ? "limit reached"
            : "given up";
      case RETRY -> row.nextAttempt().map(at -> "at " + Ages.clock(at)).orElse("-");
      case SUPERSEDED -> "superseded";
    };
  }

  private void log(Lines out) {
    if (facts.attempts().isEmpty() || log.isEmpty()) return;
    int number = facts.attempts().getLast().number();
    out.plain("Last lines of attempt " + number + " (" + log.size() + " kept; skep logs job "
        + facts.name() + " --attempt " + number + "):");
    Printable.lines(log).forEach(line -> out.plain("  | " + line));
  }

  /** A few words on each of the runs before the present one, newest first, if there are any. */
  private boolean earlier(Lines out) {
    var earlier = JobHistory.runs(facts).stream()
        .filter(run -> !run.id().equals(facts.run().id()) && !run.attempts().isEmpty())
        .toList();
    if (earlier.isEmpty()) return false;
    var words = new ArrayList<String>();
    earlier.stream().limit(EARLIER).map(JobDescription::earlier).forEach(words::add);
    words.add("skep history job " + facts.name());
    out.blank();
    out.field("Earlier runs", String.join(out.terminal().dot(), words));
    return true;
  }

  private static String earlier(JobHistory.Run run) {
    var ended = run.attempts().getLast();
    return "#" + run.number() + " " + run.result() + " " + Ages.day(ended.endedAt()) + " ("
        + Words.runKey(run.key()) + ", " + Ages.precise(ended.duration()) + ")";
  }
}
