package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Cron;
import dev.skep.model.JobPolicy;
import dev.skep.model.Schedule;
import dev.skep.model.Schedule.Concurrency;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulesTest {
  private static final String AT = "stack.yml:5:20: services.app.x-skep.job.";

  @TempDir
  Path folder;

  private Optional<Schedule> read(String keys) {
    assertThat(Schema.COMPOSE.problems(Loading.job(keys))).isEmpty();
    return new Loading(folder).stack(Loading.job(keys)).policy().schedule();
  }

  @Test
  void aJobHasNoneUnlessItSaysSo() {
    assertThat(JobPolicy.DEFAULT.schedule()).isEmpty();
    assertThat(read("suspend: true")).isEmpty();
  }

  @Test
  void goesByUtcAndForbidsUnlessItSaysOtherwise() {
    assertThat(read("schedule: '0 2 * * *'"))
        .contains(new Schedule(
            Cron.of("0 2 * * *"), ZoneId.of("UTC"), Concurrency.FORBID, Optional.empty()));
  }

  @Test
  void isReadWithEveryKey() {
    assertThat(read("schedule: '@daily', timeZone: Europe/Vienna, concurrency: replace,"
            + " startingDeadline: 1h"))
        .contains(new Schedule(
            Cron.of("@daily"),
            ZoneId.of("Europe/Vienna"),
            Concurrency.REPLACE,
            Optional.of(Duration.ofHours(1))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "timeZone: UTC | timeZone: means nothing without a schedule; delete it, or write one",
        "concurrency: forbid | concurrency: means nothing without a schedule; delete it, or",
        "history: {failed: 1} | history: means nothing without a schedule; delete it, or",
        "startingDeadline: 1h | startingDeadline: means nothing without a schedule; delete it, or",
      })
  void ofWhichPartsMeanNothingWithoutIt(String keys, String error) {
    var errors = new Loading(folder).stack(Loading.job(keys)).errors();
    assertThat(errors).singleElement().asString().startsWith(AT + error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "schedule: '61 * * * *' | schedule: field minute is \"61\": 61 is out of bounds; there may"
            + " stand *, 0 to 59, lists (a,b), ranges (a-b) and steps (*/n)",
        "schedule: hourly | schedule: has 1 fields; write five (minute, hour, day of month, month,"
            + " day of week), or six with the second before them",
        "schedule: '@hourly', timeZone: Europe/Wien | timeZone: \"Europe/Wien\" is no time zone;"
            + " write one such as Europe/Vienna or UTC",
        "schedule: '@hourly', timeZone: '+02:00' | timeZone: \"+02:00\" is no time zone; write one",
        "schedule: '@hourly', concurrency: allow | concurrency: a job never runs twice at once;"
            + " write forbid or replace, or make two jobs of it",
        "schedule: '@hourly', concurrency: some | concurrency: expected forbid or replace, found",
        "schedule: '@hourly', history: {failed: 101} | history.failed: at most 100 runs are",
        "schedule: '@hourly', history: {kept: 3} | history.kept: unknown key; delete it, or write"
            + " one of succeeded, failed",
        "schedule: '@hourly', startingDeadline: 0s | startingDeadline: 0 leaves no time to begin;",
      })
  void tellsWhatItCannotRead(String keys, String error) {
    var errors = new Loading(folder).stack(Loading.job(keys)).errors();
    assertThat(errors).singleElement().asString().contains(".x-skep.job." + error);
    assertThat(errors.getFirst()).startsWith("stack.yml:5:");
  }

  private static String labelled(String labels, String more) {
    return "services:\n  app:\n    image: app:1\n    deploy:\n      labels: {" + labels + "}\n"
        + more;
  }

  @Test
  void mayBeALabel() {
    var text = labelled("dev.skep.job: 'true', dev.skep.schedule: '*/5 * * * *'", "");
    assertThat(new Loading(folder).stack(text).policy().schedule())
        .contains(new Schedule(
            Cron.of("*/5 * * * *"), ZoneId.of("UTC"), Concurrency.FORBID, Optional.empty()));
  }

  @Test
  void isSaidOnceAndOfJobsOnly() {
    var twice = labelled(
        "dev.skep.job: 'true', dev.skep.schedule: '@daily'",
        "    x-skep: {job: {schedule: '@daily'}}\n");
    assertThat(new Loading(folder).stack(twice).errors())
        .singleElement()
        .asString()
        .endsWith("deploy.labels.dev.skep.schedule: services.app.x-skep.job.schedule says when it"
            + " runs too; keep one of them");
    assertThat(new Loading(folder)
            .stack(labelled("dev.skep.schedule: '@daily'", ""))
            .errors())
        .anyMatch(e -> e.contains("dev.skep.schedule: this service is no job; mark it as a job"));
  }

  @Test
  void asALabelTheRestOfItIsInTheExtension() {
    var text = labelled(
        "dev.skep.job: 'true', dev.skep.schedule: '@daily'",
        "    x-skep: {job: {timeZone: Europe/Vienna, concurrency: replace}}\n");
    assertThat(new Loading(folder).stack(text).policy().schedule())
        .contains(new Schedule(
            Cron.of("@daily"), ZoneId.of("Europe/Vienna"), Concurrency.REPLACE, Optional.empty()));
  }

  @Test
  void saysHowManyRunsAreRemembered() {
    assertThat(read("schedule: '@daily', history: {succeeded: 3, failed: 100}"))
        .map(Schedule::history)
        .contains(new Schedule.History(3, 100));
    assertThat(read("schedule: '@daily', history: {failed: 0}"))
        .map(Schedule::history)
        .contains(new Schedule.History(20, 0));
  }

  @Test
  void mayBeginWithItsTimeZone() {
    assertThat(read("schedule: 'CRON_TZ=Asia/Tokyo 0 6 * * *'"))
        .contains(new Schedule(
            Cron.of("0 6 * * *"), ZoneId.of("Asia/Tokyo"), Concurrency.FORBID, Optional.empty()));
    var two = Loading.job("schedule: 'TZ=Asia/Tokyo 0 6 * * *', timeZone: UTC");
    assertThat(new Loading(folder).stack(two).errors())
        .singleElement()
        .asString()
        .contains("schedule: goes by Asia/Tokyo, and timeZone is UTC; keep one of them");
    var none = Loading.job("schedule: 'TZ=Tokyo 0 6 * * *'");
    assertThat(new Loading(folder).stack(none).errors())
        .singleElement()
        .asString()
        .contains("schedule: \"Tokyo\" is no time zone; write one such as");
  }

  @Test
  void leavesNothingToWaitFor() {
    var text = labelled(
        "dev.skep.job: 'true', dev.skep.schedule: '@daily'",
        "  web:\n    image: web:1\n    depends_on: [app]\n");
    assertThat(new Loading(folder).stack(text).errors())
        .singleElement()
        .asString()
        .contains("depends_on.app: app runs by a schedule, and nothing can wait for that;");
  }
}
