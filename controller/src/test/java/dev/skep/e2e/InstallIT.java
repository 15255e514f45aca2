package dev.skep.e2e;

import static dev.skep.e2e.InstalledSkep.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.cli.SkepProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Skep on three managers, by its stack file and image as a team installs them, and what it loses
 * there. A sample of losses; {@code -Dskep.takeovers=20} has each kind that often.
 */
@TestMethodOrder(OrderAnnotation.class)
class InstallIT {
  private static final int ROUNDS = Integer.getInteger("skep.takeovers", 0);
  private static final String OTHER = "skep/controller:other";
  private static final Map<Loss, List<Duration>> TIMES = new EnumMap<>(Loss.class);
  private static final List<String> RUNS = new ArrayList<>();

  @TempDir
  private static Path folder;

  private static InstalledSkep skep;

  @BeforeAll
  static void begin() throws Exception {
    skep = new InstalledSkep(folder);
  }

  @AfterAll
  static void end() {
    skep.close();
    Takeovers.print(TIMES);
  }

  /** A revision whose migration works so long. */
  private static String push(String seconds) throws Exception {
    var level = Integer.toString(RUNS.size() + 1);
    RUNS.add(level);
    skep.push(WitnessedJob.succeeding().run(level).level(level).working(seconds));
    return level;
  }

  @Test
  @Order(1)
  void theStackFileInstallsItAndTheRepositoryRuns() throws Exception {
    var level = push("0.3");

    skep.deploy();

    skep.awaitApplied(level);
    patiently("ready").until(() -> stacks().contains("Ready"));
    assertThat(stacks()).contains("1/1");
  }

  private static String stacks() {
    return told("get", "stacks");
  }

  @Test
  @Order(2)
  void bothReplicasTellOfTheSame() {
    skep.awaitWhole();
    for (int node : skep.working()) {
      patiently("told").until(() -> skep.status(node, "stacks/shop.yaml").contains("phase: Ready"));
    }
  }

  /** As docs/install.md says. */
  @Test
  @Order(2)
  void whoeverWantsToKnowIsTold() {
    var socket = "/var/run/docker.sock";
    var get = "docker run --rm -v " + socket + ":" + socket + " " + skep.image() + " get stacks";
    assertThat(skep.engine().lines(get)).anyMatch(line -> line.matches("shop +True +Ready .*"));
    patiently("logs")
        .until(() -> skep.engine()
            .line("docker service logs --tail 20 skep_controller 2>&1")
            .contains("Swarm"));
    assertThat(skep.engine().lines("docker service ps skep_controller")).hasSizeGreaterThan(2);
    assertThat(told("doctor")).contains("2 of 2 run");
  }

  static Stream<Loss> losses() {
    if (ROUNDS == 0) return Stream.of(Loss.TERMINATED, Loss.FROZEN, Loss.ITS_NODE);
    return IntStream.range(0, ROUNDS).boxed().flatMap(round -> Stream.of(Loss.values()));
  }

  @ParameterizedTest
  @Order(3)
  @MethodSource("losses")
  void anotherTakesOverWhileAMigrationRunsThatRunsOnce(Loss loss) throws Exception {
    var level = push(loss == Loss.TERMINATED ? "4" : "12");
    int begun = RUNS.size();
    patiently("begun").until(() -> skep.witness().rows().size() == begun);
    var before = skep.lease();

    var took = loss.strike(skep);

    TIMES.computeIfAbsent(loss, l -> new ArrayList<>()).add(took);
    skep.awaitApplied(level);
    if (loss == Loss.FROZEN) thawedItChangesNothing(before);
    skep.awaitWhole();
    skep.witness().sawEachOnce(RUNS.toArray(String[]::new));
    assertThat(skep.attempts()).hasSize(RUNS.size()).containsOnly("SUCCEEDED/Completed");
  }

  /** In the middle of both, a controller of each version runs. */
  @Test
  @Order(4)
  @EnabledIf("campaign")
  void anUpgradeAndTheWayBackFindEachMigrationAsItIs() throws Exception {
    var now = skep.image();
    skep.have(now, OTHER);

    var upgraded = whileAMigrationRuns(() -> skep.deploy("SKEP_IMAGE=" + OTHER));
    assertThat(upgraded).isEqualTo(OTHER);

    var back = whileAMigrationRuns(
        () -> skep.engine().lines("docker service rollback --detach skep_controller"));
    assertThat(back).isEqualTo(now);
  }

  /** Adopted as it stands, and then changed by a commit that changes another stack too. */
  @Test
  @Order(5)
  @EnabledIf("campaign")
  void itsOwnStackInItsOwnRepositoryIsChangedLast() throws Exception {
    var before = skep.working().stream().map(skep::container).toList();
    skep.pushItself("5s");
    patiently("seen").until(() -> told("get", "stacks").contains("skep"));
    assertThat(told("adopt", "stack", "skep")).contains("adopted");
    patiently("adopted").until(() -> told("get", "stacks").contains("ReportOnly"));
    assertThat(skep.working().stream().map(skep::container)).isEqualTo(before);

    skep.pushItself("6s");
    whileAMigrationRuns(
        () -> patiently("its own").until(() -> skep.environment().contains("SKEP_POLL=6s")));

    assertThat(skep.working().stream().map(skep::container)).doesNotContainAnyElementsOf(before);
    patiently("ready")
        .until(() -> told("get", "stacks").lines().skip(1).allMatch(l -> l.contains("Ready")));
  }

  private static String told(String... command) {
    return SkepProgram.run(skep.lab().host(0), command).out();
  }

  static boolean campaign() {
    return ROUNDS > 0;
  }

  /** The image of the service, once the update is over. */
  private static String whileAMigrationRuns(Step update) throws Exception {
    var level = push("12");
    int begun = RUNS.size();
    patiently("begun").until(() -> skep.witness().rows().size() == begun);
    update.take();
    skep.awaitApplied(level);
    patiently("updated")
        .until(() -> skep.engine()
            .inspect("skep_controller", "{{.UpdateStatus.State}}")
            .endsWith("completed"));
    skep.awaitWhole();
    skep.witness().sawEachOnce(RUNS.toArray(String[]::new));
    assertThat(skep.attempts()).hasSize(RUNS.size()).containsOnly("SUCCEEDED/Completed");
    return skep.image();
  }

  private interface Step {
    void take() throws Exception;
  }

  private static void thawedItChangesNothing(LeaseSeen before) {
    patiently("ready").until(() -> stacks().contains("Ready"));
    var versions = skep.versions();
    skep.tell(before.node(), "unpause");
    patiently("knows that it has lost its place").until(() -> {
      var status = skep.status(before.node(), "controller.yaml");
      return status.contains("role: standby") && status.contains(skep.lease().holder());
    });
    assertThat(skep.versions()).isEqualTo(versions);
  }
}
