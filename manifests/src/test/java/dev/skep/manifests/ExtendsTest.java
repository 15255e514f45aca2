package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DependsOn;
import dev.skep.model.Tree;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service has of the one that it extends. */
class ExtendsTest {
  @TempDir
  Path folder;

  Loading loading;

  @BeforeEach
  void empty() {
    loading = new Loading(folder);
  }

  private Tree.Obj container(String service) {
    return loading.spec(service).object("TaskTemplate", "ContainerSpec");
  }

  private String field(String service, String field) {
    return container(service).at(field).orElse(Tree.Nil.NIL).canonical();
  }

  @Nested
  class OfTheSameFile {
    @Test
    void isPutBelowItsOwnKeys() {
      loading.stack("""
          services:
            base: {image: a, user: root, environment: {TZ: utc, PORT: 80}, command: [x], dns: [a]}
            app:
              extends: {service: base}
              environment: [PORT=8080]
              command: [y]
              dns: [b]
          """);
      assertThat(field("app", "Env")).isEqualTo("[\"PORT=8080\",\"TZ=utc\"]");
      assertThat(field("app", "Args")).isEqualTo("[\"y\"]");
      assertThat(field("app", "User")).isEqualTo("\"root\"");
      assertThat(field("app", "DNSConfig")).isEqualTo("{\"Nameservers\":[\"a\",\"b\"]}");
      assertThat(field("base", "Args")).isEqualTo("[\"x\"]");
    }

    @Test
    void mayBeNamedAloneAndExtendAnotherOneInAnyOrder() {
      loading.stack("""
          services:
            app: {extends: middle, hostname: app}
            middle: {extends: base, hostname: middle, user: middle}
            base: {image: a, hostname: base, user: base, working_dir: /base}
          """);
      assertThat(container("app").text("Hostname")).hasValue("app");
      assertThat(container("app").text("User")).hasValue("middle");
      assertThat(container("app").text("Dir")).hasValue("/base");
    }

    @Test
    void bringsNoItemTwice() {
      loading.stack("""
          services:
            base:
              image: a
              ports: ["80", {target: 81}]
              deploy: {placement: {constraints: [node.role==manager, a==b]}}
            app:
              extends: base
              ports: ["80", {target: 82}]
              deploy: {placement: {constraints: [node.role==manager]}}
          """);
      assertThat(loading.spec("app").array("EndpointSpec", "Ports")).hasSize(3);
      assertThat(loading.spec("app").array("TaskTemplate", "Placement", "Constraints"))
          .hasSize(2);
    }

    @Test
    void bringsWhatItWaitsForAndHowItRunsAsAJob() {
      loading.stack("""
          services:
            db: {image: a}
            base:
              image: a
              depends_on: [db]
              deploy: {labels: {dev.skep.job: true}}
              x-skep: {job: {backoffLimit: 3}}
            app: {extends: base, x-skep: {job: {suspend: true}}}
          """);
      var app = loading.desired().services().get("app");
      assertThat(app.dependsOn()).isEqualTo(Map.of("db", DependsOn.SERVICE_STARTED));
      assertThat(loading.policy().backoffLimit()).hasValue(3);
      assertThat(loading.policy().suspend()).isTrue();
    }

    @Test
    void canBeResetAndOverriddenInPart() {
      loading.stack("""
          services:
            base: {image: a, user: root, dns: [a], environment: {A: 1, B: 2}}
            app: {extends: base, user: !reset , dns: !override [b], environment: {A: !reset }}
          """);
      assertThat(field("app", "User")).isEqualTo("null");
      assertThat(field("app", "DNSConfig")).isEqualTo("{\"Nameservers\":[\"b\"]}");
      assertThat(field("app", "Env")).isEqualTo("[\"B=2\"]");
    }

    @Test
    void isThatOfTheVeryFileAlsoWhereFilesAreMerged() {
      loading
          .stack("services: {base: {image: a}, app: {extends: base, user: a, dns: [a], tty: true}}")
          .stack("services: {base: {user: b}, app: {extends: base, dns: !reset , tty: !reset }}");
      assertThat(field("app", "User")).isEqualTo("\"b\"");
      assertThat(field("app", "DNSConfig")).isEqualTo("null");
      assertThat(field("app", "TTY")).isEqualTo("null");
      assertThat(field("app", "Image")).isEqualTo("\"a:latest\"");
    }

    @Test
    void makesTheRevisionThatWritingItOutMakes() {
      loading.stack("services: {b: {image: a}, app: {extends: b, tty: true}}");
      var written = "services: {b: {image: a}, app: {image: a, tty: true}}";
      assertThat(loading.desired().revision())
          .isEqualTo(new Loading(folder.resolve("x")).stack(written).desired().revision());
    }
  }

  @Nested
  class OfAnotherFile {
    @Test
    void hasItsPathsFromThatFilesFolder() {
      loading
          .file("common/base.yaml", """
              services:
                base:
                  image: a
                  env_file: [app.env, {path: more.env, required: false}, "../top.env"]
                  volumes: ["./data:/data", {type: bind, source: x, target: /x}, /abs:/abs, "v1:/v"]
              """)
          .file("common/app.env", "A=1\n")
          .file("common/more.env", "B=2\n")
          .file("top.env", "C=3\n")
          .file("own.env", "D=4\n")
          .stack("""
              services:
                app:
                  extends: {file: common/base.yaml, service: base}
                  env_file: own.env
                  volumes: ["./own:/own"]
              volumes: {v1: }
              """);
      assertThat(field("app", "Env")).isEqualTo("[\"A=1\",\"B=2\",\"C=3\",\"D=4\"]");
      assertThat(container("app").array("Mounts").stream()
              .map(m -> ((Tree.Obj) m).text("Source").orElseThrow()))
          .containsExactly(
              folder + "/common/data", folder + "/common/x", "/abs", "shop_v1", folder + "/own");
    }

    @Test
    void isFollowedThroughSeveralFoldersAndBack() {
      loading
          .file("a/one.yaml", """
              services: {one: {extends: {file: b/two.yaml, service: two}, env_file: one.env}}
              """)
          .file("a/b/two.yaml", """
              services:
                two: {extends: {service: three}, env_file: two.env}
                three: {extends: {file: ../../stack.yml, service: base}, user: three}
              """)
          .file("a/one.env", "ONE=1\n")
          .file("a/b/two.env", "TWO=1\n")
          .file("base.env", "BASE=1\n")
          .stack("""
              services:
                base: {image: a, env_file: base.env}
                app: {extends: {file: a/one.yaml, service: one}}
              """);
      assertThat(field("app", "Env")).isEqualTo("[\"BASE=1\",\"ONE=1\",\"TWO=1\"]");
      assertThat(field("app", "User")).isEqualTo("\"three\"");
    }

    @Test
    void bringsNothingElseOfThatFile() {
      loading
          .file("base.yaml", """
              version: "2.4"
              name: other
              services:
                base: {image: a}
                other: {image: "${UNSET:?}", nonsense: 1}
              networks: {n: }
              """)
          .stack("services: {app: {extends: {file: base.yaml, service: base}}}");
      var stack = loading.strict().desired();
      assertThat(stack.services()).containsOnlyKeys("app");
      assertThat(stack.networks()).containsOnlyKeys("default");
      assertThat(loading.warnings()).isEmpty();
    }

    @Test
    void takesVariablesFromTheSameSource() {
      loading
          .variable("FILE", "base")
          .variable("TAG", "7")
          .file("base.yaml", "services: {b: {image: \"a:${TAG}\"}}")
          .stack("services: {app: {extends: {file: \"${FILE}.yaml\", service: b}}}");
      assertThat(field("app", "Image")).isEqualTo("\"a:7\"");
    }

    @Test
    void tellsItsProblemsInItsOwnFile() {
      loading
          .file(
              "common/base.yaml",
              "services:\n  b:\n    image: a\n    tty: maybe\n    env_file: e\n")
          .stack("services: {app: {extends: {file: common/base.yaml, service: b}}}");
      assertThat(loading.errors())
          .containsExactly(
              "common/base.yaml:4:10: services.app.tty: expected true or false, found the text"
                  + " \"maybe\"",
              "common/base.yaml:5:15: services.app.env_file: the file \"common/e\" does not exist; it"
                  + " was looked for at common/e");
    }

    @Test
    void mustFindInTheStackWhatItNeeds() {
      loading
          .file("base.yaml", """
              services: {b: {image: a, networks: [n], depends_on: [db]}, db: {image: b}}
              networks: {n: }
              """)
          .stack("services: {app: {extends: {file: base.yaml, service: b}}}");
      assertThat(loading.errors())
          .containsExactly(
              "base.yaml:1:37: services.app.networks.n: undefined network \"n\", declare it under the"
                  + " top-level `networks:`",
              "base.yaml:1:54: services.app.depends_on.db: there is no service \"db\"; delete it");
    }
  }
}
