package dev.skep.controller.cli;

import dev.skep.controller.source.Stacks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Flags of commands that look at manifests alone. */
final class CheckOptions {
  @Option(names = "--stack", paramLabel = "NAME", description = "Name of the stack.")
  private Optional<String> stack = Optional.empty();

  @Option(
      names = "--strict",
      description = "As under the controller: an unset variable is an error.")
  private boolean strict;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** What the files hold; what is wrong with them is told on stderr. */
  Stacks read(List<Path> files) {
    var stacks = Input.read(files, stack, strict);
    Input.tell(stacks, command.commandLine().getErr());
    return stacks;
  }
}
