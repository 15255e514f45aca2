package dev.skep.controller.cli;

import static java.util.stream.Collectors.joining;

import dev.skep.controller.render.RenderedDocument;
import dev.skep.controller.status.Json;
import dev.skep.controller.status.Yaml;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What manifests come to; talks to no engine. */
@Command(
    name = "render",
    description = "Print stacks as they would be sent, without an engine. Configs are named by"
        + " a hash, and what secrets hold is hidden.",
    mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
  private enum Format {
    YAML,
    JSON
  }

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "A compose file, or a folder of stacks; several files make one stack.")
  private List<Path> files;

  @Mixin
  private CheckOptions check;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "yaml|json",
      defaultValue = "yaml",
      description = "One document a stack, by name (default: yaml).")
  private Format format;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    var stacks = check.read(files);
    // Some of the stacks would pass for all of them in whatever reads this.
    if (!stacks.errors().isEmpty()) return Exit.BAD_INPUT;
    var documents = stacks.good().values().stream().map(RenderedDocument::of);
    var text = switch (format) {
      case YAML -> documents.map(Yaml::text).collect(joining("---\n"));
      case JSON -> documents.map(Json::text).collect(joining());
    };
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
    return Exit.DONE;
  }
}
