package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The reader's own words are the list of keys: what it says one could have written in place of a
 * key that is like none. A key of the reader that the schema lacks fails here, and the other way
 * round.
 */
class SchemaKeysTest {
  private static final String HEAD = "apiVersion: skep.dev/v1\nkind: Stack\n";
  private static final String NAMED = HEAD + "metadata: {name: shop}\n";
  private static final Pattern KNOWN =
      Pattern.compile(".*zzzzzzzz: unknown key; delete it, or write (?:one of )?(.*)");

  /** Each mapping of ours, with the place of one more key. */
  enum Mapping {
    STACK(Schema.STACK, "", NAMED + "%s\n"),
    METADATA(Schema.STACK, "/properties/metadata", HEAD + "metadata: {name: shop, %s}\n"),
    SPEC(Schema.STACK, "/properties/spec", NAMED + "spec: {%s}\n"),
    IGNORED(
        Schema.STACK,
        "/definitions/ignored",
        NAMED + "spec: {ignore: [{service: app, fields: [env], %s}]}\n"),
    SETTINGS(Schema.SETTINGS, "", "%s\n"),
    EXTENSION(Schema.COMPOSE, "/definitions/x-skep", Loading.service("x-skep: {%s}")),
    JOB(Schema.COMPOSE, "/definitions/job", Loading.job("%s")),
    BACKOFF(Schema.COMPOSE, "/definitions/backoff", Loading.job("backoff: {%s}")),
    HISTORY(
        Schema.COMPOSE, "/definitions/history", Loading.job("schedule: '@daily', history: {%s}")),
    NODE_LOST(Schema.COMPOSE, "/definitions/nodeLost", Loading.job("onNodeLost: {%s}")),
    RULE(Schema.COMPOSE, "/definitions/rule", Loading.job("onExitCodes: [{%s}]"));

    private final Schema schema;
    private final String pointer;
    private final String text;

    Mapping(Schema schema, String pointer, String text) {
      this.schema = schema;
      this.pointer = pointer;
      this.text = text;
    }

    private Set<String> keys(boolean notYet) {
      return schema.keys(pointer).entrySet().stream()
          .filter(e -> e.getValue() == notYet)
          .map(e -> e.getKey())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @TempDir
  Path folder;

  /** What the reader says of the mapping with one more line in it. */
  private List<String> errors(Mapping mapping, String line) {
    var text = mapping.text.formatted(line);
    var files = new Loading(folder).file("shop/compose.yaml", Loading.service(""));
    switch (mapping.schema) {
      case COMPOSE, WHOLE:
        return files.stack(text).errors();
      case STACK:
        files.file("shop/stack.yaml", text);
        break;
      case SETTINGS:
        files.file("skep.yml", text);
        break;
    }
    return Repositories.broken(folder, Repositories.read(folder, folder));
  }

  @ParameterizedTest
  @EnumSource
  void areThoseThatTheReaderKnows(Mapping mapping) {
    var known = errors(mapping, "zzzzzzzz: 1").stream()
        .map(KNOWN::matcher)
        .filter(m -> m.matches())
        .flatMap(m -> Arrays.stream(m.group(1).split(", ")))
        .toList();
    assertThat(mapping.keys(false)).containsExactlyInAnyOrderElementsOf(known);
  }

  @ParameterizedTest
  @EnumSource
  void areRefusedWhereTheReaderDoesNotObeyThemYet(Mapping mapping) {
    for (var key : mapping.keys(true)) {
      assertThat(errors(mapping, key + ": 1"))
          .anyMatch(e -> e.endsWith(key + ": not supported yet; delete it"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void mayBeExtensionsButNoOthers(Mapping mapping) {
    var text = mapping.text.formatted("zzzzzzzz: 1");
    assertThat(mapping.schema.problemsOfAll(text)).anyMatch(p -> p.contains("zzzzzzzz"));
    assertThat(mapping.schema.problemsOfAll(text.replace("zzzzzzzz", "x-z")))
        .noneMatch(p -> p.contains("x-z"));
    assertThat(mapping.schema.problemsOfAll(text.replace("zzzzzzzz", "x-skep")))
        .anyMatch(p -> p.contains("x-skep"));
  }

  /** Those of the whole Compose file are compared by {@link ComposeSchemaTest}. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WHOLE")
  void areComparedInEveryMappingOfTheSchema(Schema schema) {
    assertThat(schema.objects())
        .isEqualTo(Arrays.stream(Mapping.values())
            .filter(m -> m.schema == schema)
            .map(m -> m.pointer)
            .collect(Collectors.toSet()));
  }

  @Test
  void onTopOfAComposeFileAreNotOurs() {
    assertThat(Schema.COMPOSE.problems("x-skep: {}\nservices: {}\n")).isNotEmpty();
    assertThat(Schema.COMPOSE.problems("x-a: {}\nversion: 3\nservices: {app: }\n"))
        .isEmpty();
  }
}
