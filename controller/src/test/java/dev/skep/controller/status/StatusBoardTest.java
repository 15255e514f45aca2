package dev.skep.controller.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.skep.controller.print.Samples;
import dev.skep.controller.source.SourceState;
import dev.skep.model.AttemptRecord;
import dev.skep.model.JobPhase;
import dev.skep.model.Reason;
import dev.skep.model.StackStatus;
import dev.skep.reconciler.Reconciler.Pass;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusBoardTest {
  @TempDir
  Path folder;

  private final TurnedClock clock = new TurnedClock();
  private int reads;

  private StatusBoard board() {
    return new StatusBoard(
        folder,
        () -> new Witness("infra-prod", "manager-2", 7, "main@9f3c1e2", clock.now()),
        new LogTails((run, number) -> Either.right(Samples.LOG)),
        this::attempts,
        clock,
        Runnable::run);
  }

  private Either<SwarmFault, List<AttemptRecord>> attempts(String stack) {
    reads++;
    return Either.right(Samples.attempts());
  }

  private static Pass pass(StackStatus status) {
    return new Pass(status, List.of(), true, Optional.empty());
  }

  private static StackStatus running() {
    var row = Samples.migrate(JobPhase.RUNNING, Reason.RUNNING, "on worker-1", 0);
    return Samples.progressing(row);
  }

  private Path stackFile() {
    return folder.resolve("stacks/shop.yaml");
  }

  private List<String> files() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(f -> folder.relativize(f).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void everyStackAndJobHasAFile() throws IOException {
    board().passed(pass(Samples.blocked()));
    assertThat(files())
        .containsExactly(
            "events.jsonl",
            "jobs/shop_backup-db.yaml",
            "jobs/shop_migrate-pg.yaml",
            "stacks/shop.yaml");
    assertThat(Files.readString(stackFile())).startsWith(StatusFiles.HEADER + "apiVersion: ");
  }

  @Test
  void theSameAgainIsWrittenOnlyNowAndThen() throws IOException {
    var board = board();
    board.passed(pass(Samples.blocked()));
    Files.delete(stackFile());
    clock.turn(Duration.ofSeconds(299));
    board.passed(pass(Samples.blocked()));
    assertThat(stackFile()).doesNotExist();
    clock.turn(Duration.ofSeconds(1));
    board.passed(pass(Samples.blocked()));
    assertThat(stackFile()).exists();
    assertThat(reads).isEqualTo(1);
  }

  @Test
  void aTransitionTimeOutlivesARestart() throws IOException {
    board().passed(pass(Samples.blocked()));
    clock.turn(Duration.ofHours(1));
    board().passed(pass(Samples.blocked()));
    assertThat(Files.readString(stackFile()))
        .contains("lastTransitionTime: 2026-11-22T03:07:31Z")
        .contains("observedAt: 2026-11-22T04:07:31Z");
  }

  @Test
  void onlyFilesOfStacksThatAreGoneAreRemoved() throws IOException {
    Files.createDirectories(folder.resolve("stacks"));
    Files.writeString(folder.resolve("stacks/notes.yaml"), "mine: true\n");
    board().passed(pass(Samples.blocked()));
    var restarted = board();
    restarted.passed(pass(running()));
    assertThat(files()).contains("jobs/shop_migrate-pg.yaml");
    assertThat(files()).doesNotContain("jobs/shop_backup-db.yaml");
    restarted.retain(Set.of("other"));
    assertThat(files()).containsExactly("events.jsonl", "stacks/notes.yaml");
  }

  @Test
  void aStackThatIsGoneIsToldOfOnce() throws IOException {
    var board = board();
    board.passed(pass(Samples.ready()));
    board.retain(Set.of("shop"));
    board.retain(Set.of());
    board.retain(Set.of());
    assertThat(Files.readAllLines(folder.resolve("events.jsonl")))
        .filteredOn(line -> line.contains("\"Removed\""))
        .singleElement()
        .asString()
        .contains("\"stack\":\"shop\"", "Ready -> Gone");
  }

  @Test
  void aShortSilenceOfTheEngineLeavesStandingWhatWasSeen() throws IOException {
    var board = board();
    board.passed(pass(Samples.ready()));
    var fault = new SwarmFault.Unreachable("connection refused");
    clock.turn(Duration.ofSeconds(10));
    board.unseen("shop", Samples.NEW, fault);
    assertThat(Files.readString(stackFile())).contains("phase: Ready");
    clock.turn(Duration.ofSeconds(10));
    board.unseen("shop", Samples.NEW, fault);
    assertThat(Files.readString(stackFile()))
        .contains("phase: Unknown")
        .contains("{type: Ready, status: Unknown, reason: EngineUnreachable")
        .contains("connection refused; last seen 2026-11-22T03:07:31Z, then ready");
  }

  @Test
  void whatHappenedIsToldInOrder() throws IOException {
    var board = board();
    board.passed(pass(running()));
    board.passed(pass(Samples.blocked()));
    board.passed(pass(Samples.blocked()));
    assertThat(Files.readString(folder.resolve("events.jsonl"))).isEqualTo("""
        {"time":"2026-11-22T03:07:31Z","stack":"shop","kind":"Phase","target":"stack shop",\
        "reason":"Applying","message":"job migrate-pg Running","result":"Progressing"}
        {"time":"2026-11-22T03:07:31Z","stack":"shop","kind":"Phase","target":"stack shop",\
        "reason":"JobFailed","message":"job migrate-pg failed (exit 1): task: non-zero exit (1)",\
        "result":"Progressing -> Blocked"}
        {"time":"2026-11-22T03:07:31Z","stack":"shop","kind":"Job","target":"job backup-db",\
        "reason":"FromRecord","message":"","result":"Succeeded"}
        {"time":"2026-11-22T03:07:31Z","stack":"shop","kind":"Job","target":"job migrate-pg",\
        "reason":"BackoffLimitExceeded","message":"task: non-zero exit (1)",\
        "result":"Running -> Failed"}
        {"time":"2026-11-22T03:07:31Z","stack":"shop","kind":"Condition","target":"Ready",\
        "reason":"JobFailed","message":"job migrate-pg failed (exit 1): task: non-zero exit (1)",\
        "result":"False"}
        {"time":"2026-11-22T03:07:31Z","stack":"shop","kind":"Condition","target":"Stalled",\
        "reason":"JobFailed","message":"job migrate-pg failed (exit 1): task: non-zero exit (1)",\
        "result":"False -> True"}
        """);
  }

  @Test
  void troubleOfTheSourceIsNotedOnce() throws IOException {
    var board = board();
    var well = SourceState.unread("git@host:infra.git");
    board.source(well);
    var trouble = new SourceState.Trouble("nobody answers", clock.now());
    for (int i = 0; i < 3; i++) board.source(well.with(Optional.of(trouble)));
    assertThat(Files.readAllLines(folder.resolve("events.jsonl")))
        .singleElement()
        .asString()
        .contains("\"kind\":\"Source\"", "\"reason\":\"TroubleBegan\"", "nobody answers");
  }

  @Test
  void aDiskThatRefusesIsToldAndRecoversByItself() throws IOException {
    var board = board();
    Files.writeString(folder.resolve("stacks"), "a file where a folder belongs");
    board.passed(pass(Samples.ready()));
    assertThat(board.fault()).isPresent();
    Files.delete(folder.resolve("stacks"));
    board.passed(pass(Samples.ready()));
    assertThat(board.fault()).isEmpty();
    assertThat(stackFile()).exists();
  }

  @Test
  void aFullDiskLeavesTheOldFileWhole() throws IOException {
    var full = Path.of("/dev/full");
    assumeThat(full).exists();
    board().passed(pass(Samples.ready()));
    Files.delete(folder.resolve("events.jsonl"));
    Files.createSymbolicLink(folder.resolve("events.jsonl"), full);
    var board = board();
    board.passed(pass(Samples.blocked()));
    assertThat(board.fault()).isPresent();
    assertThat(Files.readString(stackFile())).contains("phase: Blocked");
  }

  @Test
  void halfWrittenFilesDoNotStay() throws IOException {
    Files.createDirectories(folder.resolve("stacks/shop.yaml/in-the-way"));
    var board = board();
    board.passed(pass(Samples.ready()));
    assertThat(board.fault()).isPresent();
    assertThat(files()).noneMatch(f -> f.endsWith(".tmp"));
  }
}
