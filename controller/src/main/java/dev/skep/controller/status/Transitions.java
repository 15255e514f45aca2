package dev.skep.controller.status;

import dev.skep.controller.print.Words;
import dev.skep.model.Condition;
import dev.skep.model.StackStatus;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when each condition has its status and reason. A message may change without that. Survives
 * a restart by way of the files, which is the only thing ever taken from them.
 *
 * <p>Thread-safe.
 */
public final class Transitions {
  private record Since(String status, String reason, Instant at) {}

  private final Map<String, Map<Condition.Type, Since>> known = new ConcurrentHashMap<>();

  /** Takes note of a status, and says since when its conditions are as they are. */
  public Map<Condition.Type, Instant> note(StackStatus status, Instant now) {
    var out = new EnumMap<Condition.Type, Instant>(Condition.Type.class);
    known.compute(status.stack(), (stack, before) -> {
      var after = new EnumMap<Condition.Type, Since>(Condition.Type.class);
      for (var condition : status.conditions()) {
        var old = before == null ? null : before.get(condition.type());
        var text = Words.camel(condition.status());
        boolean same = old != null
            && old.status().equals(text)
            && old.reason().equals(condition.reason().text());
        after.put(
            condition.type(), same ? old : new Since(text, condition.reason().text(), now));
        out.put(condition.type(), after.get(condition.type()).at());
      }
      return after;
    });
    return out;
  }

  /** Since when a stack is ready, or is not. */
  public Optional<Instant> since(String stack, Condition.Type type) {
    return Optional.ofNullable(known.getOrDefault(stack, Map.of()).get(type)).map(Since::at);
  }

  boolean knows(String stack) {
    return known.containsKey(stack);
  }

  /** Reads them from a document written earlier, unless the stack has been seen since. */
  void recall(String stack, Map<?, ?> document) {
    if (!(document.get("status") instanceof Map<?, ?> status)) return;
    if (!(status.get("conditions") instanceof List<?> conditions)) return;
    var found = new EnumMap<Condition.Type, Since>(Condition.Type.class);
    for (var item : conditions) {
      if (!(item instanceof Map<?, ?> condition)) continue;
      type(condition.get("type"))
          .ifPresent(type -> since(condition).ifPresent(since -> found.put(type, since)));
    }
    known.putIfAbsent(stack, found);
  }

  private static Optional<Condition.Type> type(Object text) {
    return Arrays.stream(Condition.Type.values())
        .filter(t -> Words.camel(t).equals(text))
        .findFirst();
  }

  private static Optional<Since> since(Map<?, ?> condition) {
    try {
      return Optional.of(new Since(
          String.valueOf(condition.get("status")),
          String.valueOf(condition.get("reason")),
          Instant.parse(String.valueOf(condition.get("lastTransitionTime")))));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  void retain(Set<String> stacks) {
    known.keySet().retainAll(stacks);
  }
}
