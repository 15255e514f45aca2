package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged command on a terminal, which {@code script} of util-linux provides. */
class TerminalIT {
  private static final SwarmLab LAB = SwarmLab.single();
  private static final String END = " skep-lab/busybox:1  none";

  @TempDir
  private static Path folder;

  @BeforeAll
  static void apply() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "util-linux is missing");
    var file = Files.writeString(folder.resolve("compose.yaml"), """
        services: {%s: {image: "skep-lab/busybox:1", deploy: {replicas: 0}}}
        """.formatted("x".repeat(45)));
    var applied = ofOwner("apply", "-f", file.toString(), "--stack", "terminal");
    assertThat(applied.exit()).as(applied.err()).isZero();
  }

  @AfterAll
  static void clean() {
    ofOwner("delete", "stack", "terminal", "--forget-runs");
    LAB.exec(
        0,
        "sh",
        "-c",
        "docker config ls --quiet --filter label=dev.skep.owner=terminal"
            + " | xargs -r docker config rm");
  }

  private static SkepProgram.Ended ofOwner(String... command) {
    var all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--owner", "terminal"));
    return SkepProgram.run(LAB.host(0), all.toArray(String[]::new));
  }

  /** @param before what a shell does first, on the terminal */
  private static String printed(String before) {
    var shell =
        List.of("sh", "-c", "exec script -qec \"" + before + "; $*\" /dev/null </dev/null", "sh");
    try (var skep =
        SkepProgram.start(shell, LAB.host(0), "get", "services", "--owner", "terminal")) {
      var ended = skep.end(Duration.ofMinutes(1));
      assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
      return ended.out();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80})
  void aTableIsNoWiderThanTheTerminal(int columns) {
    var text = printed("unset COLUMNS; stty rows 30 cols " + columns);
    assertThat(text).contains("\u2026").doesNotContain(END);
    assertThat(text.lines().map(l -> l.replaceAll("\u001b\\[[0-9]*m", "").length()))
        .contains(columns)
        .allMatch(width -> width <= columns);
  }

  @Test
  void aWideTerminalIsMadeUseOf() {
    assertThat(printed("unset COLUMNS; stty rows 30 cols 150")).contains(END);
  }

  @Test
  void theCallerMaySayOtherwise() {
    assertThat(printed("stty rows 30 cols 60; export COLUMNS=150")).contains(END);
  }

  @Test
  void aTerminalWithoutASizeIsAnOrdinaryOne() {
    assertThat(printed("unset COLUMNS; stty rows 0 cols 0")).contains("\u2026");
  }
}
