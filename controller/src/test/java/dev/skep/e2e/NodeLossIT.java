package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.SwarmLab;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A manager and a worker, and the worker is lost while jobs run on it. The losses are shared: the
 * jobs of a nested class are at work on the worker when it is lost, and their tests go in order.
 */
@Tag("alone")
class NodeLossIT {
  private static final int MANAGER = 0;
  private static final int WORKER = 1;
  private static final WitnessedJob QUICK =
      WitnessedJob.succeeding().onlyWhere("node.labels.works == yes");
  private static final WitnessedJob ENDLESS_AT_FIRST = QUICK.working("600 0.3");
  private static final WitnessedJob FAILING = ENDLESS_AT_FIRST.policy("onNodeLost: fail");

  @TempDir
  private static Path folder;

  private static SwarmLab lab;
  private static KeptStacks stacks;

  @BeforeAll
  static void start() {
    lab = SwarmLab.start(2);
    var manager = new Engine(lab);
    manager.lines("docker node demote node-1");
    manager.lines("docker swarm update --dispatcher-heartbeat 1s");
    works("node-1");
    stacks = new KeptStacks(lab, "loss", folder);
  }

  @AfterAll
  static void stop() {
    stacks.stop();
    lab.close();
  }

  private static void works(String node) {
    new Engine(lab).lines("docker node update --label-add works=yes " + node);
  }

  private static void hasFailed(KeptStack stack) {
    stack.awaitStanding("Failed/NodeLost");
    stack.hasAttempts("LOST/NodeLost");
    assertThat(stack.witness().rows()).hasSize(1);
    assertThat(stack.application()).isEmpty();
  }

  /** The database is on the worker: the jobs there go on, and so do their rows. */
  @Nested
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  class CutOff {
    private static KeptStack truth;
    private static KeptStack failed;

    @BeforeAll
    static void lose() {
      var database = WitnessDatabase.on(new Engine(lab, WORKER), "beside");
      truth = stacks.named("truth", database).put(QUICK.working("20"));
      failed = stacks.named("cut-off", database).put(FAILING);
      for (var stack : List.of(truth, failed)) stack.awaitRows(1);
      lab.isolateNode(WORKER);
    }

    @Test
    @Order(1)
    void theRunHasFailedWhereThePolicySaysSo() {
      hasFailed(failed);
    }

    @Test
    @Order(2)
    void elseItIsUnknownUntilTheNodeComesBackWithTheTruth() {
      truth.awaitStanding("Unknown/NodeLost");
      truth.waiting("end of work").until(() -> truth.witness().rows().getFirst().finished());
      truth.turnTo(QUICK.working("20").note("later"));
      truth.awaitStanding("Unknown/NodeLost");

      lab.rejoinNode(WORKER);

      truth.awaitReady();
      truth.witness().sawEachOnce("first");
      truth.hasAttempts("SUCCEEDED/Completed");
    }

    @Test
    @Order(3)
    void aFailedRunsContainerIsStoppedWhenTheNodeIsBack() {
      var running = "docker ps --quiet --filter label=com.docker.swarm.service.name="
          + failed.services().getFirst();
      failed
          .waiting("stopped")
          .until(() -> new Engine(lab, WORKER).lines(running).isEmpty());
      hasFailed(failed);
    }
  }

  @Nested
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  class WithoutPower {
    private static KeptStack resolved;
    private static KeptStack retried;
    private static KeptStack failed;
    private static KeptStack waiting;

    @BeforeAll
    static void lose() {
      var database = WitnessDatabase.on(new Engine(lab, MANAGER), "apart");
      resolved = stacks.named("resolved", database).put(ENDLESS_AT_FIRST);
      retried = stacks
          .named("retried", database)
          .put(ENDLESS_AT_FIRST.policy("onNodeLost: {retryAfter: 2s}"));
      failed = stacks.named("failed", database).put(FAILING);
      waiting = stacks.named("waiting", database).put(ENDLESS_AT_FIRST);
      for (var stack : List.of(resolved, retried, failed, waiting)) stack.awaitRows(1);
      lab.killNode(WORKER);
      works("node-0");
    }

    @AfterAll
    static void leaveTheWorkToTheWorker() {
      new Engine(lab).lines("docker node update --label-rm works node-0");
    }

    @Test
    @Order(1)
    void theRunHasFailedWhereThePolicySaysSo() {
      hasFailed(failed);
    }

    @Test
    @Order(2)
    void itIsTriedAgainElsewhereWhereThePolicySaysSo() {
      retried.awaitReady();

      retried.witness().sawOneCutShortAndOneFinish();
      retried.hasAttempts("LOST/NodeLost", "SUCCEEDED/Completed");
    }

    @Test
    @Order(3)
    void elseItIsUnknownUntilAPersonSaysHowItEnded() {
      resolved.awaitStanding("Unknown/NodeLost");
      assertThat(resolved.witness().rows()).hasSize(1);

      resolved.tells("resolve", "--as", "succeeded", "--note", "looked at the tables");

      resolved.awaitReady();
      assertThat(resolved.witness().rows()).hasSize(1);
    }

    @Test
    @Order(4)
    void orUntilTheNodeIsBackAndTellsThatItsContainerWasKilled() {
      waiting.awaitStanding("Unknown/NodeLost");

      lab.startNode(WORKER);

      waiting.awaitReady();
      waiting.witness().sawOneCutShortAndOneFinish();
      hasFailed(failed);
      for (var stack : List.of(resolved, retried)) stack.awaitReady();
      assertThat(resolved.witness().rows()).hasSize(1);
      assertThat(retried.witness().rows()).hasSize(2);
    }
  }
}
