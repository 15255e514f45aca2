package dev.skep.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.print.OneShotSamples;
import dev.skep.controller.print.Samples;
import dev.skep.model.OneShotStatus;
import dev.skep.model.StackStatus.JobRow;
import dev.skep.reconciler.OneShotAction.ForgetOneShot;
import dev.skep.reconciler.OneShotPass;
import dev.skep.reconciler.OneShotPass.Outcome;
import dev.skep.reconciler.Reconciler;
import dev.skep.reconciler.Swarm.Done;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneShotBoardTest {
  private static final Either<SwarmFault, List<String>> LOG =
      Either.right(List.of("deleted 3 rows"));

  @TempDir
  Path folder;

  private final TurnedClock clock = new TurnedClock();
  private Either<SwarmFault, List<String>> log = LOG;
  private int logsRead;
  private StatusBoard board;

  @BeforeEach
  void start() {
    board = board();
  }

  private StatusBoard board() {
    return new StatusBoard(
        folder,
        () -> new Witness("infra-prod", "manager-2", 7, "main@9f3c1e2", clock.now()),
        new LogTails((run, number) -> {
          logsRead++;
          return log;
        }),
        stack -> Either.right(Samples.attempts()),
        clock,
        Runnable::run);
  }

  private void seen(OneShotStatus... shots) {
    board.oneShots(new OneShotPass.Pass(List.of(shots), List.of()));
  }

  private Path file(String service) {
    return folder.resolve("jobs/" + service + ".yaml");
  }

  private String events() throws IOException {
    return Files.readString(folder.resolve("events.jsonl"));
  }

  @Test
  void aOneShotHasAFileLikeAnyJob() throws IOException {
    seen(OneShotSamples.twice());
    assertThat(Files.readString(file("cleanup"))).isEqualTo(StatusFiles.HEADER + """
        apiVersion: skep.dev/v1
        kind: Job
        metadata: {name: cleanup, madeBy: api, owner: infra-prod}
        status:
          phase: Failed
          reason: ExitCode
          message: "task: non-zero exit (3)"
          last: {node: worker-1, started: 2026-11-22T03:06:30Z, ended: 2026-11-22T03:06:34Z, \
        exitCode: 3,
             result: Failed, reason: ExitCode, message: "task: non-zero exit (3)"}
          collectAt: 2026-11-22T04:06:34Z
          history:
            - {node: worker-1, started: 2026-11-21T03:06:30Z, ended: 2026-11-21T03:06:34Z, \
        exitCode: 0,
               result: Succeeded, reason: Completed}
          logTail: |
            deleted 3 rows
          observedAt: 2026-11-22T03:07:31Z
          writer: {holder: manager-2, epoch: 7, source: main@9f3c1e2}
        """);
  }

  @Test
  void oneOfAStackSaysWhich() {
    seen(OneShotSamples.ofStack());
    assertThat(file("legacy_migrate"))
        .content()
        .contains("{name: legacy_migrate, stack: legacy, madeBy: stack deploy, owner: infra-prod}");
  }

  @Test
  void whatHasNotChangedIsNotReadAgain() throws IOException {
    seen(OneShotSamples.failed());
    Files.delete(file("cleanup"));
    board.oneShots(new OneShotPass.Pass(List.of(OneShotSamples.failed()), List.of()));
    assertThat(file("cleanup")).doesNotExist();
    assertThat(logsRead).isEqualTo(1);
  }

  @Test
  void aLogThatCouldNotBeReadIsTriedAgain() {
    log = Either.left(new SwarmFault.Unreachable("no engine"));
    seen(OneShotSamples.failed());
    assertThat(file("cleanup")).content().doesNotContain("logTail");
    log = LOG;
    seen(OneShotSamples.failed());
    assertThat(file("cleanup")).content().contains("deleted 3 rows");
  }

  @Test
  void aLogThatHasBeenDroppedIsNotAskedForAgainAndAgain() {
    log = Either.left(new SwarmFault.Absent("no such config"));
    clock.turn(Duration.ofHours(1));
    seen(OneShotSamples.failed());
    int reads = logsRead;
    seen(OneShotSamples.failed());
    assertThat(logsRead).isEqualTo(reads);
  }

  @Test
  void theFileGoesWithTheRecord() {
    seen(OneShotSamples.failed(), OneShotSamples.ofStack());
    seen(OneShotSamples.ofStack());
    assertThat(file("cleanup")).doesNotExist();
    assertThat(file("legacy_migrate")).exists();
  }

  @Test
  void filesOfAnEarlierProcessGoToo() {
    board.passed(new Reconciler.Pass(Samples.blocked(), List.of(), true, Optional.empty()));
    seen(OneShotSamples.failed(), OneShotSamples.ofStack());
    board = board();
    seen(OneShotSamples.ofStack());
    assertThat(file("cleanup")).doesNotExist();
    assertThat(file("legacy_migrate")).exists();
    assertThat(file("shop_migrate-pg")).exists();
  }

  @Test
  void stacksThatComeAndGoTakeNoneAlong() {
    seen(OneShotSamples.failed(), OneShotSamples.ofStack());
    board.retain(Set.of("other"));
    assertThat(file("cleanup")).exists();
    assertThat(file("legacy_migrate")).exists();
  }

  @Test
  void theFileOfACommittedJobIsNotItsToWrite() throws IOException {
    board.passed(new Reconciler.Pass(Samples.blocked(), List.of(), true, Optional.empty()));
    var row = OneShotSamples.failed().row();
    var namesake = new JobRow(
        "shop_migrate-pg",
        row.phase(),
        row.reason(),
        row.message(),
        "",
        "",
        1,
        row.allowed(),
        row.last(),
        row.nextAttempt(),
        false);
    seen(new OneShotStatus(Optional.of("shop"), namesake, List.of(), Optional.empty()));
    assertThat(Files.readString(file("shop_migrate-pg"))).contains("job: migrate-pg");
  }

  @Test
  void itsEndAndWhatWasDoneAreTold() throws IOException {
    seen(OneShotSamples.running());
    var end = OneShotSamples.failed().ended().getFirst();
    var done = new Outcome(new ForgetOneShot(end), Either.right(Done.DONE));
    board.oneShots(new OneShotPass.Pass(List.of(OneShotSamples.failed()), List.of(done)));
    seen(OneShotSamples.failed());
    assertThat(events()).isEqualTo("""
        {"time":"2026-11-22T03:07:31Z","stack":"","kind":"Action","target":"job cleanup",\
        "reason":"ForgetOneShot","message":"newer ones need the room","result":"Done"}
        {"time":"2026-11-22T03:07:31Z","stack":"","kind":"Job","target":"job cleanup",\
        "reason":"ExitCode","message":"task: non-zero exit (3)","result":"Running -> Failed"}
        """);
  }

  @Test
  void whatWasOverBeforeTheFirstLookIsNoNews() {
    seen(OneShotSamples.failed());
    clock.turn(Duration.ofSeconds(1));
    seen(OneShotSamples.failed());
    assertThat(folder.resolve("events.jsonl")).doesNotExist();
  }
}
