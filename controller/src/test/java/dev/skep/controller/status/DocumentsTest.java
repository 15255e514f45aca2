package dev.skep.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.print.Samples;
import dev.skep.model.Condition.Type;
import dev.skep.model.JobPhase;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus.Phase;
import dev.skep.reconciler.StoreMark;
import io.vavr.control.Either;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
  private static final Witness WITNESS =
      new Witness("infra-prod", "manager-2", 7, "main@9f3c1e2", Samples.NOW);
  private static final LogTails LOGS = new LogTails((run, number) -> Either.right(Samples.LOG));
  private static final Instant FAILED_AT = Instant.parse("2026-11-22T03:04:31.5Z");

  private static String text(String resource) {
    try (var in = DocumentsTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aBlockedStackSaysWhyAndWhatWouldUnblockIt() {
    var since = Map.of(Type.READY, FAILED_AT, Type.STALLED, FAILED_AT);
    assertThat(Yaml.text(StatusDocument.of(Samples.blocked(), WITNESS, since, LOGS)))
        .isEqualTo(text("stack.yaml"));
  }

  @Test
  void aJobTellsOfAllItsAttempts() {
    var row = Samples.blocked().jobs().getLast();
    var document = JobDocument.of("shop", row, Samples.attempts(), WITNESS, LOGS);
    assertThat(Yaml.text(document)).isEqualTo(text("job.yaml"));
  }

  @Test
  void theControllerTellsOfItself() {
    var standing = new ControllerDocument.Standing(
        true,
        Optional.of("manager-2"),
        Instant.parse("2026-11-19T10:00:00Z"),
        "0.1.0",
        "28.5.2",
        "1.51",
        Optional.of(new ControllerDocument.Revision(
            "9f3c1e2aa0b4c5d6e7f8091a2b3c4d5e6f708192",
            Instant.parse("2026-11-22T03:03:27Z"),
            "Ada",
            "orders: add currency")),
        new ControllerDocument.Store("pbjp4", new StoreMark(1, 1764, 40, 5120)),
        List.of("registry.acme.io does not answer since 03:00Z"),
        Map.of(Phase.READY, 14, Phase.BLOCKED, 1));
    assertThat(Yaml.text(ControllerDocument.of(standing, WITNESS)))
        .isEqualTo(text("controller.yaml"));
  }

  @Nested
  class WhatTheFileSaysOfTheStore {
    @TempDir
    private Path folder;

    private StoreMark read(String owner, String swarm) throws IOException {
      Files.writeString(folder.resolve("controller.yaml"), text("controller.yaml"));
      return ControllerDocument.mark(folder, owner, swarm);
    }

    @Test
    void isReadAgain() throws IOException {
      assertThat(read("infra-prod", "pbjp4")).isEqualTo(new StoreMark(1, 1764, 40, 5120));
    }

    @Test
    void isOfOneSwarmAndOneOwner() throws IOException {
      assertThat(read("infra-prod", "other")).isEqualTo(StoreMark.NONE);
      assertThat(read("other", "pbjp4")).isEqualTo(StoreMark.NONE);
    }

    @Test
    void isNothingWhereNoFileIsOrNoneThatCanBeRead() throws IOException {
      assertThat(ControllerDocument.mark(folder, "infra-prod", "pbjp4")).isEqualTo(StoreMark.NONE);
      Files.writeString(folder.resolve("controller.yaml"), "status: {store: [1");
      assertThat(ControllerDocument.mark(folder, "infra-prod", "pbjp4")).isEqualTo(StoreMark.NONE);
    }
  }

  @Test
  void aJobThatWaitsSaysUntilWhen() {
    var row = Samples.migrate(JobPhase.BACKING_OFF, Reason.EXIT_CODE, "", 1);
    var document = StatusDocument.of(Samples.progressing(row), WITNESS, Map.of(), LOGS);
    assertThat(Yaml.text(document)).contains("\n      nextAttemptAt: 2026-11-22T03:07:34Z\n");
  }
}
