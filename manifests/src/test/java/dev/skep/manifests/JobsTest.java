package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.JobPolicy;
import dev.skep.model.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
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

  private java.util.List<String> errors(String lines) {
    return new Loading(folder).stack(Loading.service(lines)).errors();
  }

  private java.util.List<String> warnings(String lines) {
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
          "deploy: {mode: replicated-job, replicas: 1}"
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
    void runsOnceOnly() {
      assertThat(errors("deploy: {replicas: 2, labels: [dev.skep.job=true]}"))
          .containsExactly("stack.yml:4:14: services.app.deploy.replicas: a job runs once, more is"
              + " not supported yet; delete the line");
      assertThat(errors("deploy: {mode: global-job}"))
          .containsExactly("stack.yml:4:14: services.app.deploy.mode: a job runs once, not on every"
              + " node; write replicated-job");
    }

    @Test
    void hasASpecWithoutReplicas() {
      var loading =
          new Loading(folder).stack(Loading.service("deploy: {mode: replicated-job, replicas: 1}"));
      assertThat(loading.spec("app").at("Mode"))
          .contains(new Draft().keep("Replicated", Tree.Obj.EMPTY).tree());
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
      assertThat(warnings("deploy: {labels: [dev.skep.job=true], restart_policy: {window: 5s}}"))
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

  @Nested
  class Extension {
    @Test
    void overridesTheRestartPolicy() {
      var policy = policy("""
          deploy:
            labels: [dev.skep.job=true]
            restart_policy: {delay: 3s, max_attempts: 9}
          x-skep:
            job:
              retry: on-failure
              backoffLimit: 2
              backoff: {factor: 1.5, cap: 1m}
              startTimeout: 2m
              ttlAfterSuccess: 1h
              ttlAfterFailure: 3d
              logTail: 10
          """);
      assertThat(policy)
          .isEqualTo(JobPolicy.DEFAULT
              .retrying(
                  true,
                  OptionalInt.of(2),
                  new JobPolicy.Backoff(Duration.ofSeconds(3), 1.5, Duration.ofMinutes(1)))
              .with(new JobPolicy.Limits(Optional.empty(), Optional.empty(), Duration.ofMinutes(2)))
              .with(new JobPolicy.Keep(Duration.ofHours(1), Duration.ofDays(3), 10)));
    }

    @Test
    void limitZeroMeansNoRetry() {
      assertThat(policy(MARK + "x-skep: {job: {backoffLimit: 0}}").attemptsAllowed())
          .hasValue(1);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
      assertThat(errors(MARK
              + "x-skep: {job: {backofLimit: 1, schedule: '@daily', retry: ever, logTail: -1,"
              + " startTimeout: soon, backoff: {factor: 0.5}}, jobs: 1}"))
          .containsExactly(
              "stack.yml:5:20: services.app.x-skep.job.backofLimit: unknown key; did you mean"
                  + " backoffLimit?",
              "stack.yml:5:36: services.app.x-skep.job.schedule: not supported yet; delete it",
              "stack.yml:5:56: services.app.x-skep.job.retry: expected on-failure or none, found"
                  + " \"ever\"",
              "stack.yml:5:78: services.app.x-skep.job.logTail: expected 0 or more",
              "stack.yml:5:96: services.app.x-skep.job.startTimeout: expected a duration such as 30s,"
                  + " 10m or 7d, found the text \"soon\"",
              "stack.yml:5:112: services.app.x-skep.job.backoff.factor: expected 1 to 100",
              "stack.yml:5:127: services.app.x-skep.jobs: unknown key; did you mean job?");
    }

    @Test
    void isRefusedOnAServiceThatIsNoJob() {
      assertThat(errors("x-skep: {job: {retry: none}}"))
          .containsExactly(
              "stack.yml:4:14: services.app.x-skep.job: this service is no job; mark it"
                  + " as a job with deploy.labels: {\"dev.skep.job\": \"true\"}");
    }
  }
}
