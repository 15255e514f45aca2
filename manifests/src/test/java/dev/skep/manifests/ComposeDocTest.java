package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.manifests.ComposeDoc.Row;
import dev.skep.manifests.ComposeDoc.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/compose.md} says of each key what the code does with it, and has all keys. */
class ComposeDocTest {
  private static final List<Row> ROWS = ComposeDoc.rows();
  private static final Path SOURCES = Path.of("src/main/java/dev/skep/manifests");
  private static final Pattern LITERAL = Pattern.compile("\"([a-z][a-z0-9_-]*)\"");
  private static final Pattern UNKNOWN = Pattern.compile("(?:.*\\.)?([a-z0-9_-]+): unknown key.*");

  @TempDir
  static Path folder;

  private static Loading loading(ComposeStack stack) {
    return new Loading(folder)
        .file("app.env", "A=1\n")
        .file("app.labels", "team=shop\n")
        .file("other.yaml", "networks: {EXTRA: {}}\n")
        .file("base.yaml", "services: {OTHER: {user: root}}\n")
        .variable("TOKEN", "t")
        .variable("COMPOSE_PROFILES", "debug")
        .stack(stack.text());
  }

  private static List<Row> rows(Word... words) {
    return ROWS.stream().filter(r -> Set.of(words).contains(r.word())).toList();
  }

  static List<Row> honoured() {
    return rows(Word.HONOURED);
  }

  static List<Row> withoutEffect() {
    return rows(Word.IDLE, Word.WARNED);
  }

  static List<Row> refused() {
    return rows(Word.REFUSED);
  }

  static Set<String> mappings() {
    return ROWS.stream().map(Row::parent).collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("honoured")
  void bringsTheFieldThatItNames(Row row) {
    var rendered = loading(ComposeStack.of(row)).rendered();
    assertThat(rendered.warnings()).isEmpty();
    if (row.becomes().isEmpty()) return;
    var absent = loading(ComposeStack.of(row).without(row.path())).load();
    assertThat(ComposeStack.sent(rendered.stack(), row.becomes()))
        .as(row.becomes())
        .isPresent()
        .isNotEqualTo(
            absent.isValid() ? ComposeStack.sent(absent.get().stack(), row.becomes()) : null);
  }

  @ParameterizedTest
  @MethodSource("withoutEffect")
  void changesNothingWhereItSaysSo(Row row) {
    var rendered = loading(ComposeStack.of(row)).rendered();
    var absent = loading(ComposeStack.of(row).without(row.path())).desired();
    assertThat(rendered.stack()).isEqualTo(absent);
    if (row.word() == Word.IDLE) assertThat(rendered.warnings()).isEmpty();
    else assertThat(rendered.warnings()).singleElement().satisfies(w -> names(w, row));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesInTheWordsOfTheRow(Row row) {
    var problems = loading(ComposeStack.of(row)).load().getError();
    assertThat(problems).singleElement().satisfies(e -> names(e, row));
  }

  private static void names(Problem problem, Row row) {
    var path = row.path().replace("[]", "");
    assertThat(problem.message()).startsWith(path + ": ").contains(row.says());
    assertThat(row.says()).isNotEmpty();
  }

  @Test
  void hasNoKeyTwice() {
    assertThat(ROWS.stream().map(Row::path)).doesNotHaveDuplicates().hasSizeGreaterThan(200);
  }

  @Test
  void hasTheKeysOfTheSchema() {
    assertThat(ComposeDoc.told("")).containsAll(Schema.COMPOSE.keys("").keySet());
    assertThat(ComposeDoc.told("services.NAME"))
        .containsAll(
            Schema.COMPOSE.keys("/properties/services/additionalProperties").keySet());
  }

  /** The readers ask for keys by name, so each word of theirs may be one. */
  @ParameterizedTest
  @MethodSource("mappings")
  void hasEveryKeyThatIsRead(String mapping) throws IOException {
    var words = words();
    var stack = ComposeStack.beside(mapping + ".");
    words.forEach(word -> stack.with(mapping.isEmpty() ? word : mapping + "." + word, ""));
    var unknown = loading(stack)
        .load()
        .getError()
        .toJavaStream()
        .map(p -> UNKNOWN.matcher(p.message()))
        .filter(m -> m.matches())
        .map(m -> m.group(1))
        .collect(Collectors.toSet());
    var read = new TreeSet<>(words);
    read.removeIf(word -> unknown.contains(word) || word.startsWith("x-"));
    assertThat(ComposeDoc.told(mapping)).containsAll(read);
    assertThat(unknown).isNotEmpty();
  }

  /** What is written in quotes where files are read. */
  private static Set<String> words() throws IOException {
    var out = new HashSet<String>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        LITERAL.matcher(Files.readString(file)).results().forEach(r -> out.add(r.group(1)));
      }
    }
    return out;
  }
}
