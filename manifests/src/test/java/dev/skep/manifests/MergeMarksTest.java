package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Tree;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code !reset} takes a key away, {@code !override} replaces what it stands on. */
class MergeMarksTest {
  @TempDir
  Path folder;

  private Loading files(String... services) {
    var loading = new Loading(folder);
    for (var lines : services) {
      var indented = lines.stripTrailing().indent(4);
      loading.stack("services:\n  app:\n    tty: false\n" + indented);
    }
    return loading;
  }

  private String container(String field, String... services) {
    return files(services)
        .spec("app")
        .object("TaskTemplate", "ContainerSpec")
        .at(field)
        .orElse(Tree.Nil.NIL)
        .canonical();
  }

  @Nested
  class Reset {
    @Test
    void takesAKeyAwayAtAnyDepth() {
      assertThat(
              container("Env", "image: a\nenvironment: {A: 1, B: 2}", "environment: {A: !reset }"))
          .isEqualTo("[\"B=2\"]");
      assertThat(
              container("Env", "image: a\nenvironment: [A=1, B=2]", "environment: {A: !reset x}"))
          .isEqualTo("[\"B=2\"]");
      var spec = files(
              "image: a\ndeploy: {placement: {constraints: [a==b], max_replicas_per_node: 1}}",
              "deploy: {placement: {constraints: !reset []}}")
          .spec("app");
      assertThat(spec.object("TaskTemplate", "Placement").canonical())
          .isEqualTo("{\"MaxReplicas\":1}");
    }

    @Test
    void takesWholeServicesAndTheirNetworksAway() {
      var stack = new Loading(folder)
          .stack("services: {app: {image: a}, db: {image: b, networks: [n]}}\nnetworks: {n: }\n")
          .stack("services: {db: !reset }\nnetworks: !reset {}\n")
          .desired();
      assertThat(stack.services()).containsOnlyKeys("app");
      assertThat(stack.networks()).containsOnlyKeys("default");
    }

    @Test
    void ofOneFileHoldsForTheLaterOnesToo() {
      assertThat(container("DNSConfig", "image: a\ndns: [a]", "dns: !reset []", "dns: [b]"))
          .isEqualTo("{\"Nameservers\":[\"b\"]}");
    }

    @Test
    void leavesNothingOfItsOwnValueAlsoInOneFile() {
      assertThat(container("User", "image: a\nuser: !reset root")).isEqualTo("null");
      assertThat(container("Mounts", "image: a\ntmpfs: [/a, !reset /b]"))
          .isEqualTo("[{\"Target\":\"/a\",\"Type\":\"tmpfs\"}]");
      assertThat(container(
              "Mounts", "image: a\nvolumes: [{type: tmpfs, target: /a, read_only: !reset true}]"))
          .isEqualTo("[{\"Target\":\"/a\",\"Type\":\"tmpfs\"}]");
    }

    @Test
    void takesOneItemAwayWhereItemsHaveAKey() {
      assertThat(container(
              "Mounts", "image: a\nvolumes: ['/a:/x', '/b:/y']", "volumes: [!reset '/a:/x']"))
          .isEqualTo("[{\"Source\":\"/b\",\"Target\":\"/y\",\"Type\":\"bind\"}]");
      assertThat(container("Env", "image: a\nenvironment: {A: 1, B: 2}", "environment: [!reset A]"))
          .isEqualTo("[\"B=2\"]");
    }
  }

  @Nested
  class Override {
    @Test
    void replacesMappingsAndListsAsAWhole() {
      assertThat(container(
              "Env", "image: a\nenvironment: {A: 1, B: 2}", "environment: !override {A: 3}"))
          .isEqualTo("[\"A=3\"]");
      assertThat(container("DNSConfig", "image: a\ndns: [a]", "dns: !override [b]", "dns: [c]"))
          .isEqualTo("{\"Nameservers\":[\"b\",\"c\"]}");
    }

    @Test
    void replacesBelowAMappingThatIsMerged() {
      var resources = "deploy: {resources: {limits: %s, reservations: {memory: 64m}}}";
      var spec = files(
              "image: a\n" + resources.formatted("{memory: 128m, cpus: 1}"),
              resources.formatted("!override {cpus: 2}"))
          .spec("app");
      assertThat(spec.object("TaskTemplate", "Resources", "Limits").canonical())
          .isEqualTo("{\"NanoCPUs\":2000000000}");
      assertThat(spec.object("TaskTemplate", "Resources", "Reservations").canonical())
          .isEqualTo("{\"MemoryBytes\":67108864}");
    }

    @Test
    void replacesAWholeService() {
      var stack = new Loading(folder)
          .stack(Loading.service("user: root\nhostname: a"))
          .stack("services: {app: !override {image: b}}\n");
      var container = stack.spec("app").object("TaskTemplate", "ContainerSpec");
      assertThat(container.text("Image")).hasValue("b:latest");
      assertThat(container.at("User")).isEmpty();
    }
  }

  @Test
  void otherTagsAreRefusedWhereverTheyStand() {
    var loading = files("image: a", "dns: !replace [b]\nenvironment: {A: !remove }");
    assertThat(loading.errors())
        .containsExactly(
            "stack1.yml:4:10: the tag \"!replace\" is not known; only !reset and !override are",
            "stack1.yml:5:22: the tag \"!remove\" is not known; only !reset and !override are");
  }
}
