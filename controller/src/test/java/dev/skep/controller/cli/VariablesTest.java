package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Flags of the controller that come from the environment. */
class VariablesTest {
  private final StringWriter err = new StringWriter();

  private CommandLine skep(Map<String, String> environment) {
    return Skep.commandLine(environment).setErr(new PrintWriter(err, true));
  }

  private Object source(Map<String, String> environment, String... arguments) {
    var skep = skep(environment);
    skep.parseArgs(
        Stream.concat(Stream.of("controller"), Stream.of(arguments)).toArray(String[]::new));
    return controller(skep).findOption("--source").getValue();
  }

  private static CommandSpec controller(CommandLine skep) {
    return skep.getSubcommands().get("controller").getCommandSpec();
  }

  @Test
  void aVariableIsAFlag() {
    assertThat(source(Map.of("SKEP_SOURCE", "/srv/stacks"))).isEqualTo("/srv/stacks");
  }

  @Test
  void aFlagWinsOverItsVariable() {
    assertThat(source(Map.of("SKEP_SOURCE", "/srv/stacks"), "--source", "/srv/other"))
        .isEqualTo("/srv/other");
  }

  @Test
  void withoutTextItSaysNothing() {
    assertThat(execute(Map.of("SKEP_SOURCE", ""))).isEqualTo(Exit.BAD_INPUT);
    assertThat(err.toString()).startsWith("skep: --source DIR|URL is missing\nSee: ");
  }

  @Test
  void aBadOneIsTold() {
    assertThat(execute(Map.of("SKEP_SOURCE", "/srv/stacks", "SKEP_POLL", "soon")))
        .isEqualTo(Exit.BAD_INPUT);
    assertThat(err.toString())
        .contains("'--poll'", "From the environment: SKEP_POLL, SKEP_SOURCE\n");
  }

  @Test
  void othersOfTheNameAreMisspelt() {
    var variables = new Variables(
        Map.of("SKEP_SUORCE", "x", "SKEP_OWNER", "o", "SKEP_LC_ALL", "=C", "SKEP_HELP", "1"));
    assertThat(variables.unknown(controller(skep(Map.of()))))
        .containsExactly("SKEP_HELP", "SKEP_SUORCE");
  }

  private int execute(Map<String, String> environment) {
    return skep(environment).execute("controller");
  }
}
