package dev.skep.controller.cli;

import java.util.Locale;
import picocli.CommandLine.Parameters;

/** The parameters of commands on a job or a stack. */
final class Target {
  enum Kind {
    JOB,
    STACK
  }

  @Parameters(index = "0", paramLabel = "job|stack", description = "What it is.")
  private Kind kind;

  @Parameters(index = "1", paramLabel = "NAME", description = "STACK_JOB, or the stack's name.")
  private String name;

  Kind kind() {
    return kind;
  }

  String name() {
    return name;
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + name;
  }
}
