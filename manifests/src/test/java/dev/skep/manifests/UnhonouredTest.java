package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not reach the engine is told of, where keys alone do not tell. */
class UnhonouredTest {
  @TempDir
  Path folder;

  @Nested
  class OptionsOfAMount {
    private Loading mount(String mount) {
      return new Loading(folder)
          .stack(Loading.service("volumes: ['" + mount + "']") + "volumes: {data: }\n");
    }

    @ParameterizedTest
    @CsvSource({
      "/a:/b:z,z",
      "'/a:/b:ro,Z',Z",
      "/a:/b:cached,cached",
      "/a:/b:nocopy,nocopy",
      "data:/b:z,z",
      "data:/b:rshared,rshared"
    })
    void areWarnedOfWhereSwarmDoesNotKnowThem(String mount, String option) {
      assertThat(mount(mount).warnings())
          .containsExactly("stack.yml:4:15: warning: services.app.volumes: Swarm cannot honour the"
              + " option \"" + option + "\"");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"/a:/b", "/a:/b:rw", "/a:/b:ro,rslave", "data:/b:ro,nocopy", "data:/b:"})
    void areTakenInSilenceWhereItDoes(String mount) {
      assertThat(mount(mount).warnings()).isEmpty();
    }
  }

  @Nested
  class KeysWithAnotherWay {
    @ParameterizedTest
    @CsvSource({
      "scale: 3,deploy.replicas",
      "cpus: 0.5,deploy.resources.limits.cpus",
      "cpu_period: 1,deploy.resources.limits.cpus",
      "mem_reservation: 1g,deploy.resources.reservations.memory",
      "pids_limit: 9,deploy.resources.limits.pids",
      "gpus: all,for GPUs write deploy.resources.reservations.generic_resources",
      "pre_start: [{command: x}],make it a job",
      "shm_size: 64m,tmpfs:"
    })
    void nameIt(String line, String way) {
      assertThat(new Loading(folder).stack(Loading.service(line)).warnings())
          .singleElement()
          .asString()
          .contains(": Swarm cannot honour it; ", way)
          .doesNotContain("delete it");
    }

    @ParameterizedTest
    @CsvSource({
      "cpu_shares,deploy.resources.limits.cpus",
      "cpuset,deploy.resources.limits.cpus",
      "mem_limit,deploy.resources.limits.memory",
      "memswap_limit,deploy.resources.limits.memory"
    })
    void nameItWhereTheyAreRefused(String key, String way) {
      assertThat(new Loading(folder).stack(Loading.service(key + ": 1")).errors())
          .containsExactly(
              "stack.yml:4:5: services.app." + key + ": Swarm cannot honour it; write " + way);
    }
  }

  @Nested
  class NewerCompose {
    @Test
    void hasJobsOfItsOwnThatAreWarnedOf() {
      var jobs = "jobs: {migrate: {image: 'm:1', triggers: {manual: true}}}\n";
      assertThat(new Loading(folder).stack(Loading.service("") + jobs).warnings())
          .containsExactly("stack.yml:4:1: warning: jobs: Skep runs none of them; write each under"
              + " services, where you mark it as a job with deploy.labels: {\"dev.skep.job\":"
              + " \"true\"}");
    }

    @Test
    void isWarnedOfWhereItIsIncluded() {
      var loading = new Loading(folder)
          .file("other.yaml", "models: {llm: {model: ai/x}}\nnetworks: {n: {}}\n")
          .stack("include: [other.yaml]\n" + Loading.service(""));
      assertThat(loading.warnings())
          .containsExactly("other.yaml:1:1: warning: models: Swarm runs none; write the address of"
              + " one into environment");
    }

    @Test
    void hasMountsOfImagesThatAreRefused() {
      var mount = "volumes: [{type: image, source: 'a:1', target: /a, image: {subpath: b}}]";
      assertThat(new Loading(folder).stack(Loading.service(mount)).errors())
          .containsExactly("stack.yml:4:16: services.app.volumes.type: Swarm mounts no images; copy"
              + " the files into the service's own image, or mount a volume");
    }

    @Test
    void givesVolumesLabelsBesideTheMount() {
      var options = new Loading(folder)
          .stack(
              Loading.service("volumes:\n  - {source: v, target: /v, volume: {labels: [a=1, b=1]}}")
                  + "volumes: {v: {labels: {b: 2}}}\n")
          .spec("app")
          .at("TaskTemplate", "ContainerSpec", "Mounts")
          .orElseThrow()
          .canonical();
      assertThat(options)
          .contains("\"Labels\":{\"a\":\"1\",\"b\":\"2\",\"com.docker.stack.namespace\":\"shop\"}");
    }
  }

  @Nested
  class KeysOfWhatIsExternal {
    @ParameterizedTest
    @CsvSource({
      "networks,attachable: true",
      "configs,template_driver: golang",
      "secrets,template_driver: golang",
      "secrets,driver_opts: {a: b}"
    })
    void areWarnedOf(String section, String key) {
      var top = section + ": {ours: {external: true, " + key + "}}\n";
      var name = section + ".ours." + key.substring(0, key.indexOf(':'));
      assertThat(new Loading(folder).stack(Loading.service("") + top).warnings())
          .singleElement()
          .asString()
          .endsWith("warning: " + name + ": what is external stays as it is; delete it");
    }

    @Test
    void areNotAskedForWhereTheyAreNot() {
      var top = "configs: {ours: {external: true}}\nnetworks: {ours: {external: true}}\n";
      assertThat(new Loading(folder).stack(Loading.service("") + top).warnings())
          .isEmpty();
    }
  }
}
