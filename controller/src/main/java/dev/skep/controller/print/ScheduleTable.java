package dev.skep.controller.print;

import dev.skep.model.AttemptRecord;
import dev.skep.model.JobPhase;
import dev.skep.model.Schedule;
import dev.skep.model.StackStatus;
import dev.skep.model.StackStatus.JobRow;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code skep get schedules}: the jobs that run by the clock, and when. */
public final class ScheduleTable {
  /** So many runs ahead, for who looks once. */
  public static final int NEXT = 5;

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private ScheduleTable() {}

  /**
   * @param runs how many of the next ones are told, each by the clock of its schedule in a line
   */
  public static Table of(List<StackStatus> stacks, int runs, Instant now) {
    var table = new Table("STACK", "JOB", "PHASE", "SCHEDULE", "ZONE", "LAST", "NEXT", "IN")
        .spare("ZONE", "LAST")
        .keys(2);
    for (var stack : stacks) {
      for (var job : stack.jobs()) {
        job.schedule().ifPresent(schedule -> {
          first(table, stack.stack(), job, schedule, now);
          next(table, job, schedule, runs, now);
        });
      }
    }
    return table;
  }

  private static void first(Table table, String stack, JobRow job, Schedule schedule, Instant now) {
    table
        .row(stack, job.name())
        .cell(job.phase().text(), Words.colour(job))
        .cell(schedule.cron().text())
        .cell(schedule.zone().getId())
        .aging(last(job, now), job.last().map(AttemptRecord::run).orElse(""));
  }

  private static void next(Table table, JobRow job, Schedule schedule, int runs, Instant now) {
    var slots = job.phase() == JobPhase.SUSPENDED ? List.<Instant>of() : schedule.next(now, runs);
    if (slots.isEmpty()) table.cell("-").cell("-");
    for (int i = 0; i < slots.size(); i++) {
      if (i > 0) table.row("", "", "", "", "", "");
      var slot = slots.get(i);
      table.cell(moment(slot, schedule.zone())).aging(Ages.until(slot, now), slot.toString());
    }
  }

  private static String moment(Instant slot, ZoneId zone) {
    var local = slot.atZone(zone);
    return (local.getSecond() == 0 ? MINUTE : SECOND).format(local);
  }

  /** How the newest attempt ended, and how long ago. */
  private static String last(JobRow job, Instant now) {
    return job.last()
        .map(a -> Words.ending(a) + " " + Ages.since(Optional.of(a.endedAt()), now) + " ago")
        .orElse("-");
  }
}
