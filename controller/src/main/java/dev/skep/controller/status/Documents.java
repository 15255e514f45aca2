package dev.skep.controller.status;

import dev.skep.controller.print.Words;
import dev.skep.model.AttemptRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the documents have in common. */
final class Documents {
  static final String API_VERSION = "skep.dev/v1";

  private static final Set<String> HEARTBEATS =
      Set.of("observedAt", "heartbeat", ControllerDocument.STORE);

  private Documents() {}

  static Map<String, Object> of(
      String kind, Map<String, Object> metadata, Map<String, Object> status) {
    return new Fields()
        .put("apiVersion", API_VERSION)
        .put("kind", kind)
        .put("metadata", metadata)
        .put("status", status)
        .map();
  }

  static Map<String, Object> metadata(String name, Witness witness) {
    return new Fields().put("name", name).put("owner", witness.owner()).map();
  }

  static Map<String, Object> writer(Witness witness) {
    var fields = new Fields().put("holder", witness.holder());
    if (witness.epoch() >= 0) fields.put("epoch", witness.epoch());
    return fields.put("source", witness.source()).map();
  }

  /** What is left when nothing but the time of the look tells two documents apart. */
  static Map<String, Object> withoutHeartbeat(Map<String, Object> document) {
    if (!(document.get("status") instanceof Map<?, ?> status)) return document;
    var rest = new LinkedHashMap<Object, Object>(status);
    rest.keySet().removeAll(HEARTBEATS);
    var copy = new LinkedHashMap<>(document);
    copy.put("status", rest);
    return copy;
  }

  static Fields attempt(AttemptRecord attempt) {
    return new Fields()
        .put("attempt", attempt.number())
        .text("node", attempt.node())
        .put("started", attempt.startedAt())
        .put("ended", attempt.endedAt())
        .put("exitCode", attempt.exitCode())
        .put("result", Words.camel(attempt.result()))
        .put("reason", attempt.reason().text())
        .put("message", attempt.message());
  }

  /** With a newline at the end, as YAML's literal blocks like it. */
  static String text(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
