package dev.skep.e2e;

import static dev.skep.e2e.OneOffs.ends;
import static dev.skep.e2e.OneOffs.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.SwarmLab;
import dev.skep.proxy.StubEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the flags of {@code skep run} give a job on a real engine. */
class RunFlagsIT {
  private final OneOffs jobs = new OneOffs(SwarmLab.single());

  @TempDir
  private Path folder;

  @AfterEach
  void nothingIsLeft() {
    jobs.close();
  }

  /** Runs it to a good end; what it wrote to stdout. */
  private String told(String script, String... flags) {
    var job = jobs.shell(script, flags);
    ends(job, 0);
    return job.out();
  }

  private void node(String script) {
    jobs.engine().lines(script);
  }

  /** Something of the Swarm that a job uses, made before and removed after. */
  private void with(String made, Runnable test, String removed) {
    node(made);
    try {
      test.run();
    } finally {
      waiting(removed).ignoreExceptions().until(() -> jobs.engine().lines(removed) != null);
    }
  }

  @Test
  void aNetworkOfTheSwarm() {
    with(
        "docker network create --driver overlay --subnet 10.99.7.0/24 " + jobs.name(),
        () -> assertThat(told("ip -o -4 addr", "--network", jobs.name())).contains(" 10.99.7."),
        "docker network rm " + jobs.name());
  }

  @Test
  void aNetworkThatIsNotThere() {
    var job = jobs.shell("true", "--network", jobs.name());
    ends(job, 125);
    assertThat(job.err()).contains("network " + jobs.name() + " not found");
  }

  @Nested
  class Mounts {
    @Test
    void aFolderOfTheNode() {
      var place = "/tmp/" + jobs.name();
      with(
          "mkdir " + place + " && echo here >" + place + "/file",
          () -> {
            var job = jobs.shell(
                "cat /data/file; touch /data/other",
                "--mount",
                "type=bind,source=" + place + ",target=/data,readonly");
            ends(job, 1);
            assertThat(job.out()).isEqualTo("here\n");
            assertThat(job.err()).contains("Read-only file system");
          },
          "rm -r " + place);
    }

    @Test
    void aVolumeThatStaysForTheNext() {
      var mount = "type=volume,source=" + jobs.name() + ",target=/data";
      with(
          "true",
          () -> {
            told("echo kept >/data/file", "--mount", mount);
            assertThat(told("cat /data/file", "--mount", mount)).isEqualTo("kept\n");
          },
          "docker volume rm " + jobs.name());
    }

    @Test
    void memory() {
      var mount = "type=tmpfs,target=/scratch,tmpfs-size=1m,tmpfs-mode=1700";
      assertThat(told("grep ' /scratch ' /proc/mounts", "--mount", mount))
          .startsWith("tmpfs /scratch tmpfs ")
          .contains("size=1024k", "mode=1700");
    }
  }

  @Nested
  class Payloads {
    @Test
    void aSecretByItsName() {
      with(
          "printf honey | docker secret create " + jobs.name() + " -",
          () -> assertThat(told("cat /run/secrets/" + jobs.name(), "--secret", jobs.name()))
              .isEqualTo("honey"),
          "docker secret rm " + jobs.name());
    }

    @Test
    void aConfigAsAFileOfSomebody() {
      with(
          "printf words | docker config create " + jobs.name() + " -",
          () -> assertThat(told(
                  "cat /etc/words; ls -ln /etc/words",
                  "--config",
                  "source=" + jobs.name() + ",target=/etc/words,uid=7,gid=8,mode=0440"))
              .matches("(?s)words-r--r----- +1 7 +8 +5 .*"),
          "docker config rm " + jobs.name());
    }

    @Test
    void allThatAreMissingAreTold() {
      var job = jobs.shell("true", "--secret", "no-such-secret", "--config", "no-such-config");
      ends(job, 125);
      assertThat(job.err())
          .contains("there is no secret no-such-secret", "there is no config no-such-config");
    }
  }

  @Test
  void variables() throws IOException {
    var file = Files.writeString(folder.resolve("env"), "# two\nRUN_A=of the file\nRUN_B=2\n");
    assertThat(told(
            "env | grep ^RUN_ | sort", "--env-file", file.toString(), "--env", "RUN_A=of a flag"))
        .isEqualTo("RUN_A=of a flag\nRUN_B=2\n");
  }

  @Test
  void whichNodeWillDo() {
    with(
        "docker node update --label-add " + jobs.name() + "=yes $(docker node ls -q)",
        () -> told("true", "--constraint", "node.labels." + jobs.name() + "==yes"),
        "docker node update --label-rm " + jobs.name() + " $(docker node ls -q)");
  }

  @Test
  void whatIsKeptIsThereWithItsLimits() {
    var job = jobs.shell("exit 3", "--keep", "--limit-cpu", "0.5", "--limit-memory", "32m");
    ends(job, 3);
    assertThat(jobs.engine().inspect(jobs.name(), "{{.Spec.Name}}")).isEqualTo(jobs.name());
    var limits = "docker inspect --format '{{.HostConfig.NanoCpus}} {{.HostConfig.Memory}}' ";
    assertThat(jobs.engine().line(limits + jobs.containers("--all").getFirst()))
        .isEqualTo("500000000 33554432");
    jobs.removeService();
  }

  @Test
  void aJobThatFailsTwiceHasAThirdTry() {
    var place = "/tmp/" + jobs.name();
    with(
        "mkdir " + place,
        () -> {
          var job = jobs.shell(
              "echo try >>/data/tries; cat /data/tries | wc -l; [ $(cat /data/tries | wc -l) = 3 ]",
              "--retries",
              "3",
              "--mount",
              "type=bind,source=" + place + ",target=/data");
          ends(job, 0);
          assertThat(job.out()).isEqualTo("1\n2\n3\n");
          assertThat(job.err())
              .isEqualTo("skep: try 1 of 4 ended with exit code 1\n"
                  + "skep: try 2 of 4 ended with exit code 1\n");
        },
        "rm -r " + place);
  }

  /** The lab's nodes take images as they are, so that what the engine is sent must do. */
  @ParameterizedTest
  @ValueSource(strings = {"", "--registry-auth"})
  void theLoginForARegistryIsSentWhenItIsAskedFor(String flag) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\":{\"reg.example:5000\":{\"auth\":\"bGFiOmhvbmV5\"}}}");
    try (var engine = StubEngine.tcp(request -> StubEngine.complaint(400, "not today"))) {
      var job = jobs.of(
          "reg.example:5000/private:1",
          flag.isEmpty() ? List.of() : List.of(flag),
          "DOCKER_CONFIG=" + folder,
          "DOCKER_HOST=" + engine.host());
      ends(job, 125);
      assertThat(job.err()).contains("not today");
      var sent = engine.headers("X-Registry-Auth").getFirst();
      assertThat(new String(Base64.getUrlDecoder().decode(sent), StandardCharsets.UTF_8))
          .isEqualTo(
              flag.isEmpty()
                  ? ""
                  : "{\"password\":\"honey\",\"serveraddress\":\"reg.example:5000\","
                      + "\"username\":\"lab\"}");
    }
  }
}
