package dev.skep.model;

import java.util.List;

/** A field of a {@link Cron} line: what it is called and what may stand in it. */
enum CronField {
  SECOND("second", 0, 59, List.of()),
  MINUTE("minute", 0, 59, List.of()),
  HOUR("hour", 0, 23, List.of()),
  DAY("day of month", 1, 31, List.of()),
  MONTH(
      "month",
      1,
      12,
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
  /** Both 0 and 7 are Sunday. */
  WEEKDAY("day of week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

  private final String text;
  final int least;
  final int most;
  final List<String> names;

  CronField(String text, int least, int most, List<String> names) {
    this.text = text;
    this.least = least;
    this.most = most;
    this.names = names;
  }

  /** Whether a question mark may stand for any: where the other of two fields decides. */
  boolean mayBeLeftOpen() {
    return this == DAY || this == WEEKDAY;
  }

  String text() {
    return text;
  }

  /** What may stand in it, for people. */
  String allowed() {
    var values = least + " to " + most
        + (names.isEmpty() ? "" : " or " + names.getFirst() + " to " + names.getLast());
    return "*, " + (mayBeLeftOpen() ? "?, " : "") + values
        + ", lists (a,b), ranges (a-b) and steps (*/n)";
  }
}
