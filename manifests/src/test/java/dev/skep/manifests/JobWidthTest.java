package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobWidthTest {
  private static final String JOB = "labels: {dev.skep.job: true}";
  private static final String NIGHTLY = "labels: {dev.skep.job: true, dev.skep.schedule: '@daily'}";

  @TempDir
  Path folder;

  private Loading deploy(String keys) {
    return new Loading(folder).stack(Loading.service("deploy: {" + keys + "}"));
  }

  private String mode(String keys) {
    return deploy(keys).spec("app").at("Mode").orElseThrow().canonical();
  }

  private List<String> errors(String keys) {
    return deploy(keys).errors();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      mode: replicated                  | {"Replicated":{}}
      mode: replicated-job              | {"Replicated":{}}
      mode: replicated-job, replicas: 1 | {"Replicated":{}}
      mode: replicated-job, replicas: 5 | {"Replicated":{"Replicas":5}}
      replicas: 1                       | {"Replicated":{}}
      replicas: 2                       | {"Replicated":{"Replicas":2}}
      mode: global                      | {"Global":{}}
      mode: global-job                  | {"Global":{}}
      """)
  void aJobsIsItsMode(String keys, String mode) {
    assertThat(mode(JOB + ", " + keys)).isEqualTo(mode);
  }

  @Test
  void noneIsOneWhenThereIsASchedule() {
    assertThat(mode(NIGHTLY + ", replicas: 0")).isEqualTo("{\"Replicated\":{}}");
    assertThat(mode(NIGHTLY + ", mode: replicated-job, replicas: 0"))
        .isEqualTo("{\"Replicated\":{}}");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      replicas: 0  | {"Replicated":{"Replicas":5}}
      replicas: 2  | {"Replicated":{"Replicas":5}}
      mode: global | {"Global":{}}
      """)
  void aLabelOfSwarmCronjobDecides(String keys, String mode) {
    var labels = "labels: {swarm.cronjob.enable: true, swarm.cronjob.schedule: '@daily',"
        + " swarm.cronjob.replicas: 5}";
    assertThat(mode(labels + ", " + keys)).isEqualTo(mode);
  }

  @Test
  void noneWithoutAScheduleIsRefused() {
    assertThat(errors("replicas: 0, " + JOB))
        .containsExactly("stack.yml:4:14: services.app.deploy.replicas: a job on no task never"
            + " runs; write 1 or more, or delete the line, and to hold the job back write x-skep:"
            + " {job: {suspend: true}}");
  }

  @ParameterizedTest
  @CsvSource({"global", "global-job"})
  void everyNodeHasNoNumber(String mode) {
    assertThat(errors("replicas: 2, mode: " + mode + ", " + JOB))
        .containsExactly("stack.yml:4:14: services.app.deploy.replicas: cannot stand beside mode: "
            + mode + "; delete one of the two");
  }

  @Test
  void otherModesAreRefused() {
    assertThat(errors("mode: job, " + JOB))
        .containsExactly("stack.yml:4:14: services.app.deploy.mode: expected replicated, global,"
            + " replicated-job or global-job, found \"job\"");
  }
}
