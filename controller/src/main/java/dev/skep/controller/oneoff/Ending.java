package dev.skep.controller.oneoff;

import java.util.Optional;

/**
 * How a run ended for the command.
 *
 * @param code to end with
 * @param why if it was not by its own end
 */
record Ending(int code, Optional<String> why) {
  static final int TIMED_OUT = 124;

  /** Nobody hears of this one: the process ends with the signal that it got. */
  private static final int TOLD_TO_END = 130;

  static Ending exited(int code) {
    return new Ending(code, Optional.empty());
  }

  static Ending broken(String why) {
    return broken(Standing.BROKEN, why);
  }

  static Ending broken(int code, String why) {
    return new Ending(code, Optional.of(why));
  }

  static Ending timedOut(String after) {
    return broken(TIMED_OUT, "not ended within " + after + "; it was stopped");
  }

  static Ending toldToEnd() {
    return exited(TOLD_TO_END);
  }

  /** The job itself failed, and may do better the next time. */
  boolean failed() {
    return why.isEmpty() && code != 0 && code != TOLD_TO_END;
  }
}
