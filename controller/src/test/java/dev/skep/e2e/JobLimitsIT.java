package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.skep.lab.SwarmLab;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job's policy says of time and of exit codes. All stacks are at work at once. */
@Tag("alone")
class JobLimitsIT {
  private static final String CODES = "backoffLimit: 1, backoff: {first: 500ms, factor: 1},"
      + " onExitCodes: [{fail: [2]}, {ignore: 75}, {success: 3}]";

  @TempDir
  private static Path folder;

  private static WitnessDatabase database;
  private static KeptStacks stacks;
  private static KeptStack overdue;
  private static KeptStack stuck;
  private static KeptStack fatal;
  private static KeptStack ignored;
  private static KeptStack good;

  @BeforeAll
  static void deploy() {
    database = WitnessDatabase.on(new Engine(SwarmLab.single()), "limits");
    stacks = new KeptStacks(SwarmLab.single(), "limits", folder);
    var endless = WitnessedJob.succeeding().working("600");
    overdue = stacks.named("overdue", database).put(endless.policy("deadline: 4s"));
    stuck = stacks
        .named("stuck", database)
        .put(WitnessedJob.succeeding().working("600 0.3").policy("attemptTimeout: 2s"));
    fatal = stacks.named("fatal", database).put(WitnessedJob.exiting("2 0").policy(CODES));
    ignored =
        stacks.named("ignored", database).put(WitnessedJob.exiting("75 75 0").policy(CODES));
    good = stacks.named("good", database).put(WitnessedJob.exiting("3").policy(CODES));
  }

  @AfterAll
  static void clean() {
    stacks.close();
    database.close();
  }

  @Test
  void aRunOverItsDeadlineIsStoppedAndHasFailed() {
    overdue.awaitStanding("Failed/DeadlineExceeded");

    var rows = overdue.witness().apart();
    assertThat(rows).extracting(Witness.Row::finished).containsExactly(false);
    overdue.hasAttempts("STOPPED/DeadlineExceeded");
    var ended = overdue.attempts().getFirst().ended().toEpochMilli() / 1000.0;
    assertThat(rows.getFirst().last()).isLessThan(ended);
    assertThat(overdue.application()).isEmpty();
  }

  @Test
  void anAttemptOverItsTimeIsStoppedBeforeTheNextBegins() {
    stuck.awaitReady();

    var rows = stuck.witness().apart();
    assertThat(rows).extracting(Witness.Row::finished).containsExactly(false, true);
    assertThat(rows.getFirst().last() - rows.getFirst().started()).isBetween(1.0, 8.0);
    stuck.hasAttempts("TIMED_OUT/AttemptTimedOut", "SUCCEEDED/Completed");
  }

  @Test
  void anExitCodeThatIsFatalEndsTheRunAtOnce() {
    fatal.awaitStanding("Failed/ExitCodePolicy");

    assertThat(fatal.witness().apart()).hasSize(1);
    assertThat(fatal.attempts())
        .extracting(Attempt::result, Attempt::exitCode)
        .containsExactly(tuple("FAILED", "2"));
    assertThat(fatal.application()).isEmpty();
  }

  @Test
  void anExitCodeThatIsIgnoredSpendsNoAttempt() {
    ignored.awaitReady();

    assertThat(ignored.witness().apart()).hasSize(3);
    assertThat(ignored.attempts())
        .extracting(Attempt::result)
        .containsExactly("IGNORED", "IGNORED", "SUCCEEDED");
  }

  @Test
  void anExitCodeMayMeanThatTheWorkIsDone() {
    good.awaitReady();

    assertThat(good.witness().apart()).hasSize(1);
    assertThat(good.attempts())
        .extracting(Attempt::result, Attempt::reason, Attempt::exitCode)
        .containsExactly(tuple("SUCCEEDED", "ExitCodePolicy", "3"));
    assertThat(good.application()).hasSize(1);
  }
}
