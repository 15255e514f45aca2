package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DependsOn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DependenciesTest {
  @TempDir
  Path folder;

  Loading loading;

  @BeforeEach
  void empty() {
    loading = new Loading(folder);
  }

  private List<String> errors(String text) {
    return loading.stack(text).errors();
  }

  @Test
  void theLongFormNamesTheCondition() {
    var services = loading.stack("""
            services:
              app:
                image: a
                depends_on:
                  db: {condition: service_healthy}
                  job: {condition: service_completed_successfully}
                  cache: {condition: service_started}
                  plain:
              db: {image: a}
              cache: {image: a}
              plain: {image: a}
              job: {image: a, deploy: {mode: replicated-job}}
            """).desired().services();
    assertThat(services.get("app").dependsOn())
        .isEqualTo(Map.of(
            "db", DependsOn.SERVICE_HEALTHY,
            "job", DependsOn.SERVICE_COMPLETED_SUCCESSFULLY,
            "cache", DependsOn.SERVICE_STARTED,
            "plain", DependsOn.SERVICE_STARTED));
  }

  @Test
  void aCycleIsPrinted() {
    assertThat(errors("""
            services:
              entry: {image: a, depends_on: [a]}
              a: {image: a, depends_on: [b]}
              b:
                image: a
                depends_on:
                  c: {condition: service_healthy}
              c: {image: a, depends_on: [free, a]}
              free: {image: a}
            """))
        .containsExactly("stack.yml:3:30: services.a.depends_on: a cycle, a -> b -> c -> a; none of"
            + " them could ever start, take one arrow away");
  }

  @Test
  void aServiceCannotWaitForItself() {
    assertThat(errors("services:\n  a: {image: a, depends_on: [a]}\n"))
        .singleElement()
        .asString()
        .contains("a cycle, a -> a;");
  }

  @Test
  void twoCyclesAreBothTold() {
    assertThat(errors("""
            services:
              a: {image: a, depends_on: [b]}
              b: {image: a, depends_on: [a]}
              c: {image: a, depends_on: [d]}
              d: {image: a, depends_on: [c]}
            """)).hasSize(2);
  }

  @Test
  void completionOfAServiceNeverComes() {
    assertThat(errors("""
            services:
              app:
                image: a
                depends_on: {db: {condition: service_completed_successfully}}
              db: {image: a}
            """))
        .containsExactly("stack.yml:4:18: services.app.depends_on.db: db is no job and never"
            + " completes; mark it as a job with deploy.labels: {\"dev.skep.job\": \"true\"}, or wait"
            + " for service_healthy");
  }

  @Test
  void anUnknownServiceOrConditionIsAnError() {
    assertThat(errors("""
            services:
              app:
                image: a
                depends_on:
                  bd: {condition: service_started}
                  db: {condition: ready}
              db: {image: a}
            """))
        .containsExactly(
            "stack.yml:5:7: services.app.depends_on.bd: there is no service \"bd\"; did you mean db?",
            "stack.yml:6:23: services.app.depends_on.db.condition: expected service_started,"
                + " service_healthy, service_completed_successfully; found \"ready\"");
  }

  @Test
  void anOptionalUnknownServiceIsAWarning() {
    loading.stack(Loading.service("depends_on: {x: {required: false}}"));
    assertThat(loading.warnings())
        .containsExactly("stack.yml:4:18: warning: services.app.depends_on.x: there is no service"
            + " \"x\"; nothing is waited for");
  }

  @Test
  void aServiceOfAnInactiveProfileIsLeftOut() {
    var text = """
        services:
          app: {image: a, depends_on: {debug: {required: false}}}
          debug: {image: a, profiles: [dev]}
        """;
    assertThat(loading.stack(text).desired().services()).containsOnlyKeys("app");
    assertThat(loading.warnings())
        .containsExactly(
            "stack.yml:2:32: warning: services.app.depends_on.debug: the service debug is left out,"
                + " because none of its profiles is active; nothing is waited for",
            "stack.yml:3:21: warning: services.debug: left out, because none of its profiles (dev) is"
                + " in COMPOSE_PROFILES");
    assertThat(loading.variable("COMPOSE_PROFILES", "x,dev").desired().services())
        .containsOnlyKeys("app", "debug");
  }
}
