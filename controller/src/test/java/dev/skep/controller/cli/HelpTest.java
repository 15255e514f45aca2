package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What {@code --help} says: everything has its description, and all of them read alike. */
class HelpTest {
  static Stream<CommandSpec> commands() {
    var skep = Skep.commandLine();
    return Stream.concat(Stream.of(skep), skep.getSubcommands().values().stream())
        .map(CommandLine::getCommandSpec)
        .filter(command -> !command.usageMessage().hidden());
  }

  /** picocli's own command words its help itself. */
  static Stream<CommandSpec> ours() {
    return commands().filter(command -> !(command.userObject() instanceof CommandLine.HelpCommand));
  }

  @ParameterizedTest
  @MethodSource("ours")
  void everyCommandAndFlagIsDescribedInASentence(CommandSpec command) {
    sentence(command.qualifiedName(), command.usageMessage().description());
    command.args().stream()
        .filter(arg -> !arg.hidden())
        .forEach(arg -> sentence(command.qualifiedName() + " " + arg, arg.description()));
  }

  private static void sentence(String of, String... description) {
    var text = String.join(" ", description);
    assertThat(text).as(of).matches("[A-Z].*[^.]\\.").doesNotContain("  ");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpFitsATerminal(CommandSpec command) {
    var help = command.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF);
    assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @ParameterizedTest
  @MethodSource("ours")
  void flagsThatSeveralCommandsHaveAreCalledTheSame(CommandSpec command) {
    for (var option : command.options()) {
      assertThat(option.longestName()).startsWith("--").matches("--[a-z]+(-[a-z]+)*");
    }
  }

  /** What the program makes ready where its first word names a command. */
  @ParameterizedTest
  @MethodSource("ours")
  void aCommandAloneIsAsAmongAllOthers(CommandSpec command) {
    if (command.parent() == null) return;
    var alone = Skep.commandLine(Map.of(), Skep.wanted(command.name()))
        .getSubcommands()
        .get(command.name());
    assertThat(alone.getUsageMessage(CommandLine.Help.Ansi.OFF))
        .isEqualTo(command.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF));
  }

  @Test
  void ofACommandThatIsThereNoOtherIsMadeReady() {
    assertThat(Skep.wanted("run")).hasSize(1);
    assertThat(Skep.wanted("help")).hasSizeGreaterThan(20);
    assertThat(Skep.wanted("--version")).hasSizeGreaterThan(20);
    assertThat(Skep.wanted("")).hasSizeGreaterThan(20);
  }

  @Test
  void whatIsHiddenIsNotListed() {
    assertThat(Skep.commandLine().getUsageMessage()).doesNotContain("__complete");
  }
}
