package dev.skep.controller.git;

import dev.skep.controller.print.Printable;
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
    // Some of it was written by the server.
    return Printable.line(String.join(": ", parts));
  }
}
