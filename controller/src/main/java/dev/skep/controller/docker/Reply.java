package dev.skep.controller.docker;

import dev.skep.model.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the engine answered, read to the end. */
record Reply(int status, Map<String, List<String>> headers, byte[] body) {
  private static final int LONGEST_MESSAGE = 2_000;

  boolean ok() {
    return status >= 200 && status < 300;
  }

  /** Header names come in any case. */
  Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(h -> name.equalsIgnoreCase(h.getKey()))
        .flatMap(h -> h.getValue().stream())
        .findFirst();
  }

  /** The engine's complaint: {@code {"message": …}}, or whatever text there is. */
  String message() {
    var text = Json.parse(body)
        .filter(Tree.Obj.class::isInstance)
        .flatMap(t -> ((Tree.Obj) t).text("message"))
        .orElseGet(() -> new String(body, StandardCharsets.UTF_8))
        .strip();
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
  }
}
