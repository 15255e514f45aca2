package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DependsOn;
import dev.skep.model.JobPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database, a migration and the application that needs it. */
class DjangoPostgresTest {
  static final String SEED = """
      services:
        postgres:
          image: postgres:15
          restart: always
          ports:
            - "5434:5432"
          environment:
            - POSTGRES_USER=pythonapp
            - POSTGRES_PORT=5432
          volumes:
            - postgres:/var/lib/postgresql/data

        migrate-pg:
          image: example/pythonapp
          command: ["python", "manage.py", "db", "upgrade"]
          deploy:
            labels:
              com.replicated.ephemeral: "true"
            restart_policy:
              delay: 3s
              condition: on-failure
          environment:
            - DB_URL="postgresql://pythonapp:password@postgres:5432/pythonapp"
          depends_on:
            - postgres

        app:
          image: example/pythonapp:1.4.2
          deploy:
            replicas: 2
            restart_policy:
              delay: 3s
          ports:
            - "5000:3000"
          depends_on:
            - migrate-pg

      volumes:
        postgres:
      """;

  @TempDir
  Path folder;

  Loading loading;

  @BeforeEach
  void load() {
    loading = new Loading(folder).stack(SEED);
  }

  @Test
  void rendersTheDatabaseAsTheDockerCliSendsIt() {
    assertThat(loading.spec("postgres").canonical())
        .isEqualTo(("{'EndpointSpec':{'Ports':[{'Protocol':'tcp','PublishMode':'ingress',"
                + "'PublishedPort':5434,'TargetPort':5432}]},"
                + "'Labels':{'com.docker.stack.image':'postgres:15',"
                + "'com.docker.stack.namespace':'shop'},"
                + "'Mode':{'Replicated':{}},'Name':'shop_postgres',"
                + "'TaskTemplate':{'ContainerSpec':{"
                + "'Env':['POSTGRES_PORT=5432','POSTGRES_USER=pythonapp'],"
                + "'Image':'postgres:15','Labels':{'com.docker.stack.namespace':'shop'},"
                + "'Mounts':[{'Source':'shop_postgres','Target':'/var/lib/postgresql/data',"
                + "'Type':'volume',"
                + "'VolumeOptions':{'Labels':{'com.docker.stack.namespace':'shop'}}}],"
                + "'Privileges':{}},"
                + "'Networks':[{'Aliases':['postgres'],'Target':'shop_default'}],"
                + "'Placement':{},'Resources':{},"
                + "'RestartPolicy':{'Condition':'any'}}}")
            .replace('\'', '"'));
  }

  @Test
  void makesTheImpliedNetworkAnOverlay() {
    var network = loading.desired().networks().get("default");
    assertThat(network.name()).isEqualTo("shop_default");
    assertThat(network.spec().canonical())
        .isEqualTo(
            "{\"CheckDuplicate\":true,\"Driver\":\"overlay\",\"Labels\":{\"com.docker.stack.namespace\":\"shop\"},"
                + "\"Name\":\"shop_default\"}");
  }

  @Test
  void keepsQuotesThatTheListFormOfEnvironmentHolds() {
    assertThat(loading.spec("migrate-pg").array("TaskTemplate", "ContainerSpec", "Env"))
        .hasToString(
            "[Str[value=DB_URL=\"postgresql://pythonapp:password@postgres:5432/pythonapp\"]]");
  }

  @Test
  void namesTheLatestTagInTheSpecAndNotInTheLabel() {
    var spec = loading.spec("migrate-pg");
    assertThat(spec.text("TaskTemplate", "ContainerSpec", "Image"))
        .hasValue("example/pythonapp:latest");
    assertThat(spec.text("Labels", "com.docker.stack.image")).hasValue("example/pythonapp");
  }

  @Test
  void takesTheMarkedServiceForAJobWithItsRestartPolicy() {
    var job = loading.desired().services().get("migrate-pg").job().orElseThrow();
    assertThat(job.retry()).isTrue();
    assertThat(job.backoffLimit()).isEmpty();
    assertThat(job.backoff())
        .isEqualTo(new JobPolicy.Backoff(Duration.ofSeconds(3), 2, Duration.ofMinutes(5)));
    assertThat(loading.desired().services().get("app").job()).isEmpty();
  }

  @Test
  void waitsForServicesToStartAndForJobsToSucceedInTheShortForm() {
    var services = loading.desired().services();
    assertThat(services.get("migrate-pg").dependsOn())
        .isEqualTo(Map.of("postgres", DependsOn.SERVICE_STARTED));
    assertThat(services.get("app").dependsOn())
        .isEqualTo(Map.of("migrate-pg", DependsOn.SERVICE_COMPLETED_SUCCESSFULLY));
  }

  @Test
  void setsReplicasOnlyWhereTheFileDoes() {
    assertThat(loading.spec("app").number("Mode", "Replicated", "Replicas")).hasValue(2);
    assertThat(loading.spec("postgres").at("Mode", "Replicated", "Replicas")).isEmpty();
  }

  @Nested
  class Revisions {
    @Test
    void areEqualForEqualContentWrittenOtherwise() {
      var other = SEED.replace("delay: 3s", "delay: 3000ms # comment")
          .replace(
              "\"5434:5432\"", "{target: 5432, published: 5434, protocol: tcp, mode: ingress}");
      assertThat(new Loading(folder).stack(other).desired().revision())
          .isEqualTo(loading.desired().revision())
          .hasSize(12);
    }

    @Test
    void differForAnyRenderedDifference() {
      var revision = loading.desired().revision();
      var other =
          new Loading(folder).stack(SEED.replace("1.4.2", "1.4.3")).desired().revision();
      assertThat(other).isNotEqualTo(revision);
    }
  }
}
