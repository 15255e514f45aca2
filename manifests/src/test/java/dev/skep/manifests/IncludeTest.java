package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.DependsOn;
import dev.skep.model.DesiredPayload;
import dev.skep.model.Tree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stack has of the files that it includes. */
class IncludeTest {
  @TempDir
  Path folder;

  Loading loading;

  @BeforeEach
  void database() {
    loading = new Loading(folder)
        .file("db/compose.yaml", """
            name: other
            version: "3.8"
            x-note: ${NOT_LOOKED_AT
            services:
              db:
                image: "pg:${TAG:-1}"
                env_file: db.env
                environment: [TOKEN, PLAIN]
                volumes: ["./conf:/conf", "data:/data"]
                configs: [c, e]
            volumes: {data: }
            networks: {default: {driver_opts: {encrypted: ""}}}
            configs:
              c: {file: pg.conf}
              e: {environment: TOKEN}
            """)
        .file("db/db.env", "A=1\n")
        .file("db/pg.conf", "conf")
        .file("db/.env", "TAG=7\nTOKEN=inner\n");
  }

  private String field(String service, String field) {
    var container = loading.spec(service).object("TaskTemplate", "ContainerSpec");
    return container.at(field).orElse(Tree.Nil.NIL).canonical();
  }

  private Map<String, String> configs() {
    return loading.desired().payloads().stream()
        .collect(java.util.stream.Collectors.toMap(
            DesiredPayload::name, p -> new String(p.content(), StandardCharsets.UTF_8)));
  }

  @Nested
  class AFile {
    @Test
    void addsAllThatItDeclares() {
      loading.stack("""
          include: [db/compose.yaml]
          services:
            app: {image: a, depends_on: [db], configs: [c], volumes: ["data:/data"]}
          """);
      var stack = loading.strict().variable("TOKEN", "t").desired();
      assertThat(stack.name()).isEqualTo("shop");
      assertThat(stack.services()).containsOnlyKeys("app", "db");
      assertThat(stack.services().get("app").dependsOn())
          .isEqualTo(Map.of("db", DependsOn.SERVICE_STARTED));
      assertThat(stack.networks().get("default").spec().object("Options").canonical())
          .isEqualTo("{\"encrypted\":\"\"}");
      assertThat(configs()).containsEntry("shop_c", "conf");
    }

    @Test
    void hasItsPathsFromItsOwnFolder() {
      loading.stack("include: [db/compose.yaml]");
      assertThat(field("db", "Env")).contains("\"A=1\"");
      assertThat(field("db", "Mounts")).contains("\"Source\":\"" + folder + "/db/conf\"");
    }

    @Test
    void mayIncludeAndExtendOthersFromWhereItLies() {
      loading
          .file(
              "part/one.yaml", "include: [deep/two.yaml]\n" + Loading.service("env_file: one.env"))
          .file("part/deep/two.yaml", """
              include: [../../db/compose.yaml]
              services: {two: {extends: {file: ../base.yaml, service: base}}}
              """)
          .file("part/base.yaml", "services: {base: {image: b, env_file: one.env}}")
          .file("part/one.env", "ONE=1\n")
          .stack("include: [part/one.yaml]");
      assertThat(loading.desired().services()).containsOnlyKeys("app", "two", "db");
      assertThat(field("two", "Env")).isEqualTo("[\"ONE=1\"]");
      assertThat(field("app", "Env")).isEqualTo("[\"ONE=1\"]");
      assertThat(field("db", "Env")).contains("\"A=1\"");
    }

    @Test
    void mayBeIncludedFromTwoSides() {
      loading
          .file("a.yaml", "include: [db/compose.yaml]\nnetworks: {n: {external: true}}")
          .file("b.yaml", "include: [./db/compose.yaml]\nnetworks: {n: {external: true}}")
          .stack("include: [a.yaml, b.yaml]\nnetworks: {n: {external: true}}");
      assertThat(loading.desired().services()).containsOnlyKeys("db");
    }

    @Test
    void isIncludedOnceThoughTwoMergedFilesSayIt() {
      loading
          .stack("include: [db/compose.yaml]\nservices: {app: {image: a}}")
          .stack("include: [db/compose.yaml]\nservices: {app: {tty: true}}");
      assertThat(loading.desired().services()).containsOnlyKeys("db", "app");
    }

    @Test
    void tellsItsProblemsInItsOwnPlaces() {
      loading
          .file("db/more.yaml", """
              version: "2.4"
              network: {}
              services:
                x: {image: a, tty: maybe, env_file: no.env}
              """)
          .stack("include: [db/more.yaml]\nservices: {app: {image: a, tty: maybe}}");
      assertThat(loading.errors())
          .containsExactly(
              "db/more.yaml:1:1: version: 2.4 files cannot be deployed to a Swarm; delete the line,"
                  + " and move limits and the like under deploy:",
              "db/more.yaml:2:1: network: unknown key; did you mean networks?",
              "db/more.yaml:4:22: services.x.tty: expected true or false, found the text \"maybe\"",
              "db/more.yaml:4:39: services.x.env_file: the file \"db/no.env\" does not exist; it was"
                  + " looked for at db/no.env",
              "stack.yml:2:33: services.app.tty: expected true or false, found the text \"maybe\"");
    }
  }

  @Nested
  class TheLongForm {
    @Test
    void mergesSeveralFilesIntoOne() {
      loading
          .file("over.yaml", "services: {db: {image: over, env_file: !reset , configs: !reset }}")
          .stack("include:\n  - path: [db/compose.yaml, over.yaml]\n");
      assertThat(field("db", "Image")).isEqualTo("\"over:latest\"");
      assertThat(field("db", "Env")).doesNotContain("A=1");
    }

    @Test
    void namesTheFolderThatPathsAreReadFrom() {
      loading
          .variable("TOKEN", "t")
          .file("db.env", "A=2\n")
          .file("pg.conf", "other")
          .stack("include: [{path: db/compose.yaml, project_directory: .}]");
      assertThat(field("db", "Env")).contains("\"A=2\"");
      assertThat(configs()).containsEntry("shop_c", "other");
      assertThat(field("db", "Image")).isEqualTo("\"pg:1\"");
    }

    @Test
    void namesTheFilesThatFillVariables() {
      loading
          .file("one.env", "TAG=one\nTOKEN=$TAG\n")
          .file("two.env", "TAG=two-${TOKEN}\n")
          .stack("include: [{path: db/compose.yaml, env_file: [one.env, two.env]}]");
      assertThat(field("db", "Image")).isEqualTo("\"pg:two-one\"");
      assertThat(configs()).containsEntry("shop_e", "one");
    }
  }

  @Nested
  class Variables {
    @Test
    void comeFromTheEnvFileBesideIt() {
      loading.strict().stack("""
          include: [db/compose.yaml]
          services: {app: {image: "a:${TAG:-none}", environment: [TOKEN]}}
          """);
      assertThat(field("db", "Image")).isEqualTo("\"pg:7\"");
      assertThat(field("db", "Env")).isEqualTo("[\"A=1\",\"PLAIN\",\"TOKEN=inner\"]");
      assertThat(configs()).containsEntry("shop_e", "inner");
      assertThat(field("app", "Image")).isEqualTo("\"a:none\"");
      assertThat(field("app", "Env")).isEqualTo("[\"TOKEN\"]");
    }

    @Test
    void ofTheStackWin() {
      loading.variable("TAG", "9").variable("TOKEN", "outer").stack("include: [db/compose.yaml]");
      assertThat(field("db", "Image")).isEqualTo("\"pg:9\"");
      assertThat(field("db", "Env")).contains("TOKEN=outer");
      assertThat(configs()).containsEntry("shop_e", "outer");
    }

    @Test
    void ofTheIncludingFileWinOverThoseOfTheIncludedOne() {
      loading
          .file("part/.env", "TAG=part\nDB=../db\n")
          .file("part/compose.yaml", "include: [\"${DB}/compose.yaml\"]")
          .stack("include: [part/compose.yaml]");
      assertThat(field("db", "Image")).isEqualTo("\"pg:part\"");
      assertThat(field("db", "Env")).contains("TOKEN=inner");
    }

    @Test
    void doNotReachWhoExtendsAServiceOfTheIncludedFile() {
      loading.stack("""
          include: [db/compose.yaml]
          services: {app: {extends: {file: db/compose.yaml, service: db}}}
          """);
      assertThat(field("app", "Image")).isEqualTo("\"pg:1\"");
      assertThat(field("app", "Env")).isEqualTo("[\"A=1\",\"PLAIN\",\"TOKEN\"]");
      assertThat(field("db", "Image")).isEqualTo("\"pg:7\"");
    }

    @Test
    void thatNobodySetsAreToldInTheIncludedFile() {
      loading
          .strict()
          .file("db/more.yaml", "services:\n  x: {image: \"x:${UNSET}\"}\n")
          .stack("include: [db/more.yaml]");
      assertThat(loading.errors())
          .containsExactly("db/more.yaml:2:14: the variable UNSET is not set; give it a value, or"
              + " write a default, ${UNSET:-default}");
    }
  }
}
