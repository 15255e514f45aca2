package dev.skep.controller.print;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Durations as people say them. */
public final class Ages {
  private Ages() {}

  /** In the one unit that matters: {@code 3s}, {@code 2m}, {@code 5h}, {@code 3d}. */
  public static String text(Duration age) {
    if (age.isNegative()) return "0s";
    if (age.toSeconds() < 60) return age.toSeconds() + "s";
    if (age.toMinutes() < 60) return age.toMinutes() + "m";
    return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
  }

  /** How long ago; a dash when it is not known. */
  public static String since(Optional<Instant> when, Instant now) {
    return when.map(w -> text(Duration.between(w, now))).orElse("-");
  }

  /** How long until then; a second that has begun counts. */
  static String until(Instant then, Instant now) {
    return text(Duration.between(now, then).plusMillis(999));
  }

  /** How long something took: {@code 0.4s}, {@code 41s}, {@code 1m02s}, {@code 2h05m}. */
  public static String precise(Duration taken) {
    if (taken.isNegative()) return "0s";
    if (taken.toMillis() < 10_000) {
      var tenths = String.format(Locale.ROOT, "%.1f", Math.floorDiv(taken.toMillis(), 100) / 10.0);
      return (tenths.endsWith(".0") ? tenths.substring(0, tenths.length() - 2) : tenths) + "s";
    }
    if (taken.toSeconds() < 60) return taken.toSeconds() + "s";
    if (taken.toMinutes() < 60) return taken.toMinutes() + "m" + two(taken.toSecondsPart()) + "s";
    return taken.toHours() + "h" + two(taken.toMinutesPart()) + "m";
  }

  /** A policy's duration, as one would write it: {@code 3s}, {@code 5m}, {@code 7d}. */
  public static String policy(Duration length) {
    long seconds = length.toSeconds();
    if (seconds == 0) return length.toMillis() == 0 ? "0s" : length.toMillis() + "ms";
    if (seconds % 86_400 == 0) return seconds / 86_400 + "d";
    if (seconds % 3600 == 0) return seconds / 3600 + "h";
    return seconds % 60 == 0 ? seconds / 60 + "m" : precise(length);
  }

  /** The time of day, for a table in which the day is plain: {@code 03:04:10Z}. */
  static String clock(Instant when) {
    return when.truncatedTo(ChronoUnit.SECONDS).toString().substring(11);
  }

  /** With its day, unless that is plain. */
  static String moment(Instant when, boolean today) {
    return today ? clock(when) : when.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String day(Instant when) {
    return when.toString().substring(0, 10);
  }

  private static String two(int number) {
    return (number < 10 ? "0" : "") + number;
  }
}
