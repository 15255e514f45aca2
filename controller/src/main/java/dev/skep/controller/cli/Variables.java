package dev.skep.controller.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Flags from the environment: {@code --git-token-file} is also {@code SKEP_GIT_TOKEN_FILE}. Stack
 * files merge variables one by one, but a command only as a whole. A variable without text says
 * nothing, as with {@code DOCKER_HOST}; a flag wins over its variable.
 */
final class Variables implements IDefaultValueProvider {
  private static final String PREFIX = "SKEP_";

  /** Of the launcher, and flags that read theirs themselves. */
  private static final Set<String> OTHERS = Set.of(
      "SKEP_MAX_HEAP",
      "SKEP_JAVA_OPTIONS",
      CallersEnvironment.KEPT,
      GivenOwner.VARIABLE,
      ImageOptions.VARIABLE);

  private final Map<String, String> environment = new TreeMap<>();

  Variables(Map<String, String> environment) {
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX) && !value.isEmpty()) this.environment.put(name, value);
    });
  }

  @Override
  public String defaultValue(ArgSpec arg) {
    return arg instanceof OptionSpec option && takes(option) ? environment.get(of(option)) : null;
  }

  /** Those that are flags of this command. */
  List<String> meant(CommandSpec command) {
    return environment.keySet().stream().filter(names(command)::contains).toList();
  }

  /** Those that say nothing to this command: misspelt ones, for example. */
  List<String> unknown(CommandSpec command) {
    var names = names(command);
    return environment.keySet().stream()
        .filter(name -> !names.contains(name) && !OTHERS.contains(name))
        .toList();
  }

  private static Set<String> names(CommandSpec command) {
    var names = new TreeSet<String>();
    command.options().stream().filter(Variables::takes).forEach(o -> names.add(of(o)));
    return names;
  }

  private static boolean takes(OptionSpec option) {
    return option.arity().max() > 0 && !option.hidden() && !OTHERS.contains(of(option));
  }

  private static String of(OptionSpec option) {
    return PREFIX
        + option.longestName().replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
