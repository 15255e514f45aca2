package dev.skep.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * A schedule as Vixie cron has it: minute, hour, day of month, month and day of week, or six fields
 * of which the first is the second; or a word such as {@code @daily} or {@code @every 10m}. When
 * neither day field begins with a star, one that matches is enough; else both must.
 *
 * <p>Where clocks are put forward or back, the rule is Vixie's too. A schedule with a fixed time of
 * day (neither minute nor hour begins with a star) keeps to each date's one run: slots in the hour
 * that is left out are one slot, at the first moment after it, and of an hour that comes twice only
 * the first counts. Any other goes by the clock on the wall as it is: in the hour left out it has
 * no slots, in the one that comes twice it has them twice, so that a run every ten minutes stays
 * one every ten minutes.
 *
 * @param text the line as people wrote it
 */
public record Cron(
    String text,
    Allowed seconds,
    Allowed minutes,
    Allowed hours,
    Allowed days,
    Allowed months,
    Allowed weekdays) {

  /** From one 29 February on a certain weekday to the next may be forty years, over 2100. */
  private static final int MONTHS_AHEAD = 41 * 12;

  private static final int CHANGES_AHEAD = 41 * 6;

  /**
   * @param bits the values that match, each as one bit
   * @param open begins with a star or a question mark
   */
  public record Allowed(long bits, boolean open) {
    boolean has(int value) {
      return (bits >> value & 1) == 1;
    }

    /** The first from this one on, or -1. */
    int next(int from) {
      long left = from > 63 ? 0 : bits >>> from << from;
      return left == 0 ? -1 : Long.numberOfTrailingZeros(left);
    }
  }

  /**
   * @throws IllegalArgumentException naming the field, and what may stand there
   */
  public static Cron of(String text) {
    return CronReader.read(text);
  }

  /** The next slot after a moment, not at it; empty if there is none within forty years. */
  public Optional<Instant> next(Instant after, ZoneId zone) {
    var second = after.truncatedTo(ChronoUnit.SECONDS);
    return fixedTime() ? byDate(second, zone.getRules()) : byClock(second, zone.getRules());
  }

  /** The latest slot after a moment and not after another; work grows with neither's distance. */
  public Optional<Instant> latest(Instant after, Instant until, ZoneId zone) {
    if (noneBetween(after, until, zone)) return Optional.empty();
    long before = after.getEpochSecond();
    long end = until.getEpochSecond() + 1;
    while (end - before > 1) {
      long middle = before + (end - before) / 2;
      if (noneBetween(Instant.ofEpochSecond(middle), until, zone)) end = middle;
      else before = middle;
    }
    var last = Instant.ofEpochSecond(before);
    return next(last.isBefore(after) ? after : last, zone);
  }

  /** How many slots there are between two moments, both left out; no more than {@code most}. */
  public int count(Instant after, Instant before, ZoneId zone, int most) {
    int count = 0;
    var slot = next(after, zone);
    while (count < most && slot.filter(s -> s.isBefore(before)).isPresent()) {
      count++;
      slot = next(slot.get(), zone);
    }
    return count;
  }

  private boolean noneBetween(Instant after, Instant until, ZoneId zone) {
    return next(after, zone).filter(s -> !s.isAfter(until)).isEmpty();
  }

  private boolean fixedTime() {
    return !minutes.open() && !hours.open();
  }

  private Optional<Instant> byDate(Instant after, ZoneRules rules) {
    var offset = rules.getOffset(after);
    var local = LocalDateTime.ofEpochSecond(after.getEpochSecond(), 0, offset);
    var change = rules.getTransition(local);
    // In an hour that comes the second time, all of it has been.
    boolean again = change != null && change.isOverlap() && offset.equals(change.getOffsetAfter());
    return match(again ? change.getDateTimeBefore() : local.plusSeconds(1)).map(slot -> {
      var at = rules.getTransition(slot);
      if (at == null) return slot.toInstant(rules.getOffset(slot));
      return at.isGap() ? at.getInstant() : slot.toInstant(at.getOffsetBefore());
    });
  }

  private Optional<Instant> byClock(Instant after, ZoneRules rules) {
    var from = after.plusSeconds(1);
    for (int i = 0; i < CHANGES_AHEAD; i++) {
      var offset = rules.getOffset(from);
      var found = match(LocalDateTime.ofEpochSecond(from.getEpochSecond(), 0, offset))
          .map(slot -> slot.toInstant(offset));
      var change = rules.nextTransition(from);
      if (found.isEmpty() || change == null) return found;
      if (found.get().isBefore(change.getInstant())) return found;
      from = change.getInstant();
    }
    return Optional.empty();
  }

  /** The first matching time on the calendar from this one on. */
  private Optional<LocalDateTime> match(LocalDateTime from) {
    if (onDate(from.toLocalDate())) {
      var time = timeFrom(from.toLocalTime());
      if (time.isPresent()) return Optional.of(from.toLocalDate().atTime(time.get()));
    }
    var first = timeFrom(LocalTime.MIN).orElseThrow();
    return dateFrom(from.toLocalDate().plusDays(1)).map(date -> date.atTime(first));
  }

  private Optional<LocalDate> dateFrom(LocalDate from) {
    var month = YearMonth.from(from);
    int day = from.getDayOfMonth();
    for (int i = 0; i < MONTHS_AHEAD; i++) {
      if (months.has(month.getMonthValue())) {
        for (; day <= month.lengthOfMonth(); day++) {
          if (onDate(month.atDay(day))) return Optional.of(month.atDay(day));
        }
      }
      month = month.plusMonths(1);
      day = 1;
    }
    return Optional.empty();
  }

  private boolean onDate(LocalDate date) {
    if (!months.has(date.getMonthValue())) return false;
    boolean day = days.has(date.getDayOfMonth());
    boolean weekday = weekdays.has(date.getDayOfWeek().getValue() % 7);
    return days.open() || weekdays.open() ? day && weekday : day || weekday;
  }

  private Optional<LocalTime> timeFrom(LocalTime from) {
    for (int hour = hours.next(from.getHour()); hour >= 0; hour = hours.next(hour + 1)) {
      int least = hour == from.getHour() ? from.getMinute() : 0;
      for (int minute = minutes.next(least); minute >= 0; minute = minutes.next(minute + 1)) {
        boolean now = hour == from.getHour() && minute == from.getMinute();
        int second = seconds.next(now ? from.getSecond() : 0);
        if (second >= 0) return Optional.of(LocalTime.of(hour, minute, second));
      }
    }
    return Optional.empty();
  }

  /** As people wrote it: policies are told apart by their words. */
  @Override
  public String toString() {
    return text;
  }

  /** Whether some year has such a date. */
  boolean possible() {
    if (!days.open() && !weekdays.open()) return true;
    for (var month : Month.values()) {
      int day = days.next(1);
      if (months.has(month.getValue()) && day >= 0 && day <= month.maxLength()) return true;
    }
    return false;
  }
}
