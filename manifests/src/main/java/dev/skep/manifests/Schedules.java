package dev.skep.manifests;

import dev.skep.model.Cron;
import dev.skep.model.Labels;
import dev.skep.model.Schedule;
import dev.skep.model.Schedule.Concurrency;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads when a job runs that does not run on change. */
final class Schedules {
  private static final ZoneId UTC = ZoneId.of("UTC");

  private final Problems problems;

  private Schedules(Problems problems) {
    this.problems = problems;
  }

  /** What {@code x-skep.job} says of it. */
  static Optional<Schedule> of(Fields job, Problems problems) {
    return new Schedules(problems).read(job);
  }

  /** The short form: the schedule alone, as a label of the service. */
  static Optional<Schedule> of(Fields deploy, Map<String, String> labels, Problems problems) {
    return Optional.ofNullable(labels.get(Labels.SCHEDULE))
        .flatMap(line -> new Schedules(problems)
            .cron(line, deploy.place("labels"), deploy.path("labels") + "." + Labels.SCHEDULE))
        .map(cron -> new Schedule(cron, UTC, Concurrency.FORBID, Optional.empty()));
  }

  private Optional<Schedule> read(Fields job) {
    var cron = job.text("schedule")
        .flatMap(
            line -> cron(line, job.value("schedule").orElseThrow().place(), job.path("schedule")));
    var zone = job.text("timeZone").flatMap(name -> zone(job, name));
    var concurrency = job.text("concurrency").map(word -> concurrency(job, word));
    var late = Durations.positive(
        job,
        "startingDeadline",
        "0 leaves no time to begin; write more, or delete it for no limit",
        problems);
    if (!job.has("schedule")) {
      for (var key : List.of("timeZone", "concurrency", "startingDeadline")) {
        if (job.has(key)) {
          problems.error(
              job.place(key),
              job.path(key) + ": means nothing without a schedule; delete it, or write one");
        }
      }
    }
    return cron.map(
        c -> new Schedule(c, zone.orElse(UTC), concurrency.orElse(Concurrency.FORBID), late));
  }

  private Optional<Cron> cron(String line, Place place, String path) {
    try {
      return Optional.of(Cron.of(line));
    } catch (IllegalArgumentException e) {
      problems.error(place, path + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<ZoneId> zone(Fields job, String name) {
    try {
      var zone = ZoneId.of(name);
      if (!(zone instanceof ZoneOffset)) return Optional.of(zone);
    } catch (DateTimeException e) {
      // Told below.
    }
    problems.error(
        job.value("timeZone").orElseThrow().place(),
        job.path("timeZone") + ": " + Problems.quote(name)
            + " is no time zone; write one such as Europe/Vienna or UTC"
            + Suggest.nearest(name, ZoneId.getAvailableZoneIds())
                .map(near -> "; did you mean " + near + "?")
                .orElse(""));
    return Optional.empty();
  }

  private Concurrency concurrency(Fields job, String word) {
    if (word.equals("allow")) {
      problems.error(
          job.place("concurrency"),
          job.path("concurrency") + ": a job never runs twice at once; write forbid or replace, or"
              + " make two jobs of it");
    } else {
      job.oneOf("concurrency", word, List.of("forbid", "replace"));
    }
    return word.equals("replace") ? Concurrency.REPLACE : Concurrency.FORBID;
  }
}
