package dev.skep.manifests;

import dev.skep.model.Cron;
import dev.skep.model.Labels;
import dev.skep.model.Schedule;
import dev.skep.model.Schedule.Concurrency;
import dev.skep.model.Schedule.History;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads when a job runs that does not run on change: as {@code x-skep.job} says, or a label of its
 * service.
 */
final class Schedules {
  private static final ZoneId UTC = ZoneId.of("UTC");

  /** As swarm-cronjob takes it. */
  private static final Pattern ZONED = Pattern.compile("(?:CRON_)?TZ=(\\S+)\\s+(.*)");

  /** Of each kind: all of a job's records are read at every start. */
  private static final int MOST_RUNS = 100;

  private final Problems problems;

  /** A schedule's text, and where it stands. */
  private record Line(Place place, String path, String text) {}

  private Schedules(Problems problems) {
    this.problems = problems;
  }

  /**
   * @param job what {@code x-skep.job} says; empty where there is none
   * @param labels of the service
   */
  static Optional<Schedule> of(
      Optional<Fields> job,
      Fields deploy,
      Map<String, String> labels,
      Optional<CronjobLabels> cronjob,
      Problems problems) {
    var schedules = new Schedules(problems);
    var lines = new ArrayList<Line>();
    job.ifPresent(fields -> fields.text("schedule").ifPresent(text -> {
      var place = fields.value("schedule").orElseThrow().place();
      lines.add(new Line(place, fields.path("schedule"), text));
    }));
    Optional.ofNullable(labels.get(Labels.SCHEDULE))
        .ifPresent(text -> lines.add(label(deploy, Labels.SCHEDULE, text)));
    cronjob
        .flatMap(CronjobLabels::schedule)
        .ifPresent(text -> lines.add(label(deploy, CronjobLabels.SCHEDULE, text)));
    if (lines.size() > 1) {
      problems.error(
          lines.getLast().place(),
          lines.getLast().path() + ": " + lines.getFirst().path() + " says when it runs too; keep"
              + " one of them");
    }
    var usual = cronjob.map(CronjobLabels::concurrency).orElse(Concurrency.FORBID);
    return schedules.read(lines.stream().findFirst(), job, usual);
  }

  private static Line label(Fields deploy, String key, String text) {
    return new Line(deploy.place("labels"), deploy.path("labels") + "." + key, text);
  }

  private Optional<Schedule> read(Optional<Line> line, Optional<Fields> job, Concurrency usual) {
    var zone = job.flatMap(this::zone);
    var concurrency = job.flatMap(this::concurrency).orElse(usual);
    var late = job.flatMap(fields -> Durations.positive(
        fields,
        "startingDeadline",
        "0 leaves no time to begin; write more, or delete it for no limit",
        problems));
    var history = job.flatMap(fields -> fields.section("history")).map(this::history);
    if (line.isEmpty()) {
      job.ifPresent(this::meaningless);
      return Optional.empty();
    }
    return line.flatMap(l -> cron(l, zone))
        .map(at ->
            new Schedule(at.cron(), at.zone(), concurrency, late, history.orElse(History.DEFAULT)));
  }

  private record At(Cron cron, ZoneId zone) {}

  private Optional<At> cron(Line line, Optional<ZoneId> zone) {
    var zoned = ZONED.matcher(line.text().strip());
    if (!zoned.matches()) return cron(line, line.text(), zone.orElse(UTC));
    var said = zone(line.place(), line.path(), zoned.group(1));
    if (zone.isPresent() && said.isPresent() && !zone.equals(said)) {
      problems.error(
          line.place(),
          line.path() + ": goes by " + said.get() + ", and timeZone is " + zone.get()
              + "; keep one of them");
    }
    return cron(line, zoned.group(2), said.orElse(UTC));
  }

  private Optional<At> cron(Line line, String text, ZoneId zone) {
    try {
      return Optional.of(new At(Cron.of(text), zone));
    } catch (IllegalArgumentException e) {
      problems.error(line.place(), line.path() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private History history(Fields fields) {
    var usual = History.DEFAULT;
    var history = new History(
        runs(fields, "succeeded", usual.succeeded()), runs(fields, "failed", usual.failed()));
    fields.finishOurs();
    return history;
  }

  private int runs(Fields fields, String key, int usual) {
    var number = fields.natural(key);
    if (number.orElse(0) > MOST_RUNS) {
      problems.error(
          fields.place(key), fields.path(key) + ": at most " + MOST_RUNS + " runs are remembered");
    }
    return (int) Math.min(number.orElse(usual), MOST_RUNS);
  }

  private void meaningless(Fields job) {
    if (job.has("schedule")) return;
    for (var key : List.of("timeZone", "concurrency", "startingDeadline", "history")) {
      if (job.has(key)) {
        problems.error(
            job.place(key),
            job.path(key) + ": means nothing without a schedule; delete it, or write one");
      }
    }
  }

  private Optional<ZoneId> zone(Fields job) {
    return job.text("timeZone")
        .flatMap(
            name -> zone(job.value("timeZone").orElseThrow().place(), job.path("timeZone"), name));
  }

  private Optional<ZoneId> zone(Place place, String path, String name) {
    try {
      var zone = ZoneId.of(name);
      if (!(zone instanceof ZoneOffset)) return Optional.of(zone);
    } catch (DateTimeException e) {
      // Told below.
    }
    problems.error(
        place,
        path + ": " + Problems.quote(name)
            + " is no time zone; write one such as Europe/Vienna or UTC"
            + Suggest.nearest(name, ZoneId.getAvailableZoneIds())
                .map(near -> "; did you mean " + near + "?")
                .orElse(""));
    return Optional.empty();
  }

  private Optional<Concurrency> concurrency(Fields job) {
    var word = job.text("concurrency");
    if (word.equals(Optional.of("allow"))) {
      problems.error(
          job.place("concurrency"),
          job.path("concurrency") + ": a job never runs twice at once; write forbid or replace, or"
              + " make two jobs of it");
      return Optional.empty();
    }
    word.ifPresent(w -> job.oneOf("concurrency", w, List.of("forbid", "replace")));
    return word.map(w -> w.equals("replace") ? Concurrency.REPLACE : Concurrency.FORBID);
  }
}
