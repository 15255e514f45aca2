package dev.skep.reconciler;

import java.util.Locale;

/** What a {@link ControlLoop} has to do. */
sealed interface Work {
  String name();

  /** For people. */
  default String told() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A pass over a stack. */
  record Stack(String name) implements Work {
    @Override
    public String told() {
      return "stack " + name;
    }
  }

  record Beside(String name, Chore chore) implements Work {}

  enum Errand implements Work {
    POLL,
    POLL_AFTER_HINT,
    KEEP_HOUSE
  }
}
