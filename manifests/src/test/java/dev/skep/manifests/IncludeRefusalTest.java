package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each {@code include} that cannot be followed ends in one message with its place and the mend. */
class IncludeRefusalTest {
  @TempDir
  Path folder;

  Loading loading;

  @BeforeEach
  void files() {
    loading = new Loading(folder).file("db.yaml", "services: {db: {image: a}}");
  }

  /** With a service that needs one that is not there: of which nobody should hear. */
  private List<String> errors(String include) {
    return loading
        .stack("include: " + include + "\nservices: {app: {image: a, depends_on: [db]}}\n")
        .errors();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "db.yaml | 1:10: include: expected a list (- item), found the text \"db.yaml\"",
        "{path: db.yaml} | 1:10: include: expected a list (- item), found a mapping",
        "[[db.yaml]] | 1:11: include: expected a text, found a list",
        "[{}] | 1:11: include: path is missing; write path: FILE",
        "[{path: []}] | 1:11: include: path is missing; write path: FILE",
        "[{path: {}}] | 1:18: include.path: expected a list (- item), found a mapping",
        "[{path: db.yaml, env_files: x}] | 1:27: include.env_files: unknown key; did you mean"
            + " env_file?",
        "[{path: db.yaml, env_file: [[]]}] | 1:38: include.env_file: expected a text, found a list",
        "[{path: db.yaml, env_file: no.env}] | 1:37: include.env_file: the file \"no.env\" does not"
            + " exist; it was looked for at no.env",
        "[{path: db.yaml, project_directory: []}] | 1:46: include.project_directory: expected a"
            + " text, found a list",
      })
  void thatIsNoneSaysWhatItShouldBe(String include, String error) {
    assertThat(errors(include)).containsExactly("stack.yml:" + error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no.yaml | the file \"no.yaml\" does not exist; it was looked for at no.yaml",
        ". | the file \".\" is not a regular file",
        "../../x.yaml | the file \"../../x.yaml\" lies outside of the repository; put it inside,"
            + " beside the stack",
        "/etc/passwd | the file \"/etc/passwd\" lies outside of the repository; put it inside,"
            + " beside the stack",
        "link.yaml | the file \"link.yaml\" lies outside of the repository; put it inside, beside"
            + " the stack",
        "https://example.com/compose.yaml | \"https://example.com/compose.yaml\" is a URL; only"
            + " files of the repository are read, add it",
        "git@example.com:infra.git | \"git@example.com:infra.git\" is a URL; only files of the"
            + " repository are read, add it",
        "oci://example.com/app:1 | \"oci://example.com/app:1\" is a URL; only files of the"
            + " repository are read, add it",
      })
  void thatNamesNoFileOfTheRepositorySaysSo(String file, String error) throws IOException {
    Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("/etc/passwd"));
    loading.strict();
    assertThat(errors("['" + file + "', {path: '" + file + "'}]"))
        .containsExactly(
            "stack.yml:1:11: include: " + error,
            "stack.yml:1:" + (22 + file.length()) + ": include.path: " + error);
    Files.delete(folder.resolve("link.yaml"));
  }

  @Test
  void thatReadsFromOutsideOfTheRepositorySaysSo() {
    loading.strict();
    assertThat(errors("[{path: db.yaml, project_directory: ../.., env_file: ../../.env}]"))
        .containsExactly(
            "stack.yml:1:46: include.project_directory: \"../..\" lies outside of the repository; put"
                + " it inside",
            "stack.yml:1:63: include.env_file: the file \"../../.env\" lies outside of the"
                + " repository; put it inside, beside the stack");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'[' | 1:2: not valid YAML: while parsing a flow node, expected the node content, but found"
            + " '<stream end>'",
        "'' | 1:1: the file is empty; a stack needs at least `services:`",
        "'{apiVersion: skep.dev/v1}' | 1:2: a Stack document where a Compose file is wanted; a"
            + " document is not merged with other files, name its Compose files instead",
        "'services: [a]' | 1:11: services: expected a mapping (name: ...), found a list",
        "'configs: a' | 1:10: configs: expected a mapping (name: ...), found the text \"a\"",
        "'include: [no.yaml]' | 1:11: include: the file \"no.yaml\" does not exist; it was looked for"
            + " at no.yaml",
      })
  void thatNamesABrokenFileTellsWhatIsWrongInThat(String text, String error) {
    loading.file("db.yaml", text);
    assertThat(errors("[db.yaml, ./db.yaml]")).containsExactly("db.yaml:" + error);
  }

  @Nested
  class Conflicts {
    @Test
    void areToldWithBothPlaces() {
      loading
          .file("sub/two.yaml", """
              services:
                db: {image: b}
              networks: {n: {internal: true}}
              volumes: {v: {name: w}}
              configs: {c: {file: c.conf}}
              secrets: {s: {content: b}}
              """)
          .file("c.conf", "x")
          .file("sub/c.conf", "x")
          .stack("""
              include: [db.yaml, sub/two.yaml]
              services: {app: {image: a}}
              networks: {n: {}}
              volumes: {v: {}}
              configs: {c: {file: c.conf}}
              secrets: {s: {content: a}}
              """);
      var mend = ", and what is included is not merged; rename one, or include both files as one,"
          + " path: [FILE, FILE]";
      assertThat(loading.errors())
          .containsExactly(
              "db.yaml:1:12: services.db: stands also in sub/two.yaml:2:3" + mend,
              "stack.yml:3:12: networks.n: stands also in sub/two.yaml:3:12" + mend,
              "stack.yml:4:11: volumes.v: stands also in sub/two.yaml:4:11" + mend,
              "stack.yml:5:11: configs.c: stands also in sub/two.yaml:5:11" + mend,
              "stack.yml:6:11: secrets.s: stands also in sub/two.yaml:6:11" + mend);
    }
  }

  @Nested
  class Rings {
    @Test
    void areToldWithThePlacesOfTheirArrows() {
      loading
          .file("a/one.yaml", "include: [../two.yaml]")
          .file("two.yaml", "include:\n  - path: [db.yaml, a/one.yaml]\n");
      assertThat(errors("[a/one.yaml]"))
          .containsExactly("two.yaml:2:5: include: a ring, a/one.yaml:1:11 -> two.yaml:2:5 ->"
              + " a/one.yaml; take one arrow away");
    }

    @Test
    void areMadeByAFileThatIncludesItself() {
      assertThat(errors("[./stack.yml]"))
          .containsExactly(
              "stack.yml:1:11: include: a ring, stack.yml:1:11 -> stack.yml; take one arrow away");
    }
  }

  @Nested
  class Limits {
    private void chain(int length) {
      for (int i = 0; i < length; i++) {
        var next = i + 1 < length ? "include: [c" + (i + 1) + ".yaml]\n" : "";
        loading.file("c" + i + ".yaml", next + "services: {s" + i + ": {image: a}}\n");
      }
    }

    @Test
    void letFilesIncludeOthersSixteenDeep() {
      chain(16);
      assertThat(loading.stack("include: [c0.yaml]").desired().services()).hasSize(16);
    }

    @Test
    void endWhatIsDeeper() {
      chain(17);
      assertThat(errors("[c0.yaml]"))
          .containsExactly("c15.yaml:1:11: include: more than 16 files that include one another;"
              + " include some of them from the stack's own file");
    }

    @Test
    void endWhatGrowsWithEachLevel() {
      for (int i = 0; i < 14; i++) {
        var next = "c" + (i + 1) + ".yaml";
        loading.file("c" + i + ".yaml", "include: [" + next + ", ./" + next + "]\n");
      }
      loading.file("c14.yaml", "networks: {n: }\n");
      long before = Loading.cpuMillis();
      assertThat(errors("[c0.yaml]"))
          .singleElement()
          .asString()
          .contains(
              "what is included and extended comes to more than 100000 values; make it smaller");
      assertThat(Loading.cpuMillis() - before).isLessThan(2_000);
    }

    @Test
    void endManyVariablesThatManyFilesShare() {
      var env = new StringBuilder();
      for (int i = 0; i < 50_000; i++) env.append("V").append(i).append("=x\n");
      loading.file("big/.env", env.toString()).file("big/part/.env", "A=1\n");
      loading.file("big/part/x.yaml", "networks: {n: }\n");
      loading.file("big/all.yaml", "include: [" + "part/x.yaml, ".repeat(500) + "part/x.yaml]\n");
      long before = Loading.cpuMillis();
      assertThat(
              loading.stack("include: [big/all.yaml]\n" + Loading.service("")).desired())
          .isNotNull();
      assertThat(Loading.cpuMillis() - before).isLessThan(2_000);
    }
  }
}
