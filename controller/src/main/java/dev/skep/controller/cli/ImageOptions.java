package dev.skep.controller.cli;

import dev.skep.controller.docker.DockerSwarm;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the commands that put stacks in place come to know which images names stand for. */
final class ImageOptions {
  private static final String FLAG = "--resolve-image";
  static final String VARIABLE = "SKEP_RESOLVE_IMAGE";

  private enum When {
    CHANGED,
    NEVER
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private Optional<String> flag = Optional.empty();

  @Option(
      names = FLAG,
      paramLabel = "WHEN",
      description =
          "When registries are asked which images names stand for: changed (for names that"
              + " are new to a stack) or never; else SKEP_RESOLVE_IMAGE, else changed.")
  void flag(String given) {
    flag = Optional.of(given);
    when(System.getenv());
  }

  void apply(DockerSwarm swarm) {
    swarm.askRegistries(when(System.getenv()) == When.CHANGED);
  }

  private When when(Map<String, String> environment) {
    var origin = flag.isPresent() ? FLAG : VARIABLE;
    var given = flag.or(() -> Optional.ofNullable(environment.get(VARIABLE)))
        .filter(text -> !text.isEmpty())
        .orElse("changed");
    return switch (given.toLowerCase(Locale.ROOT)) {
      case "changed" -> When.CHANGED;
      case "never" -> When.NEVER;
      default ->
        throw new ParameterException(
            command.commandLine(),
            origin + ": expected changed or never, found \"" + given + "\""
                + (given.equals("always")
                    ? "; to run what a name stands for now, write another name or the digest"
                    : ""));
    };
  }
}
