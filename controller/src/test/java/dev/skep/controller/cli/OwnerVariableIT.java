package dev.skep.controller.cli;

import static dev.skep.proxy.StubEngine.complaint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.proxy.StubEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code SKEP_OWNER} in the environment of the packaged command. */
@Timeout(120)
class OwnerVariableIT {
  @TempDir
  Path folder;

  private StubEngine engine;

  @BeforeEach
  void ownedStack() throws IOException {
    Files.createDirectories(folder.resolve("infra/shop"));
    Files.writeString(
        folder.resolve("infra/shop/compose.yaml"), "services: {app: {image: \"app:1\"}}\n");
    Files.writeString(folder.resolve("infra/skep.yml"), "owner: infra-prod\n");
    engine = StubEngine.unix(folder.resolve("e"), request -> complaint(500, "no"));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private SkepProgram start(String owner, String command, String... more) {
    var words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of(more));
    return SkepProgram.start(
        List.of("env", "SKEP_OWNER=" + owner), engine.host(), words.toArray(String[]::new));
  }

  private SkepProgram.Ended run(String owner, String command, String... more) {
    try (var program = start(owner, command, more)) {
      return program.end(Duration.ofMinutes(1));
    }
  }

  private String infra() {
    return folder.resolve("infra").toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get stacks", "suspend stack shop", "delete stack shop", "controller"})
  void oneThatCannotBeIsRefusedBeforeTheEngineIsAsked(String command) {
    var more = command.equals("controller")
        ? new String[] {
          "--source", infra(), "--status", folder.resolve("status").toString()
        }
        : new String[0];

    var ended = run("a b", command, more);

    assertThat(ended.errors())
        .contains("skep: SKEP_OWNER 'a b' cannot be used; write letters, digits, -, _ and ., a"
            + " letter or digit first, at most 63 characters");
    assertThat(ended.exit()).isEqualTo(Exit.BAD_INPUT);
    assertThat(engine.requests()).isEmpty();
  }

  @Test
  void anotherThanTheSourceSaysIsRefused() {
    var ended = run("infra-stage", "diff", "-f", infra());

    assertThat(ended.errors())
        .containsExactly(infra() + "/skep.yml:1:1: owner: infra-prod here, but SKEP_OWNER says"
            + " infra-stage; change one of them, or leave SKEP_OWNER out; until then nothing of"
            + " this folder is applied");
    assertThat(ended.exit()).isEqualTo(Exit.BAD_INPUT);
    assertThat(engine.requests()).isEmpty();
  }

  @Test
  void theSameAsTheSourceSaysIsNoContradiction() {
    assertThat(run("infra-prod", "diff", "-f", infra()).exit()).isEqualTo(Exit.ENGINE);
  }

  @Test
  void theFlagWins() {
    var ended = run("infra-stage", "diff", "--owner", "infra-prod", "-f", infra());
    assertThat(ended.exit()).isEqualTo(Exit.ENGINE);
  }

  @Test
  void whatAsksNoEngineDoesNotLookAtIt() {
    assertThat(run("a b", "validate", infra()).exit()).isZero();
  }
}
