package dev.skep.controller.oneoff;

import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables of a container, as {@code docker run} reads them. */
public final class EnvForm {
  private final Map<String, String> callers;

  /** @param callers environment, for a {@code KEY} without a value */
  public EnvForm(Map<String, String> callers) {
    this.callers = callers;
  }

  /** {@code KEY=value}, or {@code KEY} for the caller's; nothing if the caller has none. */
  public Either<String, Optional<String>> entry(String text) {
    int equals = text.indexOf('=');
    var key = equals < 0 ? text : text.substring(0, equals);
    if (key.isEmpty() || key.chars().anyMatch(Character::isWhitespace)) {
      return Either.left("'" + text + "' is neither KEY=VALUE nor KEY");
    }
    if (equals >= 0) return Either.right(Optional.of(text));
    return Either.right(Optional.ofNullable(callers.get(key)).map(value -> key + "=" + value));
  }

  /**
   * The lines of a file, values verbatim; empty ones and those that begin with # say nothing.
   *
   * @return entries, or all that is wrong with their numbers
   */
  public Either<List<String>, List<String>> file(String text) {
    var entries = new ArrayList<String>();
    var wrong = new ArrayList<String>();
    int number = 0;
    for (var line : text.startsWith("\uFEFF") ? text.substring(1).split("\n") : text.split("\n")) {
      number++;
      var stripped = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      var entry = stripped.stripLeading();
      if (entry.isEmpty() || entry.startsWith("#")) continue;
      int at = number;
      entry(entry)
          .peek(found -> found.ifPresent(entries::add))
          .peekLeft(why -> wrong.add("line " + at + ": " + why));
    }
    return wrong.isEmpty() ? Either.right(entries) : Either.left(wrong);
  }
}
