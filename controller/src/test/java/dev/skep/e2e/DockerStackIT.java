package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.SwarmLab;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker stack deploy} and {@code docker stack rm} do to jobs that Skep keeps. */
class DockerStackIT {
  private static final WitnessedJob QUICK = WitnessedJob.succeeding();
  private static final WitnessedJob ONCE = QUICK.restart("condition: none");
  private static final WitnessedJob FAILING = WitnessedJob.exiting("1").restart("condition: none");

  @TempDir
  private static Path folder;

  private static final Engine ENGINE = new Engine(SwarmLab.single());

  private static WitnessDatabase database;
  private static KeptStacks stacks;
  private static KeptStack removed;
  private static KeptStack overwritten;
  private static KeptStack pruned;
  private static KeptStack completed;
  private static KeptStack failed;
  private static KeptStack changed;
  private static KeptStack given;

  @BeforeAll
  static void deploy() {
    database = WitnessDatabase.on(ENGINE, "beside");
    stacks = new KeptStacks(SwarmLab.single(), "beside", folder);
    removed = stacks.named("removed", database).put(QUICK.working("5"));
    overwritten = stacks.named("overwritten", database).put(QUICK);
    pruned = stacks.named("pruned", database).put(QUICK);
    completed = stacks.named("completed", database);
    failed = stacks.named("failed", database);
    changed = stacks.named("changed", database);
    given = stacks.named("given", database);
    for (var stack : List.of(completed, changed, given)) stack.deployByHand(ONCE);
    failed.deployByHand(FAILING);
  }

  @AfterAll
  static void clean() {
    stacks.close();
    database.close();
  }

  /** What an attempt uses stays, which makes the command complain. */
  private static void rm(KeptStack stack) {
    ENGINE.lines("docker stack rm " + stack.on().name() + " 2>&1 || true");
  }

  private static boolean over(KeptStack stack) {
    return ENGINE.history(stack.on().service("migrate")).getFirst().startsWith("Shutdown");
  }

  @Nested
  class OverAStackThatSkepKeeps {
    @Test
    void whatIsRemovedInTheMiddleOfARunComesBackAndTheRunIsTheSame() {
      removed.awaitRows(1);

      rm(removed);

      removed.awaitReady();
      rm(removed);
      removed.waiting("application").until(() -> removed.application().size() == 1);
      removed.witness().sawEachOnce("first");
      assertThat(removed.attempts()).extracting(Attempt::result).containsExactly("SUCCEEDED");
    }

    @Test
    void whatIsDeployedOverItIsPutBackAndItsJobIsLeftAlone() {
      deployedOver(overwritten);
    }

    @Test
    void whatIsDeployedOverItWithPruneIsPutBackAndItsJobIsLeftAlone() {
      deployedOver(pruned, "--prune");
    }

    private static void deployedOver(KeptStack stack, String... flags) {
      stack.awaitReady();
      var services = stack.services();
      var attempts = stack.attempts();

      stack.deployByHand(QUICK.note("by hand"), flags);

      stack
          .waiting("put back")
          .until(() -> ENGINE
              .inspect(stack.on().service("app"), "{{index .Spec.Labels \"note\"}}")
              .isEmpty());
      stack.turnTo(QUICK.note("later"));
      stack.awaitReady();
      stack.awaitStanding("Succeeded/FromRecord");
      assertThat(stack.services()).isEqualTo(services);
      assertThat(stack.attempts()).isEqualTo(attempts);
      // Docker itself knows no jobs and runs it as a service, beside ours and after it.
      stack.waiting("docker's own run").until(() -> over(stack));
      assertThat(stack.witness().apart())
          .extracting(Witness.Row::service)
          .containsExactly(services.getFirst(), stack.on().service("migrate"));
    }
  }

  @Nested
  class BeforeSkepKeepsIt {
    @Test
    void aJobThatHasCompletedIsTakenForDone() {
      completed.waiting("completed").until(() -> over(completed));

      completed.put(ONCE);

      completed.awaitStanding("Succeeded/FromRecord");
      completed.hasAttempts("SUCCEEDED/Adopted");
      handOver(completed, ONCE);
      ranByHandAlone(completed);
    }

    @Test
    void aJobThatHasFailedWaitsForAPersonsWord() {
      failed.waiting("failed").until(() -> over(failed));

      failed.put(FAILING);

      failed.awaitStanding("Blocked/NeedsBaseline");
      ranByHandAlone(failed);
      failed.tells("resolve", "--as", "succeeded", "--note", "migrated by hand");
      handOver(failed, FAILING);
      ranByHandAlone(failed);
    }

    @Test
    void aJobThatDoesOtherWorkNowWaitsForAPersonsWord() {
      changed.waiting("completed").until(() -> over(changed));

      changed.put(ONCE.run("second"));

      changed.awaitStanding("Blocked/NeedsBaseline");
      ranByHandAlone(changed);
      changed.tells("rerun", "--note", "not done yet");
      handOver(changed, ONCE.run("second"));
      assertThat(changed.witness().apart())
          .extracting(Witness.Row::run)
          .containsExactly("first", "second");
    }

    @Test
    void aStackThatIsAdoptedRestartsNothing() {
      given.waiting("completed").until(() -> over(given));
      var tasks = given.application();
      given.put(ONCE);
      given.awaitStanding("Succeeded/FromRecord");
      given.awaitPhase("Blocked");

      given.tellsStack("adopt");

      given.awaitPhase("ReportOnly");
      given.tellsStack("approve");
      given.awaitPhase("Ready");
      assertThat(ENGINE.inspect(
              given.on().service("app"), "{{index .Spec.Labels \"dev.skep.owner\"}}"))
          .isNotEmpty();
      assertThat(given.application()).isEqualTo(tasks);
      given.turnTo(ONCE.level("debug"));
      given.awaitLevel("debug");
      ranByHandAlone(given);
    }

    /** Services made by hand are left alone; once they are gone, Skep makes them. */
    private static void handOver(KeptStack stack, WitnessedJob job) {
      rm(stack);
      // What the engine has refused is tried again at once only if the file has changed.
      stack.turnTo(job.note("kept"));
      stack.awaitReady();
      assertThat(stack.application()).hasSize(1);
    }

    private static void ranByHandAlone(KeptStack stack) {
      assertThat(stack.witness().apart())
          .extracting(Witness.Row::service)
          .containsExactly(stack.on().service("migrate"));
      assertThat(stack.services()).isEmpty();
    }
  }
}
