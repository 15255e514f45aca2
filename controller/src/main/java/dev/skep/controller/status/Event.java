package dev.skep.controller.status;

import dev.skep.controller.print.Words;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened, one line of {@code status/events.jsonl}.
 *
 * @param stack empty for what is of none
 * @param target such as {@code service web}
 * @param reason in one CamelCase word
 * @param result what came of it, or from what to what it changed
 */
public record Event(
    Instant time,
    String stack,
    Kind kind,
    String target,
    String reason,
    String message,
    String result) {

  public enum Kind {
    /** Skep wrote something. */
    ACTION,
    PHASE,
    JOB,
    CONDITION,
    /** A commit was taken up, or the source has trouble. */
    SOURCE
  }

  String line() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", time);
    fields.put("stack", stack);
    fields.put("kind", Words.camel(kind));
    fields.put("target", target);
    fields.put("reason", reason);
    fields.put("message", message);
    fields.put("result", result);
    return Json.line(fields);
  }
}
