package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.JobPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobsTest {
  private static final String MARK = "deploy: {labels: {dev.skep.job: true}}\n";

  @TempDir
  Path folder;

  private Optional<JobPolicy> job(String lines) {
    return new Loading(folder)
        .stack(Loading.service(lines))
        .desired()
        .services()
        .get("app")
        .job();
  }

  private JobPolicy policy(String lines) {
    return job(lines).orElseThrow();
  }

  private List<String> errors(String lines) {
    return new Loading(folder).stack(Loading.service(lines)).errors();
  }

  private List<String> warnings(String lines) {
    return new Loading(folder).stack(Loading.service(lines)).warnings();
  }

  @Nested
  class Marks {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "deploy: {labels: {com.replicated.ephemeral: 'true'}}",
          "deploy: {labels: {com.replicated.ephemeral: true}}",
          "deploy: {labels: [com.replicated.ephemeral=true]}",
          "deploy: {labels: ['dev.skep.job=true']}",
          "deploy: {mode: replicated-job}",
          "deploy: {mode: replicated-job, replicas: 1}",
          "deploy: {mode: replicated-job, replicas: 5}",
          "deploy: {mode: global-job}"
        })
    void makeAJob(String lines) {
      assertThat(job(lines)).contains(JobPolicy.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "deploy: {labels: {com.replicated.ephemeral: 'false'}}",
          "labels: {com.replicated.ephemeral: 'true'}",
          "deploy: {mode: replicated}",
          "tty: true"
        })
    void elsewhereMakeNone(String lines) {
      assertThat(job(lines)).isEmpty();
    }

    @Test
    void onTheContainerAreWarnedOf() {
      assertThat(warnings("labels: {com.replicated.ephemeral: 'true'}"))
          .containsExactly("stack.yml:4:5: warning: services.app.labels: com.replicated.ephemeral"
              + " makes a job only under deploy.labels; move it");
    }

    @Test
    void thatAreNeitherTrueNorFalseAreRefused() {
      assertThat(errors("deploy: {labels: {com.replicated.ephemeral: ja}}"))
          .containsExactly("stack.yml:4:14: services.app.deploy.labels: com.replicated.ephemeral is"
              + " \"ja\"; write \"true\" or \"false\"");
    }
  }

  @Nested
  class AJob {
    @Test
    void aloneHasAPolicy() {
      assertThat(errors("x-skep: {job: {retry: none}}"))
          .containsExactly(
              "stack.yml:4:14: services.app.x-skep.job: this service is no job; mark it"
                  + " as a job with deploy.labels: {\"dev.skep.job\": \"true\"}");
      assertThat(errors("deploy: {labels: [dev.skep.job=true]}\nx-skep: {jobs: 1, nonsense: 2}"))
          .containsExactly(
              "stack.yml:5:14: services.app.x-skep.jobs: unknown key; did you mean job?",
              "stack.yml:5:23: services.app.x-skep.nonsense: unknown key; delete it, or write job");
    }
  }

  @Nested
  class RestartPolicy {
    @Test
    void givesTheJobsRetries() {
      var policy = policy("""
          deploy:
            labels: {com.replicated.ephemeral: "true"}
            restart_policy: {condition: on-failure, delay: 10m, max_attempts: 3}
          """);
      assertThat(policy.backoffLimit()).hasValue(3);
      assertThat(policy.attemptsAllowed()).hasValue(4);
      assertThat(policy.backoff())
          .isEqualTo(new JobPolicy.Backoff(Duration.ofMinutes(10), 2, Duration.ofMinutes(10)));
    }

    @Test
    void withoutALimitIsUnlimited() {
      var lines = "deploy: {labels: [dev.skep.job=true], restart_policy: {max_attempts: 0}}";
      assertThat(policy(lines).attemptsAllowed()).isEmpty();
    }

    @Test
    void noneMeansOneAttempt() {
      var lines = "deploy: {labels: [dev.skep.job=true], restart_policy: {condition: none}}";
      assertThat(policy(lines).attemptsAllowed()).hasValue(1);
    }

    @Test
    void windowIsWarnedOf() {
      var lines = "deploy: {labels: [dev.skep.job=true], restart_policy: {window: 5s}}";
      assertThat(warnings(lines))
          .containsExactly("stack.yml:4:60: warning: services.app.deploy.restart_policy.window: has"
              + " no meaning for a job; delete it");
    }

    @Test
    void whenAbsentGivesWayToRestart() {
      assertThat(policy(MARK + "restart: on-failure:5").backoffLimit()).hasValue(5);
      assertThat(policy(MARK + "restart: always")).isEqualTo(JobPolicy.DEFAULT);
      assertThat(policy(MARK + "restart: 'no'").retry()).isFalse();
    }
  }
}
