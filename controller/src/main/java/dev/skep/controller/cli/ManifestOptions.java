package dev.skep.controller.cli;

import dev.skep.controller.source.Stacks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Flags of commands that compare manifests with a Swarm. */
final class ManifestOptions {
  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE|DIR",
      description = "A compose file, or a folder of stacks; several files make one stack.")
  private List<Path> files;

  @Option(names = "--stack", paramLabel = "NAME", description = "Name of the stack.")
  private Optional<String> stack = Optional.empty();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** What the files hold; empty when anything is wrong with them, which is told on stderr. */
  Optional<Stacks> read(EngineOptions engine) {
    var read = Input.read(files, stack, false);
    var clash = engine.ownership(read).clash();
    var stacks = clash.map(c -> read.held(c, Stacks.NONE)).orElse(read);
    Input.tell(stacks, command.commandLine().getErr());
    return stacks.errors().isEmpty() ? Optional.of(stacks) : Optional.empty();
  }
}
