package dev.skep.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Good files with random damage: whatever is read, it ends in a stack or in problems. */
class MutationTest {
  private static final List<String> TOKENS = List.of(
      "",
      "~",
      "null",
      "[]",
      "{}",
      "- x",
      ": y",
      "*a",
      "&a ",
      "!reset ",
      "!override ",
      "extends: app",
      "{file: other.yaml, service: base}",
      "include: [stack.yml]",
      "!!str ",
      "${V",
      "$",
      "'",
      "\"",
      "0x",
      "-1",
      "0",
      "9-1",
      "1e400",
      "99999999999999999999",
      ".nan",
      "true",
      "2020-01-01",
      "\t",
      "\0",
      "---",
      "...",
      "%",
      "@",
      "|",
      ">",
      "? ",
      "<<: x",
      "é",
      "a:b:c:d",
      "1-2-3",
      ":::",
      "[[",
      "}}",
      "\u2028",
      "\uD83D\uDE00");

  /** Names the two files that {@link #named} writes, and itself. */
  private static final String NAMING = """
      include:
        - other.yaml
        - path: [other.yaml]
          project_directory: .
          env_file: [other.env]
      services:
        app:
          extends: {file: other.yaml, service: base}
          user: !reset root
          dns: !override [!reset a, b]
          environment: {A: !reset }
        two: {extends: {service: app}, env_file: !reset [e.env]}
        three:
          extends: {file: stack.yml, service: two}
      """;

  @TempDir
  Path folder;

  private void named() {
    new Loading(folder)
        .file("other.env", "A=\"${B:-1}\" # said\n")
        .file(
            "other.yaml",
            "services: {base: {image: \"a:${A:-1}\", user: a, dns: a, environment: [A=1]}}\n");
  }

  @Test
  void damageNeverGetsPastTheMessages() throws IOException, URISyntaxException {
    long seed = Long.getLong("skep.seed", 20_260_101);
    var random = new Random(seed);
    var good = Files.readString(
        Path.of(getClass().getResource("/every-key/stack/compose.yaml").toURI()));
    named();
    var undamaged = new Loading(folder).stack(NAMING).desired();
    assertThat(undamaged.services()).containsOnlyKeys("app", "two", "three", "base");
    var inputs = List.of(good, NAMING, DjangoPostgresTest.SEED, PoliciesTest.EVERY_KEY);
    for (int i = 0; i < Integer.getInteger("skep.mutations", 400); i++) {
      var text = inputs.get(i % inputs.size());
      for (int n = random.nextInt(3); n >= 0; n--) text = damaged(text, random);
      var file = Files.writeString(folder.resolve("stack.yml"), text);
      var request =
          new LoadRequest(List.of(file), Optional.empty(), Map.of(), random.nextBoolean(), folder);
      long before = Loading.cpuMillis();
      var result = new Manifests().load(request);
      assertThat(Loading.cpuMillis() - before)
          .as("seed %d, file %d, milliseconds", seed, i)
          .isLessThan(2_000);
      if (result.isValid()) continue;
      assertThat(result.getError().asJava())
          .as("seed %d, file %d:%n%s", seed, i, text)
          .isNotEmpty()
          .allMatch(p -> p.place().line() > 0 && p.place().column() > 0)
          .noneMatch(p -> p.message().contains("a defect in Skep"));
    }
  }

  static String damaged(String text, Random random) {
    var lines = new ArrayList<>(text.lines().toList());
    int at = random.nextInt(lines.size());
    var line = lines.get(at);
    int column = random.nextInt(line.length() + 1);
    var token = TOKENS.get(random.nextInt(TOKENS.size()));
    switch (random.nextInt(7)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
      case 2 -> lines.set(at, line.substring(0, column) + token + line.substring(column));
      case 3 -> lines.set(at, line.substring(0, column));
      case 4 -> lines.set(at, " ".repeat(random.nextInt(4)) + line);
      case 5 -> lines.set(at, line.replaceFirst(": .*", "") + ": " + token);
      default -> lines.set(at, line.stripLeading());
    }
    return String.join("\n", lines) + "\n";
  }
}
