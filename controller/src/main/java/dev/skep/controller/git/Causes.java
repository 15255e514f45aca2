package dev.skep.controller.git;

import java.util.ArrayList;
import java.util.List;

/** Says why a conversation failed; the innermost cause is the one that helps. */
final class Causes {
  private Causes() {}

  static String text(Throwable failure) {
    List<String> parts = new ArrayList<>();
    for (var cause = failure; cause != null && parts.size() < 5; cause = cause.getCause()) {
      var message =
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      var known = message;
      if (parts.stream().noneMatch(p -> p.contains(known))) parts.add(message);
    }
    return String.join(": ", parts);
  }
}
