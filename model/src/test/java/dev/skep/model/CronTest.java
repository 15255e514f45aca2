package dev.skep.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Instant MONDAY = Instant.parse("2026-11-23T11:43:20Z");

  private static Instant next(String line, Instant after) {
    return Cron.of(line).next(after, UTC).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * *             | 2026-11-23T11:44:00Z",
        "*/30 * * * * *        | 2026-11-23T11:43:30Z",
        "0 2 * * *             | 2026-11-24T02:00:00Z",
        "30 1,13 * * *         | 2026-11-23T13:30:00Z",
        "10-20/5 * * * *       | 2026-11-23T12:10:00Z",
        "50/5 * * * *          | 2026-11-23T11:50:00Z",
        "0 0 * * MON           | 2026-11-30T00:00:00Z",
        "0 0 * * 7             | 2026-11-29T00:00:00Z",
        "0 0 * * sun           | 2026-11-29T00:00:00Z",
        "0 0 * * fri-sun       | 2026-11-27T00:00:00Z",
        "0 0 * * 6-7           | 2026-11-28T00:00:00Z",
        "0 0 1 jan ?           | 2027-01-01T00:00:00Z",
        "0 0 29 2 *            | 2028-02-29T00:00:00Z",
        "0 0 13 * FRI          | 2026-11-27T00:00:00Z",
        "0 0 */13 * FRI        | 2026-11-27T00:00:00Z",
        "0 0 ? * WED           | 2026-11-25T00:00:00Z",
        "@hourly               | 2026-11-23T12:00:00Z",
        "@daily                | 2026-11-24T00:00:00Z",
        "@Midnight             | 2026-11-24T00:00:00Z",
        "@weekly               | 2026-11-29T00:00:00Z",
        "@monthly              | 2026-12-01T00:00:00Z",
        "@yearly               | 2027-01-01T00:00:00Z",
        "@annually             | 2027-01-01T00:00:00Z",
        "@every 10s            | 2026-11-23T11:43:30Z",
        "@every 5m             | 2026-11-23T11:45:00Z",
        "@Every 1h             | 2026-11-23T12:00:00Z",
        "@every 7h60m          | 2026-11-23T16:00:00Z",
        "@every 24h0m0s        | 2026-11-24T00:00:00Z",
      })
  void findsTheNextSlot(String line, Instant slot) {
    assertThat(next(line, MONDAY)).isEqualTo(slot);
  }

  @Test
  void aSlotIsNotAfterItself() {
    var slot = Instant.parse("2026-11-24T02:00:00Z");
    assertThat(next("0 2 * * *", slot.minusNanos(1))).isEqualTo(slot);
    assertThat(next("0 2 * * *", slot)).isEqualTo(slot.plus(Duration.ofDays(1)));
    assertThat(next("0 2 * * *", slot.plusNanos(1))).isEqualTo(slot.plus(Duration.ofDays(1)));
  }

  @Test
  void knowsWhatComesOnceInFortyYears() {
    // A Sunday that is a 29 February; 2100 has none.
    assertThat(next("0 0 29 2 */7", Instant.parse("2088-03-01T00:00:00Z")))
        .isEqualTo("2128-02-29T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''              | has 0 fields; write five",
        "0 2 * *         | has 4 fields; write five",
        "0 0 2 * * * *   | has 7 fields; write five",
        "@every 90s      | \"@every 90s\" does not divide a minute, an hour or a day into equal",
        "@every 0s       | \"@every 0s\" does not divide",
        "@every 48h      | \"@every 48h\" does not divide",
        "@every          | \"@every\" is no word of a schedule; there are @annually, @daily,",
        "60 * * * *      | field minute is \"60\": 60 is out of bounds; there may stand *, 0 to 59,",
        "* 24 * * *      | field hour is \"24\": 24 is out of bounds; there may stand *, 0 to 23,",
        "* * 0 * *       | field day of month is \"0\": 0 is out of bounds; there may stand *, ?, 1",
        "* * * 13 *      | field month is \"13\": 13 is out of bounds; there may stand *, 1 to 12 or",
        "* * * FEV *     | field month is \"FEV\": cannot read \"FEV\"",
        "* * * * 8       | field day of week is \"8\": 8 is out of bounds; there may stand *, ?, 0 to 7",
        "60 * * * * *    | field second is \"60\"",
        "* * L * *       | field day of month is \"L\": cannot read \"L\"",
        "* * * * 5#2     | field day of week is \"5#2\": cannot read \"5#2\"",
        "? * * * *       | field minute is \"?\": cannot read \"?\"",
        "*/0 * * * *     | field minute is \"*/0\": a step is 1 to 59",
        "1,,2 * * * *    | field minute is \"1,,2\": something is missing",
        "1- * * * *      | field minute is \"1-\": something is missing",
        "-5 * * * *      | field minute is \"-5\": something is missing",
        "20-10 * * * *   | field minute is \"20-10\": the range 20-10 runs backwards",
        "99999 * * * *   | field minute is \"99999\": cannot read \"99999\"",
        "0 0 31 2 *      | day of month 31 never comes in month 2",
        "0 0 30-31 feb * | day of month 30-31 never comes in month feb",
        "0 0 31 4,6 *    | day of month 31 never comes in month 4,6",
        "@reboot         | \"@reboot\" is no word of a schedule; there are @annually, @daily,",
      })
  void tellsWhatItCannotRead(String line, String why) {
    assertThatThrownBy(() -> Cron.of(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(why);
  }

  @Test
  void refusesALineWithoutEnd() {
    assertThatThrownBy(() -> Cron.of("1,".repeat(500) + "1 * * * *"))
        .hasMessageContaining("longer than 400");
  }

  @Nested
  class OfWhatWasMissed {
    private final Cron minutely = Cron.of("* * * * *");

    @Test
    void findsTheLatestInAMomentThoughYearsHavePassed() {
      var now = Instant.parse("2026-11-23T11:43:20Z");
      var longAgo = Instant.parse("1996-01-01T00:00:00Z");
      assertThat(minutely.latest(longAgo, now, UTC))
          .contains(Instant.parse("2026-11-23T11:43:00Z"));
      assertThat(minutely.count(longAgo, now, UTC, 1000)).isEqualTo(1000);
    }

    @Test
    void countsWhatLiesBetween() {
      assertThat(minutely.count(MONDAY, Instant.parse("2026-11-23T11:47:00Z"), UTC, 1000))
          .isEqualTo(3);
    }

    @Test
    void isNothingBeforeTheNextSlot() {
      assertThat(minutely.latest(MONDAY, MONDAY.plusSeconds(39), UTC)).isEmpty();
      assertThat(minutely.latest(MONDAY, MONDAY, UTC)).isEmpty();
      assertThat(minutely.latest(MONDAY, MONDAY.minusSeconds(7200), UTC)).isEmpty();
    }

    @Test
    void isTheSlotOfThisVerySecond() {
      var slot = Instant.parse("2026-11-23T11:44:00Z");
      assertThat(minutely.latest(MONDAY, slot, UTC)).contains(slot);
      assertThat(minutely.latest(slot, slot, UTC)).isEmpty();
    }
  }

  @Nested
  class WhereClocksAreChanged {
    private List<String> slots(String line, String zone, String from, String to) {
      var id = ZoneId.of(zone);
      var end = ZonedDateTime.of(LocalDateTime.parse(to), id).toInstant();
      var at = ZonedDateTime.of(LocalDateTime.parse(from), id).toInstant();
      var out = new ArrayList<String>();
      for (var slot = Cron.of(line).next(at, id).orElseThrow();
          slot.isBefore(end);
          slot = Cron.of(line).next(slot, id).orElseThrow()) {
        out.add(slot.atZone(id).toOffsetDateTime().toString());
      }
      return out;
    }

    @ParameterizedTest
    @CsvSource({
      "30 2 * * *, Europe/Vienna, 2026-03-29, 2026-03-29T03:00+02:00",
      "'0,30 2 * * *', Europe/Vienna, 2026-03-29, 2026-03-29T03:00+02:00",
      "'0 2,3 * * *', Europe/Vienna, 2026-03-29, 2026-03-29T03:00+02:00",
      "30 2 * * *, America/New_York, 2026-03-08, 2026-03-08T03:00-04:00",
      "15 2 * * *, Australia/Lord_Howe, 2026-10-04, 2026-10-04T02:30+11:00",
      "30 2 * * *, Europe/Vienna, 2026-10-25, 2026-10-25T02:30+02:00",
      "30 1 * * *, America/New_York, 2026-11-01, 2026-11-01T01:30-04:00",
      "45 1 * * *, Australia/Lord_Howe, 2026-04-05, 2026-04-05T01:45+11:00",
    })
    void aFixedTimeOfDayHasOneSlotADate(String line, String zone, String date, String slot) {
      assertThat(slots(line, zone, date + "T00:00", date + "T23:00")).containsExactly(slot);
    }

    @Test
    void theDateAfterTheChangeIsAsAlways() {
      assertThat(slots("30 2 * * *", "Europe/Vienna", "2026-03-28T12:00", "2026-03-31T12:00"))
          .containsExactly(
              "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00", "2026-03-31T02:30+02:00");
    }

    @Test
    void anHourlyScheduleRunsEveryHourThatPasses() {
      assertThat(slots("0 * * * *", "Europe/Vienna", "2026-03-29T00:30", "2026-03-29T04:30"))
          .containsExactly(
              "2026-03-29T01:00+01:00", "2026-03-29T03:00+02:00", "2026-03-29T04:00+02:00");
      assertThat(slots("0 * * * *", "America/New_York", "2026-11-01T00:30", "2026-11-01T02:30"))
          .containsExactly(
              "2026-11-01T01:00-04:00", "2026-11-01T01:00-05:00", "2026-11-01T02:00-05:00");
    }

    @Test
    void aScheduleOfEveryTenMinutesStaysOne() {
      assertThat(
              slots("*/10 * * * *", "Australia/Lord_Howe", "2026-04-05T01:15", "2026-04-05T02:05"))
          .containsExactly(
              "2026-04-05T01:20+11:00",
              "2026-04-05T01:30+11:00",
              "2026-04-05T01:40+11:00",
              "2026-04-05T01:50+11:00",
              "2026-04-05T01:30+10:30",
              "2026-04-05T01:40+10:30",
              "2026-04-05T01:50+10:30",
              "2026-04-05T02:00+10:30");
      assertThat(
              slots("*/10 * * * *", "Australia/Lord_Howe", "2026-10-04T01:45", "2026-10-04T02:45"))
          .containsExactly(
              "2026-10-04T01:50+10:30", "2026-10-04T02:30+11:00", "2026-10-04T02:40+11:00");
    }
  }
}
