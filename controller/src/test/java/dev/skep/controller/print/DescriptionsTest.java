package dev.skep.controller.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.AttemptRecord.Result;
import dev.skep.model.Condition;
import dev.skep.model.ExitCodes;
import dev.skep.model.JobPhase;
import dev.skep.model.JobPolicy;
import dev.skep.model.Reason;
import dev.skep.model.RunPart;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DescriptionsTest {
  private static final Terminal WIDE = new Terminal(200, 50, true, false, true);

  @Test
  void aFailedJobShowsItsAttemptsItsLogAndTheWayOut() {
    var row = Samples.blocked().jobs().getLast();
    var job = Samples.facts(Samples.blocked(), row, Samples.attempts(), Optional.empty());
    assertThat(new JobDescription(job, Samples.LOG).text(Samples.NOW, WIDE)).isEqualTo("""
        Name:        shop_migrate-pg                     Phase:    Failed \
        (BackoffLimitExceeded) for 3m
        Run:         v1-5d7a1c90  #14                    Attempts: 3 of 3
        Ran because: image 1.4.2 -> 1.5.0
        Message:     task: non-zero exit (1)
        Policy:      backoffLimit 2 · backoff 3s x2 max 5m
        Gates:       app (held: image shop:1.4.2 -> shop:1.5.0; 2/2 tasks keep running)

        Attempts:
          #  NODE      STARTED    ENDED      TOOK  EXIT  STATE   NEXT
          2  worker-1  03:04:10Z  03:04:14Z  4s    1     failed  +3s
          3  worker-2  03:04:17Z  03:04:21Z  4s    1     failed  +6s
          4  worker-2  03:04:27Z  03:04:31Z  4s    1     failed  limit reached
        Last lines of attempt 4 (3 kept; skep logs job shop_migrate-pg --attempt 4):
          | Applying orders.0042_currency...
          | psycopg2.errors.UniqueViolation: could not create unique index "orders_ref_key"
          | DETAIL:  Key (ref)=(A-1027) is duplicated.

        Earlier runs: #13 Succeeded 2026-11-19 (v1-00ld00ld, 4s) · \
        skep history job shop_migrate-pg
        Unblock:     push a fix: a new image or command for migrate-pg starts a new run at once
                     skep rerun job shop_migrate-pg   # the same again, after repairing the data, \
        say
                     skep resolve job shop_migrate-pg --as succeeded --note '…'   \
        # you did its work by hand
        """);
  }

  @Test
  void aOneShotSaysWhoMadeItAndHowThoseOfItsNameEnded() {
    var shot = new OneShotDescription(OneShotSamples.twice(), Samples.LOG.subList(0, 1));
    assertThat(shot.text(Samples.NOW, WIDE)).isEqualTo("""
        Name:        cleanup                             Phase:    Failed (ExitCode) for 57s
        Made by:     api
        Message:     task: non-zero exit (3)

        Ended:
          NODE      STARTED               ENDED                 TOOK  EXIT  STATE
          worker-1  2026-11-21T03:06:30Z  2026-11-21T03:06:34Z  4s    0     succeeded
          worker-1  2026-11-22T03:06:30Z  2026-11-22T03:06:34Z  4s    3     failed
        Last lines of the newest (1 kept):
          | Applying orders.0042_currency...
        """);
  }

  @Test
  void aOneShotThatStillRunsHasNoEndYet() {
    var shot = new OneShotDescription(OneShotSamples.running(), List.of());
    assertThat(shot.text(Samples.NOW, WIDE)).isEqualTo("""
        Name:        cleanup                             Phase:    Running (Running)
        Made by:     api
        Message:     on worker-1

        Ended: not yet
        """);
  }

  @Test
  void aRunWithoutAnEndedAttemptShowsOnlyEarlierOnes() {
    var row = Samples.migrate(JobPhase.RUNNING, Reason.RUNNING, "on worker-1", 0);
    var first = Samples.attempts().subList(0, 1);
    var job =
        Samples.facts(Samples.progressing(row), row, first, Optional.of(Samples.open("run-2", 2)));
    assertThat(new JobDescription(job, List.of()).text(Samples.NOW, WIDE)).isEqualTo("""
        Name:        shop_migrate-pg                     Phase:    Running (Running)
        Run:         v1-5d7a1c90  #14                    Attempts: 0 of 3
        Ran because: image 1.4.2 -> 1.5.0
        Message:     on worker-1
        Policy:      backoffLimit 2 · backoff 3s x2 max 5m
        Gates:       app (held: image shop:1.4.2 -> shop:1.5.0; 2/2 tasks keep running)

        Attempts: none of this run has ended yet

        Earlier runs: #13 Succeeded 2026-11-19 (v1-00ld00ld, 4s) · \
        skep history job shop_migrate-pg
        """);
  }

  @Test
  void attemptsThatDidNotJustFailSayWhatBecameOfThem() {
    var row = Samples.migrate(JobPhase.SUSPENDED, Reason.SUSPENDED, "not before Monday", 1);
    var attempts = List.of(
        Samples.attempt(2, Result.IGNORED, Reason.EXIT_CODE_POLICY),
        Samples.attempt(3, Result.TIMED_OUT, Reason.ATTEMPT_TIMED_OUT),
        Samples.attempt(4, Result.LOST, Reason.NODE_LOST),
        Samples.attempt(5, Result.STOPPED, Reason.CANCELLED),
        Samples.attempt(6, Result.NOT_STARTED, Reason.IMAGE_UNAVAILABLE),
        Samples.attempt(7, Result.FAILED, Reason.RESOLVED),
        Samples.attempt(8, Result.STOPPED, Reason.SUSPENDED));
    var job = Samples.facts(Samples.progressing(row), row, attempts, Optional.empty());
    var text = new JobDescription(job, List.of()).text(Samples.NOW, WIDE);
    assertThat(text.lines())
        .containsSubsequence(
            "  2  worker-1  03:04:10Z  03:04:14Z  4s    1     failed, not counted         +0s",
            "  3  worker-1  03:04:10Z  03:04:14Z  4s    -     stopped, took too long      +0s",
            "  4  worker-1  03:04:10Z  03:04:14Z  4s    -     lost, counted as failed     +0s",
            "  5  worker-1  03:04:10Z  03:04:14Z  4s    -     stopped, cancelled          +0s",
            "  6  worker-1  03:04:10Z  03:04:14Z  4s    -     did not start               +0s",
            "  7  worker-1  03:04:10Z  03:04:14Z  4s    1     failed, by a person's word  +0s",
            "  8  worker-1  03:04:10Z  03:04:14Z  4s    -     stopped, suspended          -");
    assertThat(text).contains("\n\nUnblock:     skep resume job shop_migrate-pg\n");
  }

  @Test
  void aPolicyTellsAllThatIsUnusual() {
    assertThat(PolicyWords.of(JobPolicy.DEFAULT, WIDE))
        .isEqualTo("no backoffLimit · backoff 5s x2 max 5m");
    var policy = JobPolicy.DEFAULT
        .retrying(false, OptionalInt.empty(), JobPolicy.Backoff.DEFAULT)
        .with(new JobPolicy.Limits(
            Optional.of(Duration.ofHours(1)),
            Optional.of(Duration.ofSeconds(90)),
            Duration.ofMinutes(1)))
        .with(new ExitCodes(List.of(new ExitCodes.Rule(
            ExitCodes.Effect.FAIL,
            List.of(new ExitCodes.Range(2, 2), new ExitCodes.Range(64, 78))))))
        .with(new JobPolicy.NodeLost(JobPolicy.NodeLost.Kind.RETRY, Duration.ofMinutes(10)))
        .with(JobPolicy.NewRevision.CANCEL)
        .suspended(true)
        .runningOn(Set.of(RunPart.IMAGE, RunPart.COMMAND))
        .with(new JobPolicy.Keep(Duration.ZERO, Duration.ofDays(1), 5));
    assertThat(PolicyWords.of(policy, WIDE))
        .isEqualTo("one attempt, no retry · deadline 1h · attemptTimeout 1m30s · startTimeout 1m"
            + " · exit 2, 64-78: fail · onNodeLost retry after 10m · onNewRevision cancel"
            + " · suspend · runOn command, image · ttlAfterSuccess 0s · ttlAfterFailure 1d"
            + " · logTail 5");
  }

  @Test
  void aRunThatIsOverIsNotSaidToWaitForTheNextSlot() {
    var row = Samples.nightly(JobPhase.SCHEDULED);
    var ended = List.of(Samples.attempt(5, Result.SUCCEEDED, Reason.COMPLETED));
    var job = Samples.facts(Samples.progressing(row), row, ended, Optional.empty());
    assertThat(JobHistory.ofRuns(job, WIDE).lines().toList().get(1))
        .contains("#14")
        .doesNotContain("Scheduled");
  }

  @Test
  void aHistoryHasARowForEachRun() {
    var row = Samples.blocked().jobs().getLast();
    var job = Samples.facts(Samples.blocked(), row, Samples.attempts(), Optional.empty());
    assertThat(JobHistory.ofRuns(job, WIDE)).isEqualTo("""
        RUN  KEY          RESULT                         ENDED                 ATTEMPTS  TOOK  WHY
        #14  v1-5d7a1c90  Failed (BackoffLimitExceeded)  2026-11-22T03:04:31Z  3         21s   \
        image 1.4.2 -> 1.5.0
        #13  v1-00ld00ld  Succeeded                      2026-11-19T10:12:44Z  1         4s
        """);
    assertThat(JobHistory.ofAttempts(job, WIDE)).isEqualTo("""
        #  RUN  NODE      STARTED               TOOK  EXIT  STATE
        4  #14  worker-2  2026-11-22T03:04:27Z  4s    1     failed
        3  #14  worker-2  2026-11-22T03:04:17Z  4s    1     failed
        2  #14  worker-1  2026-11-22T03:04:10Z  4s    1     failed
        1  #13  worker-1  2026-11-19T10:12:40Z  4s    0     succeeded
        """);
  }

  @Test
  void aHistoryTellsOfTheRunThatIsUnderWayAndOfOneGivenUp() {
    var running = Samples.migrate(JobPhase.RUNNING, Reason.RUNNING, "", 0);
    var open = Samples.open("run-3", 5);
    var job =
        Samples.facts(Samples.progressing(running), running, Samples.attempts(), Optional.of(open));
    assertThat(JobHistory.ofRuns(job, WIDE).lines().toList().get(1))
        .isEqualTo("#15  v1-15newest  Running                        -                     0"
            + "         -     told to run again");
    var none = Samples.facts(Samples.progressing(running), running, List.of(), Optional.empty());
    assertThat(JobHistory.ofRuns(none, WIDE)).isEmpty();
  }

  @Test
  void aStackShowsConditionsServicesJobsAndTheWayOut() {
    var since = Map.of(Condition.Type.READY, Samples.NOW.minusSeconds(180));
    var narrow = new Terminal(80, 24, true, false, true);
    assertThat(new StackDescription(Samples.blocked(), since).text(Samples.NOW, narrow))
        .isEqualTo("""
            Name:        shop
            Phase:       Blocked
            Summary:     job migrate-pg failed (exit 1): task: non-zero exit (1)
            Applied:     7be04d1, 2d ago
            Wanted:      9f3c1e2

            Conditions:
              TYPE     STATUS  REASON           SINCE  MESSAGE
              Ready    False   JobFailed        3m     \
            job migrate-pg failed (exit 1): task: non-zero exit (1)
              Stalled  True    JobFailed        -      \
            job migrate-pg failed (exit 1): task: non-zero exit (1)
              Healthy  True    AllTasksRunning  -

            Services:
              NAME      TASKS  IMAGE                            CHANGE                       \
                     MESSAGE
              postgres  1/1    registry.acme.io/postgres:1.4.2  none
              app       2/2    registry.acme.io/shop:1.5.0      held: image shop:1.4.2 -> \
            shop:1.5.0  waits for job migrate-pg

            Jobs:
              NAME        PHASE      ATTEMPTS  EXIT  RUN          REASON                MESSAGE
              backup-db   Succeeded  1         0     v1-9f2e77b1  FromRecord
              migrate-pg  Failed     3/3       1     v1-5d7a1c90  BackoffLimitExceeded  \
            task: non-zero exit (1)

            Unblock:     push a fix: a new image or command for migrate-pg starts a new run
                         at once
                         skep describe job shop_migrate-pg   # attempts and last log lines
            """);
  }

  @Test
  void escapeSequencesOfALogNeverReachTheTerminal() {
    assertThat(Printable.lines(List.of("\u001b[31mred\u001b[0m \u001b]0;title\u0007x\u0000")))
        .containsExactly("red x\ufffd");
    assertThat(Printable.lines(List.of("10%\r50%\r100%\r", "\tindented")))
        .containsExactly("100%", "    indented");
    assertThat(Printable.line("two\nlines\u202e")).isEqualTo("two lines\ufffd");
  }

  @Test
  void agesUseTheOneUnitThatMatters() {
    assertThat(List.of(3L, 150L, 18_000L, 90_000L, 270_000L))
        .map(s -> Ages.text(Duration.ofSeconds(s)))
        .containsExactly("3s", "2m", "5h", "25h", "3d");
    assertThat(List.of(140L, 4_000L, 41_900L, 62_000L, 7_500_000L))
        .map(ms -> Ages.precise(Duration.ofMillis(ms)))
        .containsExactly("0.1s", "4s", "41s", "1m02s", "2h05m");
  }
}
