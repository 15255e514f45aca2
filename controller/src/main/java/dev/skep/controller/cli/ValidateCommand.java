package dev.skep.controller.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says all that is wrong with manifests; talks to no engine. */
@Command(
    name = "validate",
    description = "Check manifests without an engine; tells every problem at once.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "Compose files or folders.")
  private List<Path> paths;

  @Mixin
  private CheckOptions check;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    boolean failed = false;
    for (var path : paths) {
      var stacks = check.read(List.of(path));
      failed |= !stacks.errors().isEmpty();
      stacks.good().values().forEach(s -> {
        long jobs =
            s.services().values().stream().filter(x -> x.job().isPresent()).count();
        out.println("stack " + s.name() + ": good, " + (s.services().size() - jobs) + " services, "
            + jobs + " jobs, revision " + s.revision());
      });
    }
    return failed ? Exit.BAD_INPUT : Exit.DONE;
  }
}
