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

/** How often a job runs, and what its application waits for. All stacks are at work at once. */
@Tag("alone")
class JobRetriesIT {
  private static final String LATE_IMAGE = "127.0.0.1:1/late:1"; // a registry nobody listens at
  private static final String LATE_NODE = "e2e-late";

  @TempDir
  private static Path folder;

  private static final Engine ENGINE = new Engine(SwarmLab.single());

  private static WitnessDatabase database;
  private static KeptStacks stacks;
  private static KeptStack quick;
  private static KeptStack flaky;
  private static KeptStack hopeless;
  private static KeptStack withoutImage;
  private static KeptStack withoutNode;

  @BeforeAll
  static void deploy() {
    database = WitnessDatabase.on(ENGINE, "retries");
    stacks = new KeptStacks(SwarmLab.single(), "retries", folder);
    quick = stacks.named("quick", database).put(WitnessedJob.succeeding());
    flaky = stacks.named("flaky", database).put(WitnessedJob.exiting("1 1 0"));
    hopeless = stacks
        .named("hopeless", database)
        .put(
            WitnessedJob.exiting("1").restart("condition: on-failure, delay: 1s, max_attempts: 1"));
    withoutImage = stacks.named("image", database).put(WitnessedJob.succeeding().image(LATE_IMAGE));
    withoutNode = stacks
        .named("node", database)
        .put(WitnessedJob.succeeding().onlyWhere("node.labels." + LATE_NODE + " == yes"));
  }

  @AfterAll
  static void clean() {
    stacks.close();
    database.close();
    ENGINE.lines("docker node update --label-rm " + LATE_NODE + " node-0 || true");
    ENGINE.lines("docker rmi " + LATE_IMAGE + " || true");
  }

  @Test
  void aJobThatSucceedsRunsOnceAndThenItsApplicationRuns() {
    quick.awaitReady();

    quick.witness().sawEachOnce("first");
    assertThat(quick.attempts()).extracting(Attempt::result).containsExactly("SUCCEEDED");
    assertThat(quick.application()).hasSize(1);
  }

  @Test
  void aJobThatFailsTwiceIsTriedAgainByTheCurveUntilItSucceeds() {
    flaky.awaitReady();

    assertThat(flaky.witness().apart()).hasSize(3).allMatch(Witness.Row::finished);
    var attempts = flaky.attempts();
    assertThat(attempts)
        .extracting(Attempt::result)
        .containsExactly("FAILED", "FAILED", "SUCCEEDED");
    for (int i = 1; i < attempts.size(); i++) {
      int curve = 1 << (i - 1);
      assertThat(attempts.get(i - 1).until(attempts.get(i)))
          .as("pause %d", i)
          .isBetween(0.8 * curve, 1.2 * curve + Attempt.SLACK);
    }
  }

  @Test
  void aJobThatFailsForGoodHoldsItsApplicationBack() {
    hopeless.awaitStanding("Failed/BackoffLimitExceeded");
    hopeless.turnTo(WitnessedJob.exiting("1")
        .restart("condition: on-failure, delay: 1s, max_attempts: 1")
        .note("the same work"));

    assertThat(hopeless.witness().apart()).hasSize(2);
    assertThat(hopeless.attempts())
        .extracting(Attempt::result, Attempt::reason, Attempt::exitCode)
        .containsExactly(
            tuple("FAILED", "ExitCode", "1"), tuple("FAILED", "BackoffLimitExceeded", "1"));
    assertThat(hopeless.application()).isEmpty();
  }

  @Test
  void aMissingImageIsAwaitedAndSpendsNoAttempt() {
    withoutImage.awaitStanding("BackingOff/ImageUnavailable");
    assertThat(withoutImage.witness().rows()).isEmpty();

    ENGINE.lines("docker tag skep-example/pythonapp:1.4.2 " + LATE_IMAGE);

    withoutImage.awaitReady();
    withoutImage.witness().sawEachOnce("first");
    assertThat(withoutImage.field("attempts")).isEqualTo("{made: 1, allowed: unlimited}");
    assertThat(withoutImage.attempts().getFirst().result()).isEqualTo("NOT_STARTED");
    assertThat(withoutImage.attempts().getLast().result()).isEqualTo("SUCCEEDED");
  }

  @Test
  void aJobThatFitsNoNodeWaitsForOne() {
    withoutNode.awaitStanding("Starting/Unschedulable");
    assertThat(withoutNode.witness().rows()).isEmpty();

    ENGINE.lines("docker node update --label-add " + LATE_NODE + "=yes node-0");

    withoutNode.awaitReady();
    withoutNode.witness().sawEachOnce("first");
    assertThat(withoutNode.attempts()).hasSize(1);
  }
}
