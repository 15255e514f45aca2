package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each {@code extends} that leads nowhere ends in one message with its place and the mend. */
class ExtendsRefusalTest {
  @TempDir
  Path folder;

  Loading loading;

  @BeforeEach
  void files() {
    loading = new Loading(folder).file("base.yaml", "services: {base: {image: a}}");
  }

  private List<String> errors(String extended) {
    return loading
        .stack("services:\n  app:\n    extends: " + extended + "\n  db: {image: a}\n")
        .errors();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[db] | 3:14: services.app.extends: expected a text, found a list",
        "{file: base.yaml} | 3:14: services.app.extends: service is missing; write service: NAME",
        "{service: [db]} | 3:24: services.app.extends.service: expected a text, found a list",
        "{service: base, file: {}} | 3:36: services.app.extends.file: expected a text, found a"
            + " mapping",
        "{service: db, flie: b} | 3:28: services.app.extends.flie: unknown key; did you mean file?",
        "dbb | 3:14: services.app.extends: there is no service \"dbb\" in stack.yml; did you mean"
            + " \"db\"?",
        "{service: bsae, file: base.yaml} | 3:24: services.app.extends: there is no service \"bsae\""
            + " in base.yaml; did you mean \"base\"?",
        "app | 3:14: services.app.extends: a ring, app (stack.yml:3:14) -> app; a service cannot"
            + " extend itself, take one arrow away",
      })
  void thatNamesNoServiceSaysSo(String extended, String error) {
    assertThat(errors(extended)).containsExactly("stack.yml:" + error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no.yaml | does not exist; it was looked for at no.yaml",
        "sub/../no.yaml | does not exist; it was looked for at no.yaml",
        "'' | is not a regular file",
        ". | is not a regular file",
        "../../x.yaml | lies outside of the repository; put it inside, beside the stack",
        "/etc/passwd | lies outside of the repository; put it inside, beside the stack",
        "~/x.yaml | lies outside of the repository; put it inside, beside the stack",
        "link.yaml | lies outside of the repository; put it inside, beside the stack",
      })
  void thatNamesNoFileOfTheRepositorySaysSo(String file, String error) throws IOException {
    Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("/etc/passwd"));
    loading.strict().variable("HOME", "/root");
    assertThat(errors("{service: base, file: \"" + file + "\"}"))
        .containsExactly(
            "stack.yml:3:36: services.app.extends.file: the file \"" + file + "\" " + error);
    Files.delete(folder.resolve("link.yaml"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/base.yaml",
    "git@example.com:infra.git",
    "oci://example.com/base",
    "ssh://git@example.com/infra.git#main:base"
  })
  void thatNamesAnAddressSaysThatOnlyFilesAreRead(String address) {
    assertThat(errors("{service: base, file: '" + address + "'}"))
        .containsExactly("stack.yml:3:36: services.app.extends.file: \"" + address
            + "\" is a URL; only files of the repository are read, add it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'[' | base.yaml:1:2: not valid YAML: while parsing a flow node, expected the node content,"
            + " but found '<stream end>'",
        "'' | base.yaml:1:1: the file is empty; a stack needs at least `services:`",
        "'- a' | base.yaml:1:1: not a Compose file: expected a mapping with `services:`, found a"
            + " list",
        "'services: [a]' | base.yaml:1:11: services: expected a mapping (name: ...), found a list",
        "'services: {base: [a]}' | base.yaml:1:18: services.base: expected a mapping (key: value),"
            + " found a list",
        "'{apiVersion: skep.dev/v1}' | base.yaml:1:2: a Stack document where a Compose file is"
            + " wanted; a document is not merged with other files, name its Compose files instead",
      })
  void thatNamesABrokenFileTellsWhatIsWrongInThat(String text, String error) {
    loading.file("base.yaml", text);
    assertThat(errors("{service: base, file: base.yaml}")).containsExactly(error);
  }

  @Test
  void thatNamesNoMappingIsToldOnceForThatAlone() {
    loading.stack("services: {a: {extends: b}, b: [x]}");
    assertThat(loading.errors())
        .containsExactly(
            "stack.yml:1:32: services.b: expected a mapping (key: value), found a list");
  }

  @Test
  void isToldOnceForEachFileThoughManyExtendIt() {
    loading.file("base.yaml", "[").stack("""
        services:
          a: {extends: {file: base.yaml, service: x}}
          b: {extends: {file: ./base.yaml, service: y}, depends_on: [a]}
        """);
    assertThat(loading.errors()).singleElement().asString().startsWith("base.yaml:1:2: not valid");
  }

  @Nested
  class Rings {
    @Test
    void areToldOnceWithThePlacesOfTheirArrows() {
      loading
          .file("b.yaml", "services:\n  b: {extends: {file: stack.yml, service: c}}\n")
          .stack("""
          services:
            first: {extends: a}
            a: {extends: {file: b.yaml, service: b}}
            c: {image: c, extends: a}
            fine: {image: c, tty: maybe}
          """);
      assertThat(loading.errors())
          .containsExactly(
              "stack.yml:3:16: services.a.extends: a ring, a (stack.yml:3:16) -> b (b.yaml:2:16) -> c"
                  + " (stack.yml:4:26) -> a; a service cannot extend itself, take one arrow away",
              "stack.yml:5:25: services.fine.tty: expected true or false, found the text \"maybe\"");
    }
  }

  @Nested
  class Limits {
    private static String chain(int length) {
      return IntStream.range(0, length)
          .mapToObj(i -> "  s%d: {extends: s%d}\n".formatted(i, i + 1))
          .collect(Collectors.joining("", "services:\n", "  s" + length + ": {image: a}\n"));
    }

    @Test
    void letAChainHaveThirtyTwoLinks() {
      assertThat(loading.stack(chain(32)).desired().services()).hasSize(33);
    }

    @Test
    void endALongerChain() {
      assertThat(loading.stack(chain(33)).errors())
          .containsExactly(
              "stack.yml:34:18: services.s32.extends: more than 32 services that extend"
                  + " one another; make the chain shorter");
    }

    @Test
    void endWhatGrowsWithEachService() {
      var text = new StringBuilder("services:\n  base:\n    image: a\n    environment:\n");
      for (int i = 0; i < 200; i++) text.append("      K").append(i).append(": v\n");
      for (int i = 0; i < 2_000; i++) text.append("  s%d: {extends: base}\n".formatted(i));
      long before = Loading.cpuMillis();
      assertThat(loading.stack(text.toString()).errors())
          .singleElement()
          .asString()
          .contains(
              "what is included and extended comes to more than 100000 values; make it smaller");
      assertThat(Loading.cpuMillis() - before).isLessThan(2_000);
    }
  }
}
