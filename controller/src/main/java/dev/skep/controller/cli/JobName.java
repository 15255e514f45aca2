package dev.skep.controller.cli;

import picocli.CommandLine.Parameters;

/** The parameters of commands on one job: {@code job STACK_JOB}. */
final class JobName {
  private enum Kind {
    JOB
  }

  @Parameters(index = "0", paramLabel = "job", description = "What it is: a job.")
  private Kind kind;

  @Parameters(index = "1", paramLabel = "STACK_JOB", description = "The job's name.")
  private String name;

  String name() {
    return switch (kind) {
      case JOB -> name;
    };
  }
}
