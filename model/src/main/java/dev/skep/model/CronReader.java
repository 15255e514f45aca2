package dev.skep.model;

import dev.skep.model.Cron.Allowed;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text to {@link Cron}; what cannot be read is told by field, with what may stand there. */
final class CronReader {
  private static final Map<String, String> WORDS = new TreeMap<>(Map.of(
      "@yearly", "0 0 1 1 *",
      "@annually", "0 0 1 1 *",
      "@monthly", "0 0 1 * *",
      "@weekly", "0 0 * * 0",
      "@daily", "0 0 * * *",
      "@midnight", "0 0 * * *",
      "@hourly", "0 * * * *"));

  private static final int LONGEST = 400;

  /** As Go writes durations. */
  private static final Pattern EVERY =
      Pattern.compile("@every +(?:(\\d{1,3})h)?(?:(\\d{1,4})m)?(?:(\\d{1,6})s)?");

  private CronReader() {}

  static Cron read(String text) {
    var line = text.strip();
    if (line.length() > LONGEST) throw wrong("is longer than " + LONGEST + " characters");
    var every = EVERY.matcher(line.toLowerCase(Locale.ROOT));
    if (every.matches()) return read(line, every(line, every).split(" "));
    if (line.startsWith("@")) {
      var known = WORDS.get(line.toLowerCase(Locale.ROOT));
      if (known == null) {
        throw wrong("\"" + line + "\" is no word of a schedule; there are "
            + String.join(", ", WORDS.keySet()) + " and @every 10m");
      }
      return read(line, known.split(" "));
    }
    var parts = line.split("\\s+");
    if (parts.length != 5 && parts.length != 6) {
      throw wrong("has " + (line.isEmpty() ? 0 : parts.length) + " fields; write five (minute, "
          + "hour, day of month, month, day of week), or six with the second before them");
    }
    return read(String.join(" ", parts), parts);
  }

  private static Cron read(String line, String[] parts) {
    int at = parts.length - 5;
    var cron = new Cron(
        line,
        at == 1 ? field(CronField.SECOND, parts[0]) : new Allowed(1, false),
        field(CronField.MINUTE, parts[at]),
        field(CronField.HOUR, parts[at + 1]),
        field(CronField.DAY, parts[at + 2]),
        field(CronField.MONTH, parts[at + 3]),
        weekdays(field(CronField.WEEKDAY, parts[at + 4])));
    if (!cron.possible()) {
      throw wrong("day of month " + parts[at + 2] + " never comes in month " + parts[at + 3]);
    }
    return cron;
  }

  /** Slots that are the same whoever looks, and whenever: so the period has to fit the clock. */
  private static String every(String line, Matcher parts) {
    int seconds = 3600 * number(parts, 1) + 60 * number(parts, 2) + number(parts, 3);
    if (fits(seconds, 60)) return "*/" + seconds + " * * * * *";
    if (fits(seconds, 3600) && seconds % 60 == 0) return "*/" + seconds / 60 + " * * * *";
    if (fits(seconds, 86400) && seconds % 3600 == 0) return "0 */" + seconds / 3600 + " * * *";
    if (seconds == 86400) return "0 0 * * *";
    throw wrong("\"" + line + "\" does not divide a minute, an hour or a day into equal parts; "
        + "write one that does, such as @every 15m, or five fields");
  }

  private static boolean fits(int seconds, int within) {
    return seconds > 0 && seconds < within && within % seconds == 0;
  }

  private static int number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Integer.parseInt(parts.group(group));
  }

  private static Allowed weekdays(Allowed read) {
    long sunday = read.has(7) ? 1 : 0;
    return new Allowed((read.bits() | sunday) & 0x7F, read.open());
  }

  private static Allowed field(CronField field, String text) {
    long bits = 0;
    for (var item : text.split(",", -1)) bits |= item(field, text, item);
    return new Allowed(bits, text.startsWith("*") || text.startsWith("?"));
  }

  private static long item(CronField field, String text, String item) {
    int slash = item.indexOf('/');
    var range = slash < 0 ? item : item.substring(0, slash);
    int step = slash < 0 ? 1 : number(field, text, item.substring(slash + 1));
    if (step < 1 || step > field.most) {
      throw wrong(field, text, "a step is 1 to " + field.most);
    }
    boolean open = range.equals("*") || range.equals("?") && field.mayBeLeftOpen();
    int dash = range.indexOf('-');
    int from = open ? field.least : value(field, text, dash < 0 ? range : range.substring(0, dash));
    // As Vixie cron has it for "*", and as most others read "5/15": from there to the end.
    int to = dash >= 0 && !open
        ? value(field, text, range.substring(dash + 1))
        : open || slash >= 0 ? last(field) : from;
    if (field == CronField.WEEKDAY && to == 0 && from > 0) to = 7;
    if (to < from) {
      throw wrong(field, text, "the range " + range + " runs backwards; write it as two");
    }
    long bits = 0;
    for (int value = from; value <= to; value += step) bits |= 1L << value;
    return bits;
  }

  /** Where a range without an end ends: Sunday is not to count twice. */
  private static int last(CronField field) {
    return field == CronField.WEEKDAY ? 6 : field.most;
  }

  private static int value(CronField field, String text, String word) {
    int name = field.names.indexOf(word.toUpperCase(Locale.ROOT));
    if (name >= 0) return field == CronField.MONTH ? name + 1 : name;
    int value = number(field, text, word);
    if (value < field.least || value > field.most) {
      throw wrong(field, text, value + " is out of bounds");
    }
    return value;
  }

  private static int number(CronField field, String text, String word) {
    if (word.isEmpty()) throw wrong(field, text, "something is missing");
    if (!word.matches("[0-9]{1,4}")) throw wrong(field, text, "cannot read \"" + word + "\"");
    return Integer.parseInt(word);
  }

  private static IllegalArgumentException wrong(CronField field, String text, String why) {
    return wrong("field " + field.text() + " is \"" + text + "\": " + why + "; there may stand "
        + field.allowed());
  }

  private static IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(why);
  }
}
