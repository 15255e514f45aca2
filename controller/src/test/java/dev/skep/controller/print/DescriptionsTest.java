package dev.skep.controller.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.model.Condition;
import dev.skep.model.JobPhase;
import dev.skep.model.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DescriptionsTest {
  private static final Terminal WIDE = new Terminal(200, 50, true, false, true);

  @Test
  void aFailedJobShowsItsAttemptsItsLogAndTheWayOut() {
    var job = JobDescription.of(
        Samples.blocked(),
        "migrate-pg",
        Optional.of(Samples.POLICY),
        Samples.attempts(),
        Samples.LOG);
    assertThat(job.orElseThrow().text(Samples.NOW, WIDE)).isEqualTo("""
        Name:        shop_migrate-pg                     Phase:    Failed \
        (BackoffLimitExceeded) for 3m
        Run:         v1-5d7a1c90                         Attempts: 3 of 3
        Message:     task: non-zero exit (1)
        Policy:      backoffLimit 2 · backoff 3s x2 max 5m · startTimeout 10m
        Gates:       app (held: image shop:1.4.2 -> shop:1.5.0; 2/2 tasks keep running)

        Attempts:
          #  NODE      STARTED    ENDED      TOOK  EXIT  STATE   NEXT
          2  worker-1  03:04:10Z  03:04:14Z  4s    1     failed  +3s
          3  worker-2  03:04:17Z  03:04:21Z  4s    1     failed  +6s
          4  worker-2  03:04:27Z  03:04:31Z  4s    1     failed  limit reached
        Last lines of attempt 4 (3 kept):
          | Applying orders.0042_currency...
          | psycopg2.errors.UniqueViolation: could not create unique index "orders_ref_key"
          | DETAIL:  Key (ref)=(A-1027) is duplicated.

        Earlier runs: Succeeded 2026-11-19 (v1-00ld00ld, 4s)
        Unblock:     push a fix: a new image or command for migrate-pg starts a new run at once
        """);
  }

  @Test
  void aRunWithoutAnEndedAttemptShowsOnlyEarlierOnes() {
    var status =
        Samples.progressing(Samples.migrate(JobPhase.RUNNING, Reason.RUNNING, "on worker-1", 0));
    var first = Samples.attempts().subList(0, 1);
    var job = JobDescription.of(status, "migrate-pg", Optional.empty(), first, List.of());
    assertThat(job.orElseThrow().text(Samples.NOW, WIDE)).isEqualTo("""
        Name:        shop_migrate-pg                     Phase:    Running (Running)
        Run:         v1-5d7a1c90                         Attempts: 0 of 3
        Message:     on worker-1
        Gates:       app (held: image shop:1.4.2 -> shop:1.5.0; 2/2 tasks keep running)

        Attempts: none of this run has ended yet

        Earlier runs: Succeeded 2026-11-19 (v1-00ld00ld, 4s)
        """);
  }

  @Test
  void aJobThatTheStackDoesNotHaveIsNotDescribed() {
    var none =
        JobDescription.of(Samples.blocked(), "migrate", Optional.empty(), List.of(), List.of());
    assertThat(none).isEmpty();
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
