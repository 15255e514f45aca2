package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Cron;
import dev.skep.model.DesiredService;
import dev.skep.model.Schedule;
import dev.skep.model.Schedule.Concurrency;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that swarm-cronjob runs. */
class CronjobLabelsTest {
  private static final String AT_NIGHT = "swarm.cronjob.enable=true, swarm.cronjob.schedule=";

  @TempDir
  Path folder;

  private static String file(String labels, String more) {
    return Loading.service("deploy:\n"
        + "  mode: replicated\n"
        + "  replicas: 0\n"
        + "  labels: [" + labels + "]\n"
        + "  restart_policy: {condition: none}\n"
        + more);
  }

  private DesiredService read(String labels) {
    return new Loading(folder).stack(file(labels, "")).desired().services().get("app");
  }

  private Optional<Schedule> schedule(String labels) {
    return read(labels).job().flatMap(job -> job.schedule());
  }

  private static Schedule at(String cron, String zone, Concurrency concurrency) {
    return new Schedule(Cron.of(cron), ZoneId.of(zone), concurrency, Optional.empty());
  }

  @Test
  void makeAJobThatIsTriedOnce() {
    var policy = read(AT_NIGHT + "0 2 * * *").job().orElseThrow();
    assertThat(policy.retry()).isFalse();
    assertThat(policy.schedule()).contains(at("0 2 * * *", "UTC", Concurrency.REPLACE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0/30 * * * * *                 | 0/30 * * * * * | UTC",
        "@every 5m                      | @every 5m      | UTC",
        "CRON_TZ=Asia/Tokyo * * * * *   | * * * * *      | Asia/Tokyo",
        "TZ=Europe/Paris @midnight      | @midnight      | Europe/Paris",
      })
  void haveItsFormsOfASchedule(String line, String cron, String zone) {
    assertThat(schedule(AT_NIGHT + line)).contains(at(cron, zone, Concurrency.REPLACE));
  }

  @ParameterizedTest
  @CsvSource({"true, FORBID", "1, FORBID", "T, FORBID", "false, REPLACE", "0, REPLACE"})
  void sayWhatBecomesOfARunThatIsNotOver(String skip, Concurrency concurrency) {
    assertThat(schedule(AT_NIGHT + "@daily, swarm.cronjob.skip-running=" + skip))
        .contains(at("@daily", "UTC", concurrency));
  }

  @Test
  void mayAskForWhatIsAlwaysDone() {
    var labels =
        AT_NIGHT + "@daily, swarm.cronjob.registry-auth=true, swarm.cronjob.query-registry=false";
    assertThat(new Loading(folder).stack(file(labels, "")).warnings()).isEmpty();
  }

  @Test
  void thatAreSwitchedOffLeaveAService() {
    assertThat(read("swarm.cronjob.enable=false, swarm.cronjob.schedule=@daily").job())
        .isEmpty();
    assertThat(read("swarm.cronjob.schedule=@daily").job()).isEmpty();
  }

  @Test
  void goWithWhatOursSays() {
    var text = file(AT_NIGHT + "@daily", "x-skep:\n  job: {timeZone: Europe/Vienna}\n");
    assertThat(new Loading(folder).stack(text).policy().schedule())
        .contains(at("@daily", "Europe/Vienna", Concurrency.REPLACE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "swarm.cronjob.enable=yes | enable: is \"yes\"; write \"true\" or \"false\"",
        "swarm.cronjob.enable=true | enable: there is no swarm.cronjob.schedule beside it; write",
        "swarm.cronjob.enable=true, swarm.cronjob.schedule=61 * * * * | schedule: field minute is",
        "swarm.cronjob.enable=true, swarm.cronjob.schedule=@daily, swarm.cronjob.skip-running=maybe"
            + " | skip-running: is \"maybe\"; write \"true\" or \"false\"",
        "swarm.cronjob.enable=true, swarm.cronjob.schedule=@daily, swarm.cronjob.replicas=0"
            + " | replicas: is \"0\"; write a number from 1 on",
        "swarm.cronjob.enable=true, swarm.cronjob.schedule=@daily, swarm.cronjob.run-once=true"
            + " | run-once: a job without a schedule runs once; write dev.skep.job: \"true\" in",
      })
  void thatCannotBeReadAreTold(String labels, String error) {
    assertThat(new Loading(folder).stack(file(labels, "")).errors())
        .singleElement()
        .asString()
        .contains("services.app.deploy.labels.swarm.cronjob." + error);
  }

  @Test
  void thatAreUnknownAreTold() {
    var text = file(AT_NIGHT + "@daily, swarm.cronjob.capabilities=NET_ADMIN", "");
    assertThat(new Loading(folder).stack(text).warnings())
        .singleElement()
        .asString()
        .contains("swarm.cronjob.capabilities: means nothing to Skep; delete it");
  }
}
