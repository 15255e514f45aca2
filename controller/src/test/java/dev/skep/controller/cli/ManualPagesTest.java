package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.controller.manual.Chapter.Entry;
import dev.skep.controller.manual.Outline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ManualPagesTest {
  @TempDir
  private static Path prefix;

  @BeforeAll
  static void write() throws IOException {
    ManualPages.write(prefix);
  }

  static Stream<Outline> commands() {
    var skep = Outline.of(Skep.commandLine().getCommandSpec());
    return Stream.concat(Stream.of(skep), skep.commands().stream());
  }

  private static Path page(Outline command) {
    var name = command.name().equals("skep") ? "skep" : "skep-" + command.name();
    return prefix.resolve("share/man/man1/" + name + ".1");
  }

  private static String run(String... command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("MANWIDTH", "78");
    var process = builder.start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasAPage(Outline command) {
    assertThat(page(command))
        .content(StandardCharsets.US_ASCII)
        .contains(".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS", ".SH EXIT STATUS", ".SH SEE ALSO");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void groffFindsNothingWrongWithIt(Outline command) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "groff is not installed");
    assertThat(run("groff", "-man", "-Tutf8", "-ww", "-z", page(command).toString()))
        .isEmpty();
  }

  @Test
  void manShowsIt() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/man")), "man is not installed");
    var shown = run("man", "--warnings", "-P", "cat", "-M", prefix + "/share/man", "skep-get")
        .replaceAll(".\b", "");
    assertThat(shown)
        .startsWith("SKEP-GET(1)")
        .contains("skep get [OPTION]... stacks|services|jobs|schedules [STACK]")
        .contains("-o, --output table|wide|json|yaml")
        .contains("unix:///\u2026 or tcp://\u2026; else DOCKER_HOST")
        .doesNotContain("warning:");
  }

  static Stream<String> examples() {
    return Examples.all().stream().map(Entry::term);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void itsExamplesAreCommandsThatCanBeGiven(String line) {
    var words = line.replaceFirst("^source <\\((.*)\\)$", "$1").replaceAll("'[^']*'", "text");
    var given = List.of(words.split(" "));
    assertThat(given.getFirst()).isEqualTo("skep");
    assertThatCode(() ->
            Skep.commandLine().parseArgs(given.subList(1, given.size()).toArray(String[]::new)))
        .doesNotThrowAnyException();
  }

  @Test
  void howRunEndsIsNotHowAllOthersDo() throws IOException {
    assertThat(prefix.resolve("share/man/man1/skep-run.1"))
        .content()
        .contains("the job\\(aqs own", "125", "A wrong flag")
        .doesNotContain("a person has to decide");
  }

  @Test
  void aPageHasTheExamplesOfItsCommandAlone() throws IOException {
    assertThat(Files.readString(prefix.resolve("share/man/man1/skep-get.1")))
        .contains("\\fBskep get stacks \\-w\\fR")
        .doesNotContain("skep apply");
  }
}
