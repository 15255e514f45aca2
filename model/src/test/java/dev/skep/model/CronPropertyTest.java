package dev.skep.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random schedules in three days around a change of clocks, against a look at each minute. */
class CronPropertyTest {
  private static final Duration WINDOW = Duration.ofDays(3);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Vienna",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Nuuk",
        "Africa/Cairo",
        "Pacific/Apia"
      })
  void hasTheSlotsThatALookAtEachMinuteFinds(String name) {
    var zone = ZoneId.of(name);
    for (long seed = 0; seed < 150; seed++) {
      var random = new Random(seed);
      var line = line(random);
      var from = around(zone, random);
      var told = "seed " + seed + ": " + line + " in " + zone + " from " + from;
      var found = slots(Cron.of(line), zone, from);
      assertThat(found).as(told).isEqualTo(naive(Cron.of(line), zone, from));
      var until = from.plusSeconds(random.nextLong(WINDOW.toSeconds()));
      var before = found.headSet(until, true);
      assertThat(Cron.of(line).latest(from, until, zone).stream().toList())
          .as(told + " until " + until)
          .isEqualTo(before.isEmpty() ? List.of() : List.of(before.last()));
      assertThat(Cron.of(line).count(from, until, zone, 100_000))
          .as(told)
          .isEqualTo(found.headSet(until).size());
    }
  }

  private static TreeSet<Instant> slots(Cron cron, ZoneId zone, Instant from) {
    var out = new TreeSet<Instant>();
    var end = from.plus(WINDOW);
    for (var slot = cron.next(from, zone); slot.filter(s -> s.isBefore(end)).isPresent(); ) {
      assertThat(out.add(slot.get())).isTrue();
      slot = cron.next(slot.get(), zone);
    }
    return out;
  }

  private static TreeSet<Instant> naive(Cron cron, ZoneId zone, Instant from) {
    var out = new TreeSet<Instant>();
    var rules = zone.getRules();
    boolean fixed = !cron.minutes().open() && !cron.hours().open();
    for (var at = from.plusSeconds(60); at.isBefore(from.plus(WINDOW)); at = at.plusSeconds(60)) {
      var local = LocalDateTime.ofInstant(at, zone);
      boolean first = rules.getValidOffsets(local).getFirst().equals(rules.getOffset(at));
      if (matches(cron, local) && (first || !fixed)) out.add(at);
      var change = rules.nextTransition(at.minusNanos(1));
      if (!fixed || change == null || !change.getInstant().equals(at) || !change.isGap()) continue;
      var lost = change.getDateTimeBefore();
      for (; lost.isBefore(change.getDateTimeAfter()); lost = lost.plusMinutes(1)) {
        if (matches(cron, lost)) out.add(at);
      }
    }
    return out;
  }

  private static boolean matches(Cron cron, LocalDateTime at) {
    boolean day = cron.days().has(at.getDayOfMonth());
    boolean weekday = cron.weekdays().has(at.getDayOfWeek().getValue() % 7);
    boolean both = cron.days().open() || cron.weekdays().open();
    return cron.minutes().has(at.getMinute())
        && cron.hours().has(at.getHour())
        && cron.months().has(at.getMonthValue())
        && (both ? day && weekday : day || weekday);
  }

  private static Instant around(ZoneId zone, Random random) {
    var start = LocalDateTime.of(2011 + random.nextInt(18), 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
    var change = zone.getRules().nextTransition(start);
    var middle = change == null ? start : change.getInstant();
    if (change != null && random.nextBoolean()) {
      var second = zone.getRules().nextTransition(middle);
      if (second != null) middle = second.getInstant();
    }
    return middle
        .minus(Duration.ofMinutes(random.nextInt(2 * 24 * 60)))
        .truncatedTo(ChronoUnit.MINUTES);
  }

  private static String line(Random random) {
    return String.join(
        " ",
        field(random, 0, 59),
        field(random, 0, random.nextBoolean() ? 23 : 4),
        day(random, 1, 28),
        day(random, 1, 12),
        day(random, 0, 7));
  }

  private static String day(Random random, int least, int most) {
    return random.nextInt(3) > 0 ? "*" : field(random, least, most);
  }

  private static String field(Random random, int least, int most) {
    int a = least + random.nextInt(most - least + 1);
    int b = a + random.nextInt(most - a + 1);
    return switch (random.nextInt(6)) {
      case 0 -> "*";
      case 1 -> "*/" + (1 + random.nextInt(most - 1));
      case 2 -> a + "-" + b;
      case 3 -> a + "-" + b + "/" + (1 + random.nextInt(most - 1));
      case 4 -> a + "," + b;
      default -> "" + a;
    };
  }
}
