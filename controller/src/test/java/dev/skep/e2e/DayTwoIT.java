package dev.skep.e2e;

import static dev.skep.e2e.InstalledSkep.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.cli.SkepProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What docs/operations.md tells to do on a bad day, done as it is written there. */
@EnabledIf("dev.skep.e2e.InstallIT#campaign")
@TestMethodOrder(OrderAnnotation.class)
class DayTwoIT {
  private static final List<String> RUNS = new ArrayList<>();
  private static final String BACKUP = "/var/lib/docker/swarm.backup.tar";

  @TempDir
  private static Path folder;

  private static InstalledSkep skep;

  @BeforeAll
  static void begin() throws Exception {
    skep = new InstalledSkep(folder);
    var level = push("0.3");
    skep.deploy();
    skep.awaitApplied(level);
    skep.awaitWhole();
  }

  @AfterAll
  static void end() {
    skep.close();
  }

  private static String push(String seconds) throws Exception {
    var level = Integer.toString(RUNS.size() + 1);
    RUNS.add(level);
    skep.push(WitnessedJob.succeeding().run(level).level(level).working(seconds));
    return level;
  }

  private static String told(String... command) {
    var said = SkepProgram.run(skep.lab().host(skep.live().getFirst()), command);
    return said.out() + said.err();
  }

  /** Two minutes: with {@code make takeover} alone. */
  @Test
  @Order(1)
  void aMigrationThatRunsWhileTheSwarmHasNoQuorumRunsOnce() throws Exception {
    var level = push("10");
    patiently("begun").until(() -> skep.witness().rows().size() == RUNS.size());
    int stays = skep.working().getFirst();
    InstalledSkep.managers().stream().filter(node -> node != stays).forEach(skep::kill);
    patiently("told").until(() -> skep.status(stays, "controller.yaml").contains("faults:"));
    patiently("over").until(() -> skep.witness().rows().getLast().finished());

    skep.awaitWhole();

    skep.awaitApplied(level);
    skep.witness().sawEachOnce(RUNS.toArray(String[]::new));
    assertThat(skep.attempts()).hasSize(RUNS.size()).containsOnly("SUCCEEDED/Completed");
  }

  @Test
  @Order(2)
  void aRestoredBackupRunsNothingAgainInSilence() throws Exception {
    skep.awaitWhole();
    int restored = skep.lease().node();
    skep.stop(restored);
    skep.lab().onDisk(restored, "cd /var/lib/docker && tar cf " + BACKUP + " swarm");
    skep.start(restored);
    skep.awaitWhole();
    var level = push("0.3");
    skep.awaitApplied(level);
    skep.awaitWhole();

    restore(restored);

    patiently("held").until(() -> told("get", "jobs").contains("LedgerSetBack"));
    skep.witness().sawEachOnce(RUNS.toArray(String[]::new));
    assertThat(told("resolve", "job", "shop_migrate", "--as", "succeeded", "--note", "looked"))
        .contains("is recorded: succeeded");
    skep.awaitApplied(level);
    skep.witness().sawEachOnce(RUNS.toArray(String[]::new));
    assertThat(told("ledger", "accept")).contains("the records are accepted");
  }

  /** All managers are lost, and one of them has the backup. */
  private static void restore(int node) {
    InstalledSkep.managers().forEach(skep::stop);
    skep.lab()
        .onDisk(
            node, "cd /var/lib/docker && rm -rf swarm && tar xf " + BACKUP + " && rm " + BACKUP);
    skep.start(node);
    var one = new Engine(skep.lab(), node);
    one.lines(
        "docker swarm init --force-new-cluster --advertise-addr " + skep.lab().address(node));
    var join = one.line("docker swarm join-token manager | grep -o 'docker swarm join.*'");
    for (int other : InstalledSkep.managers()) {
      if (other == node) continue;
      skep.start(other);
      new Engine(skep.lab(), other).lines("docker swarm leave --force; " + join);
    }
  }
}
