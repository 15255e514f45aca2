package dev.skep.controller.print;

import dev.skep.model.AttemptRecord;
import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.JobPolicy;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.model.StackStatus.ServiceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code skep describe job}: all that is known of one job.
 *
 * @param policy as the manifest has it now, where it is at hand
 * @param attempts of all its runs, oldest first
 * @param log the kept lines of the newest attempt
 * @param gates the services that wait for it
 * @param unblock what a person could do
 */
public record JobDescription(
    String stack,
    JobRow row,
    Optional<JobPolicy> policy,
    List<AttemptRecord> attempts,
    List<String> log,
    List<ServiceRow> gates,
    List<String> unblock) {

  private static final int EARLIER = 3;
  private static final int SHOWN = 20;
  private static final int LEFT = 36;

  /** The job's part of its stack's status; empty when the stack has no such job. */
  public static Optional<JobDescription> of(
      StackStatus status,
      String job,
      Optional<JobPolicy> policy,
      List<AttemptRecord> attempts,
      List<String> log) {
    var gates = status.services().stream()
        .filter(s -> s.waitsFor().equals(Optional.of("job/" + job)))
        .toList();
    var own = attempts.stream().filter(a -> a.job().equals(job)).toList();
    var named = Pattern.compile("(?<![\\w-])(\\S+_)?" + Pattern.quote(job) + "(?![\\w-])");
    var unblock = status.unblock().stream()
        .filter(u -> named.matcher(u).find() && !u.startsWith("skep describe"))
        .toList();
    return status.jobs().stream()
        .filter(j -> j.name().equals(job))
        .findFirst()
        .map(j -> new JobDescription(status.stack(), j, policy, own, log, gates, unblock));
  }

  public String text(Instant now, Terminal terminal) {
    var out = new Lines(terminal);
    out.pair("Name", stack + "_" + row.name(), LEFT, "Phase", phase(now), Words.colour(row));
    out.pair("Run", row.runKey(), LEFT, "Attempts", made(), Colour.PLAIN);
    var message = JobTable.message(row, now);
    if (!message.isEmpty()) out.field("Message", message);
    policy.ifPresent(p -> out.field("Policy", policy(p, terminal)));
    gates.forEach(g -> out.field("Gates", gate(g)));
    attempts(out, now);
    log(out);
    earlier(out);
    out.list("Unblock", unblock);
    return out.text();
  }

  private String phase(Instant now) {
    var reason = " (" + row.reason().text() + ")";
    return row.phase().text()
        + reason
        + Since.ended(row).map(at -> " for " + Ages.since(Optional.of(at), now)).orElse("");
  }

  private String made() {
    return row.allowed().isPresent()
        ? row.made() + " of " + row.allowed().getAsInt()
        : row.made() + ", no limit";
  }

  private static String policy(JobPolicy policy, Terminal terminal) {
    var parts = new ArrayList<String>();
    if (policy.retry()) {
      var limit = policy.backoffLimit();
      var backoff = policy.backoff();
      parts.add(limit.isPresent() ? "backoffLimit " + limit.getAsInt() : "no backoffLimit");
      parts.add("backoff " + Ages.policy(backoff.first()) + " x"
          + Double.toString(backoff.factor()).replaceFirst("\\.0$", "") + " max "
          + Ages.policy(backoff.cap()));
    } else {
      parts.add("one attempt, no retry");
    }
    parts.add("startTimeout " + Ages.policy(policy.limits().start()));
    return String.join(terminal.dot(), parts);
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
          attempts.isEmpty()
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
          .cell(state(attempt), colour(attempt))
          .cell(i + 1 < present.size() ? pause(attempt, present.get(i + 1)) : next(attempt));
    }
    out.table(table);
  }

  private List<AttemptRecord> presentRun() {
    return row.last()
        .map(last -> attempts.stream().filter(a -> a.run().equals(last.run())).toList())
        .orElse(List.of());
  }

  private static String state(AttemptRecord attempt) {
    var complaint = Words.complaint(attempt);
    return Words.plain(attempt.result()) + (complaint.isEmpty() ? "" : ": " + complaint);
  }

  private static Colour colour(AttemptRecord attempt) {
    return switch (attempt.result()) {
      case SUCCEEDED -> Colour.GREEN;
      case FAILED, TIMED_OUT, LOST -> Colour.RED;
      case IGNORED, STOPPED, NOT_STARTED -> Colour.YELLOW;
    };
  }

  private static String pause(AttemptRecord attempt, AttemptRecord next) {
    var pause = Duration.between(attempt.endedAt(), next.startedAt());
    return "+" + Ages.precise(pause.isNegative() ? Duration.ZERO : pause);
  }

  private String next(AttemptRecord attempt) {
    return switch (attempt.verdict()) {
      case RUN_SUCCEEDED -> "-";
      case RUN_FAILED ->
        row.allowed().isPresent() && row.made() >= row.allowed().getAsInt()
            ? "limit reached"
            : "given up";
      case RETRY -> row.nextAttempt().map(at -> "at " + Ages.clock(at)).orElse("now");
      case SUPERSEDED -> "superseded";
    };
  }

  private void log(Lines out) {
    if (attempts.isEmpty() || log.isEmpty()) return;
    int number = attempts.getLast().number();
    out.plain("Last lines of attempt " + number + " (" + log.size() + " kept):");
    Printable.lines(log).forEach(line -> out.plain("  | " + line));
  }

  /** One word for each run before the present one, newest first. */
  private void earlier(Lines out) {
    Map<String, List<AttemptRecord>> runs = attempts.stream()
        .filter(a -> !presentRun().contains(a))
        .collect(
            Collectors.groupingBy(AttemptRecord::run, LinkedHashMap::new, Collectors.toList()));
    if (runs.isEmpty()) return;
    var newest = new ArrayList<>(runs.values());
    Collections.reverse(newest);
    out.blank();
    out.field(
        "Earlier runs",
        newest.stream()
            .limit(EARLIER)
            .map(JobDescription::earlier)
            .collect(Collectors.joining(out.terminal().dot())));
  }

  private static String earlier(List<AttemptRecord> run) {
    var last = run.getLast();
    long failures = run.stream().filter(a -> a.result() == Result.FAILED).count();
    var tries = failures > 0 ? ", " + failures + " failed" : "";
    return Words.camel(last.result()) + " " + Ages.day(last.endedAt()) + " ("
        + Words.runKey(last.runKey()) + ", " + Ages.precise(last.duration()) + tries + ")";
  }
}
