package dev.skep.controller.cli;

/** Exit codes, the same for every command but {@code run}, which ends as {@code docker run} does. */
final class Exit {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;
  static final int HELD = 3;
  static final int TIMED_OUT = 4;
  static final int ENGINE = 5;

  private Exit() {}
}
