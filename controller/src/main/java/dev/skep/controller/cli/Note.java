package dev.skep.controller.cli;

import picocli.CommandLine.Option;

/** Why a person does something. */
final class Note {
  @Option(
      names = "--note",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "Why; shown wherever this is told of.")
  private String text;

  String text() {
    return text;
  }
}
