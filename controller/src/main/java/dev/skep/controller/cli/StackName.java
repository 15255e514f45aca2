package dev.skep.controller.cli;

import picocli.CommandLine.Parameters;

/** The parameters of commands on one stack: {@code stack NAME}. */
final class StackName {
  private enum Kind {
    STACK
  }

  @Parameters(index = "0", paramLabel = "stack", description = "What it is: a stack.")
  private Kind kind;

  @Parameters(index = "1", paramLabel = "NAME", description = "The stack's name.")
  private String name;

  String name() {
    return switch (kind) {
      case STACK -> name;
    };
  }
}
