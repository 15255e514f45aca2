package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.controller.manual.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts of {@code skep completion}, read by the shells themselves where they are there. */
@Timeout(60)
class CompletionTest {
  @TempDir
  private static Path folder;

  /** Stands for the engine's names: no engine is asked here. */
  @BeforeAll
  static void files() throws IOException {
    var skep = Files.writeString(folder.resolve("skep"), """
        #!/bin/sh
        case "$*" in
          "__complete stacks") printf 'shop\\nblog\\n' ;;
          "__complete jobs") printf 'shop_migrate\\nshop_backup\\n' ;;
        esac
        """);
    assertThat(skep.toFile().setExecutable(true)).isTrue();
    for (var shell : Shell.values()) {
      var script = CommandRun.of("completion", name(shell)).out();
      Files.writeString(folder.resolve("script." + name(shell)), script);
    }
    Files.createDirectory(folder.resolve("stacks.d"));
    Files.writeString(folder.resolve("stacks.yaml"), "");
  }

  private static String name(Shell shell) {
    return shell.name().toLowerCase(Locale.ROOT);
  }

  private static String offered(Shell shell, String line) throws Exception {
    assumeTrue(installed(name(shell)), name(shell) + " is not installed");
    var asker = CompletionTest.class.getResource("/completion/ask." + name(shell));
    return run(name(shell), Path.of(asker.toURI()).toString(), "script." + name(shell), line);
  }

  private static boolean installed(String shell) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(dir -> Files.isExecutable(Path.of(dir, shell)));
  }

  private static String run(String... command) throws Exception {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectInput(Path.of("/dev/null").toFile());
    var process = builder.start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  private static Arguments line(String line, List<String> offers, String... never) {
    return Arguments.of(line, offers, List.of(never));
  }

  static Stream<Arguments> lines() {
    var cases = List.of(
        line("skep ge", List.of("get"), "apply"),
        line("skep ", List.of("apply", "describe", "completion"), "__complete", "--file"),
        line("skep get ", List.of("stacks", "services", "jobs"), "stacks.yaml", "shop"),
        line("skep get -w ", List.of("stacks", "services", "jobs"), "shop"),
        line("skep get stacks ", List.of("shop", "blog"), "stacks.yaml", "shop_migrate"),
        line("skep apply --", List.of("--file", "--timeout", "--dry-run"), "--source", "--poll"),
        line("skep apply -f sta", List.of("stacks.yaml"), "shop"),
        line("skep apply --file stacks.y", List.of("stacks.yaml")),
        line("skep apply --timeout ", List.of(), "stacks.yaml", "shop"),
        line("skep apply --stack ", List.of("shop", "blog")),
        line("skep get -o ", List.of("table", "wide", "json", "yaml"), "stacks"),
        line("skep get --output=y", List.of("yaml"), "json"),
        line("skep get -o json ", List.of("stacks", "services", "jobs"), "yaml"),
        line("skep logs job ", List.of("shop_migrate", "shop_backup"), "blog"),
        line("skep describe job ", List.of("shop_migrate", "shop_backup"), "blog"),
        line("skep describe stack ", List.of("shop", "blog"), "shop_migrate"),
        line("skep describe stack shop ", List.of(), "shop", "blog", "stacks.yaml"),
        line("skep validate stacks.yaml sta", List.of("stacks.yaml", "stacks.d")),
        line("skep resolve job x --as ", List.of("succeeded", "failed", "retry")),
        line("skep help app", List.of("apply", "approve"), "get"),
        line("skep completion ", List.of("bash", "zsh", "fish")));
    return Stream.of(Shell.values())
        .flatMap(shell ->
            cases.stream().map(c -> Arguments.of(shell, c.get()[0], c.get()[1], c.get()[2])));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("lines")
  void offersWhatMayFollow(Shell shell, String line, List<String> offers, List<String> never)
      throws Exception {
    var words = words(shell, offered(shell, line));
    assertThat(words).containsAll(offers);
    assertThat(words).filteredOn(never::contains).isEmpty();
  }

  /** Without descriptions, and without what stands before the word already. */
  private static List<String> words(Shell shell, String offered) {
    return offered
        .lines()
        .filter(line -> shell != Shell.ZSH || line.contains("=> "))
        .map(line -> line.replaceFirst("^.*=> ", "").replaceFirst("\t.*", ""))
        .map(word -> word.replaceFirst("^--.*=", "").replaceFirst("/$", ""))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"ZSH", "FISH"})
  void saysWhatCommandsAndFlagsAreFor(Shell shell) throws Exception {
    assertThat(offered(shell, "skep ")).contains("Apply manifests and wait");
    assertThat(offered(shell, "skep apply --")).contains("Name of the stack");
  }

  @ParameterizedTest
  @EnumSource
  void itsOwnShellFindsNothingWrongWithIt(Shell shell) throws Exception {
    assumeTrue(installed(name(shell)), name(shell) + " is not installed");
    assertThat(run(name(shell), "-n", "script." + name(shell))).isEmpty();
  }
}
