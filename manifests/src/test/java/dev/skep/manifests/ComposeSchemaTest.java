package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.manifests.ComposeDoc.Row;
import dev.skep.manifests.ComposeDoc.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The schema of whole Compose files has the keys that {@code docs/compose.md} has, which {@link
 * ComposeDocTest} holds against the readers, and takes what they take.
 */
class ComposeSchemaTest {
  private static final String EXTENSIONS = "^x-(?!skep$)";

  static Stream<Row> taken() {
    return ComposeDoc.rows().stream().filter(r -> r.word() != Word.REFUSED);
  }

  static Stream<Row> refused() {
    return ComposeDoc.rows().stream().filter(r -> r.word() == Word.REFUSED);
  }

  static Stream<Row> warned() {
    return ComposeDoc.rows().stream().filter(r -> r.word() == Word.WARNED);
  }

  private static String path(Row row) {
    return row.path().replace("OTHER", "NAME");
  }

  @Test
  void hasTheKeysThatAreReadAndNoOthers() {
    var told = new TreeSet<String>();
    taken().map(ComposeSchemaTest::path).filter(p -> !p.equals("x-anything")).forEach(path -> {
      for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
        var part = path.substring(0, end).replaceFirst("\\[]$", "");
        if (!part.matches("(.*\\.)?NAME")) told.add(part);
      }
    });
    assertThat(Schema.WHOLE.paths().keySet()).isEqualTo(told);
  }

  @ParameterizedTest
  @MethodSource("taken")
  void takesWhatTheReadersTake(Row row) {
    assertThat(Schema.WHOLE.problems(ComposeStack.of(row).text())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesTheKeysThatTheyRefuse(Row row) {
    assertThat(Schema.WHOLE.problems(ComposeStack.of(row).text())).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("warned")
  void warnsInTheirWords(Row row) {
    var message = Schema.WHOLE.paths().get(path(row)).path("deprecationMessage").asText();
    assertThat(message).isEqualToIgnoringCase(row.says());
  }

  @Test
  void warnsOfNothingElse() {
    var marked = Schema.WHOLE.paths().entrySet().stream()
        .filter(e -> e.getValue().has("deprecationMessage"))
        .map(Map.Entry::getKey);
    assertThat(marked)
        .containsExactlyInAnyOrderElementsOf(
            warned().map(ComposeSchemaTest::path).toList());
  }

  @Test
  void takesExtensionsWhereItTakesNoOtherKeys() {
    assertThat(Schema.WHOLE.objects())
        .hasSizeGreaterThan(30)
        .allMatch(at -> Schema.WHOLE.at(at).path("patternProperties").has(EXTENSIONS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replicas: 2",
        "deploy: {replicas: [1]}",
        "deploy: {replicas: -1}",
        "deploy: {mode: globl}",
        "deploy: {endpoint_mode: vips}",
        "deploy: {resources: {limits: {memory: lots}}}",
        "healthcheck: {interval: 1 minute}",
        "tty: maybe",
        "volumes: [{type: image, target: /a}]",
        "ports: [{target: http}]",
        "imagee: a",
        "x-skep: {job: {backofLimit: 3}}"
      })
  void refusesWhatTheReadersRefuse(String line) {
    assertThat(Schema.WHOLE.problems(Loading.service(line))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy: {replicas: $N, mode: \"${M:-global}\", resources: {limits: {cpus: $C, memory: $M}}}",
        "tty: ${T}",
        "healthcheck: {interval: '${I}', retries: $R}",
        "ports: ['${P}:80', 80, {target: $T}]",
        "environment: {A: , B: 1, C: true}",
        "image: null",
        "stop_grace_period: 0",
        "deploy: {endpoint_mode: VIP}"
      })
  void leavesVariablesAndWhatIsEmptyAlone(String line) {
    assertThat(Schema.WHOLE.problems(Loading.service(line))).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> takesTheFilesOfOthersThatLoad() throws IOException {
    var corpus = Corpus.given();
    assumeTrue(corpus.isPresent(), "name a folder with -Dskep.corpus");
    return Corpus.yamlBelow(corpus.get()).stream()
        .filter(file -> loads(corpus.get(), file))
        .map(file -> DynamicTest.dynamicTest(
            corpus.get().relativize(file).toString(),
            () -> assertThat(Schema.WHOLE.problems(Files.readString(file))).isEmpty()));
  }

  private static boolean loads(Path corpus, Path file) {
    try {
      return new Manifests()
          .load(new LoadRequest(
              List.of(file),
              Optional.of("st"),
              Corpus.variables(corpus, file),
              false,
              file.toAbsolutePath().getParent()))
          .isValid();
    } catch (IOException e) {
      return false;
    }
  }
}
