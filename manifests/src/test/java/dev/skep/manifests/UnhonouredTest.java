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
