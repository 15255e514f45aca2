package dev.skep.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** A line of {@code events.jsonl}. */
record Happening(
    Instant time, String stack, String kind, String target, String reason, String result) {
  private static final JsonMapper JSON = new JsonMapper();

  static Happening parse(String line) {
    try {
      var tree = JSON.readTree(line);
      return new Happening(
          Instant.parse(text(tree, "time")),
          text(tree, "stack"),
          text(tree, "kind"),
          text(tree, "target"),
          text(tree, "reason"),
          text(tree, "result"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(JsonNode tree, String key) {
    return tree.path(key).asText();
  }

  /** Somebody has changed something. */
  boolean drifted() {
    return kind.equals("Condition") && target.equals("Drifted") && result.endsWith("True");
  }

  /** Skep has done this, such as {@code UpdateService}. */
  boolean did(String action) {
    return kind.equals("Action") && reason.equals(action) && result.equals("Done");
  }
}
