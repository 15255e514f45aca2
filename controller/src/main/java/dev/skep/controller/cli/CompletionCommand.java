package dev.skep.controller.cli;

import dev.skep.controller.manual.Outline;
import dev.skep.controller.manual.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell has to read, so that it completes our command lines. */
@Command(
    name = "completion",
    description = "Print the script by which a shell completes skep's commands, flags and names.",
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell that is to read it.")
  private Shell shell;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(shell.script(Outline.of(spec.root())));
    spec.commandLine().getOut().flush();
    return Exit.DONE;
  }
}
