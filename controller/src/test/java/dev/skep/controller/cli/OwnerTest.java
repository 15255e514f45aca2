package dev.skep.controller.cli;

import static dev.skep.proxy.StubEngine.complaint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.proxy.StubEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder whose {@code skep.yml} names an owner, and a flag that may name another. */
@Timeout(60)
class OwnerTest {
  @TempDir
  Path folder;

  @BeforeEach
  void ownedStack() throws IOException {
    Files.createDirectory(folder.resolve("shop"));
    Files.writeString(folder.resolve("shop/compose.yaml"), "services: {app: {image: \"app:1\"}}\n");
    Files.writeString(folder.resolve("skep.yml"), "maxPrune: 10%\nowner: infra-prod\n");
  }

  private CommandRun run(StubEngine engine, String command, String owner) {
    var words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("--host", engine.host(), "--owner", owner, "-f", folder.toString()));
    return CommandRun.of(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply", "diff", "apply --dry-run"})
  void twoDifferentOnesAreRefusedBeforeAnythingIsAsked(String command) throws IOException {
    try (var engine = StubEngine.unix(folder.resolve("e"), request -> complaint(500, "no"))) {
      var run = run(engine, command, "infra-stage");
      assertThat(run.problems())
          .containsExactly(folder + "/skep.yml:2:1: owner: infra-prod here, but --owner says"
              + " infra-stage; change one of them, or leave --owner out; until then nothing of"
              + " this folder is applied");
      assertThat(run.exit()).isEqualTo(Exit.BAD_INPUT);
      assertThat(engine.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply", "diff"})
  void theSameTwiceIsNoContradiction(String command) throws IOException {
    try (var engine = StubEngine.unix(folder.resolve("e"), request -> complaint(500, "no"))) {
      assertThat(run(engine, command, "infra-prod").exit()).isEqualTo(Exit.ENGINE);
      assertThat(engine.requests()).isNotEmpty();
    }
  }
}
