package dev.skep.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class YamlTest {
  private static final List<String> TRICKY = List.of(
      "",
      " ",
      "a",
      "True",
      "no",
      "y",
      "~",
      "null",
      "1",
      "0x1f",
      "1_000",
      "12:30:45",
      "1.5e3",
      ".inf",
      "2026-11-22",
      "=",
      "<<",
      "- a",
      "a: b",
      "a:b",
      "a #b",
      "a#b",
      "#",
      "'",
      "\"",
      "\\",
      "a\nb",
      "a\nb\n",
      "\na",
      " a\nb",
      "a\n\n",
      "a\n \nb",
      "a\tb",
      "\ta\nb",
      "a\r\nb",
      "😀",
      "é",
      "\u0085",
      "\u2028",
      "\ufeff",
      "\u0000",
      "\u001b[31m",
      "{a}",
      "[a]",
      "a, b",
      "*a",
      "&a",
      "!a",
      "%a",
      "@a",
      "`a",
      "|",
      ">",
      "?",
      "-",
      "---",
      "...",
      "a ",
      "a:",
      "2/2",
      "7e04",
      "on",
      "007",
      "nginx:1.25",
      "9f3c1e2",
      "\ufffe",
      "日本",
      "key=value; more",
      "+1",
      "190:20:30",
      "0b1",
      "NaN");

  private static Object read(Map<String, Object> document) {
    return new Load(LoadSettings.builder().build()).loadFromString(Yaml.text(document));
  }

  private static Map<String, Object> everywhere(String text) {
    return new LinkedHashMap<>(Map.of(
        "block", Map.of("value", text, "list", List.of(text, List.of(text))),
        "flow", Map.of("value", text, "more", 1),
        "item", List.of(Map.of("value", text), Map.of("inner", Map.of("a", List.of(text))))));
  }

  @Test
  void trickyStringsAreReadAsWritten() {
    for (var text : TRICKY) {
      assertThat(read(everywhere(text))).as(text).isEqualTo(everywhere(text));
    }
  }

  @Test
  void trickyKeysAreReadAsWritten() {
    for (var text : TRICKY) {
      var document = Map.<String, Object>of("a", Map.of(text, 1), text + "x", List.of("b"));
      assertThat(read(document)).as(text).isEqualTo(document);
    }
  }

  @Test
  void randomStringsAreReadAsWritten() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      var text = text(random);
      assertThat(read(everywhere(text)))
          .as("seed " + seed + ": " + text)
          .isEqualTo(everywhere(text));
    }
  }

  private static String text(Random random) {
    var out = new StringBuilder();
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(6)) {
        case 0 -> out.append(" \n\t:#-'\"\\,[]{}&*!|>%@`?~=\r".charAt(random.nextInt(25)));
        case 1 -> out.append(TRICKY.get(random.nextInt(TRICKY.size())));
        case 2 -> out.append((char) random.nextInt(0xd800));
        case 3 -> out.appendCodePoint(0x10000 + random.nextInt(0xfffff));
        case 4 -> out.append((char) random.nextInt(0xa0));
        default -> out.append((char) ('a' + random.nextInt(26)));
      }
    }
    return out.toString();
  }

  @Test
  void halfOfASurrogatePairBecomesTheReplacementCharacter() {
    assertThat(Yaml.text(Map.of("a", "x\ud800"))).isEqualTo("a: \"x\\uFFFD\"\n");
  }

  @Test
  void quotesStandOnlyWhereAReaderNeedsThem() {
    var document = new LinkedHashMap<String, Object>();
    document.put("plain", "nginx:1.25 and more");
    document.put("status", "True");
    document.put("revision", "7e04");
    document.put("fraction", "2/2");
    document.put("commit", "9f3c1e2");
    document.put("at", Instant.parse("2026-11-22T03:04:31Z"));
    document.put("count", 3);
    document.put("row", new LinkedHashMap<>(Map.of("image", "nginx:1.25")));
    document.put("none", List.of());
    document.put("log", "one\n\n  two\n");
    assertThat(Yaml.text(document)).isEqualTo("""
        plain: nginx:1.25 and more
        status: "True"
        revision: "7e04"
        fraction: 2/2
        commit: 9f3c1e2
        at: 2026-11-22T03:04:31Z
        count: 3
        row: {image: "nginx:1.25"}
        none: []
        log: |
          one

            two
        """);
  }

  @Test
  void jsonSaysTheSame() {
    var document = new LinkedHashMap<String, Object>();
    document.put("at", Instant.parse("2026-11-22T03:04:31Z"));
    document.put("list", new ArrayList<>(List.of(1, 2L, true, "a\u001b")));
    assertThat(Json.line(document))
        .isEqualTo("{\"at\":\"2026-11-22T03:04:31Z\",\"list\":[1,2,true,\"a\\u001B\"]}");
    assertThat(Json.text(document)).startsWith("{\n  \"at\" : ");
  }
}
