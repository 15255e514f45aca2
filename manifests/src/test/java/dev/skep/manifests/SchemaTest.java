package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.model.JobPolicy;
import dev.skep.model.RunPart;
import dev.skep.model.SpecPart;
import dev.skep.model.StackPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words, defaults and files; that keys are the same is {@link SchemaKeysTest}'s matter. */
class SchemaTest {
  private static final Path PROJECT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");

  @TempDir
  Path folder;

  @Test
  void knowsThePartsThatTheModelKnows() {
    assertThat(words(Schema.STACK.at("/definitions/ignored/properties/fields/items/enum")))
        .isEqualTo(Arrays.stream(SpecPart.values()).map(SpecPart::text).toList());
    assertThat(words(Schema.COMPOSE.at("/definitions/part/anyOf/0/enum")))
        .isEqualTo(Arrays.stream(RunPart.values()).map(RunPart::text).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry", "onNodeLost", "onNewRevision"})
  void knowsNoWordThatTheReaderRefuses(String key) {
    var words = words(Schema.COMPOSE.at("/definitions/job/properties/" + key + "/anyOf/0/enum"));
    assertThat(words)
        .hasSizeGreaterThan(1)
        .allSatisfy(word -> assertThat(
                new Loading(folder).stack(Loading.job(key + ": " + word)).warnings())
            .isEmpty());
  }

  @Test
  void jobsHaveTheDefaultsThatItNames() {
    var job = defaults(Schema.COMPOSE.at("/definitions/job"));
    job.set("backoff", defaults(Schema.COMPOSE.at("/definitions/backoff")));
    assertThat(job.size()).isEqualTo(11);
    var json = job.toString();
    var text = Loading.job(json.substring(1, json.length() - 1));
    assertThat(new Loading(folder).stack(text).policy()).isEqualTo(JobPolicy.DEFAULT);
    assertThat(Schema.COMPOSE.problems(text)).isEmpty();
  }

  @Test
  void stacksHaveTheDefaultsThatItNames() {
    var spec = defaults(Schema.STACK.at("/properties/spec"));
    var settings = defaults(Schema.SETTINGS.at(""));
    assertThat(spec.size() + settings.size()).isEqualTo(7);
    new Loading(folder)
        .file("skep.yml", settings.toString())
        .file("shop/compose.yaml", Loading.service(""))
        .file("shop/stack.yaml", StackDocuments.HEAD.strip() + " " + spec);
    var content = Repositories.read(folder, folder);
    assertThat(Repositories.broken(folder, content)).isEmpty();
    assertThat(content.settings()).contains(Settings.DEFAULT);
    assertThat(content.stacks().get(folder.resolve("shop")).stack().policy())
        .isEqualTo(StackPolicy.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "retry: \"${A}\"",
        "backoffLimit: \"${A:-3}\"",
        "backoff: {first: $A, factor: $B, cap: $C}",
        "deadline: \"${A}m\"",
        "startTimeout: \"${A}\"",
        "onExitCodes: [{fail: $A}, {ignore: [$B, 3]}]",
        "onNodeLost: $A",
        "onNodeLost: {retryAfter: $A}",
        "onNewRevision: $A",
        "suspend: $A",
        "runOn: [$A]",
        "ttlAfterSuccess: $A",
        "logTail: $A"
      })
  void leavesVariablesOfComposeFilesAlone(String keys) {
    assertThat(Schema.COMPOSE.problems(Loading.job(keys))).isEmpty();
  }

  @Test
  void findsNothingWrongWithTheFilesOfThisProject() throws IOException {
    var seen = EnumSet.noneOf(Schema.class);
    for (var text : texts()) {
      schemas(text).forEach(schema -> {
        seen.add(schema);
        assertThat(schema.problems(text)).as(text).isEmpty();
      });
    }
    assertThat(seen).isEqualTo(EnumSet.allOf(Schema.class));
  }

  /** YAML in files and in documents. */
  private static List<String> texts() throws IOException {
    var out = new ArrayList<String>(List.of(PoliciesTest.EVERY_KEY));
    for (var top : List.of("README.md", "docs", "manifests")) {
      try (var files = Files.walk(PROJECT.resolve(top))) {
        for (var file :
            (Iterable<Path>) files.filter(f -> !f.toString().contains("target"))::iterator) {
          if (file.toString().matches(".*\\.ya?ml")) out.add(Files.readString(file));
          if (file.toString().endsWith(".md")) {
            BLOCK.matcher(Files.readString(file)).results().forEach(b -> out.add(b.group(1)));
          }
        }
      }
    }
    return out;
  }

  private static List<Schema> schemas(String text) {
    if (has(text, "services")) return List.of(Schema.COMPOSE, Schema.WHOLE);
    if (has(text, "kind: Stack") && !has(text, "status")) return List.of(Schema.STACK);
    return Stream.of("stacks", "owner", "maxPrune").anyMatch(key -> has(text, key))
        ? List.of(Schema.SETTINGS)
        : List.of();
  }

  private static boolean has(String text, String key) {
    return Pattern.compile("(?m)^" + key + "\\b").matcher(text).find();
  }

  private static ObjectNode defaults(JsonNode object) {
    var out = JsonNodeFactory.instance.objectNode();
    object.path("properties").properties().forEach(p -> {
      if (p.getValue().has("default")) out.set(p.getKey(), p.getValue().get("default"));
    });
    return out;
  }

  private static List<String> words(JsonNode list) {
    var out = new ArrayList<String>();
    list.forEach(word -> out.add(word.asText()));
    return out;
  }
}
