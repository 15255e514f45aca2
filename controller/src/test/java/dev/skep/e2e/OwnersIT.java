package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.SwarmLab;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two controllers of different owners on one Swarm, and a stack that neither of them has made. */
class OwnersIT {
  private static final WitnessedJob QUICK = WitnessedJob.succeeding();
  private static final String BY_HAND = "owners-by-hand";

  @TempDir
  private static Path folder;

  /** Its own: an engine is removed sooner than what is on it. */
  private static final SwarmLab LAB = SwarmLab.start(1);

  private static final Engine ENGINE = new Engine(LAB);

  private static WitnessDatabase database;
  private static KeptStacks reds;
  private static KeptStacks blues;
  private static KeptStack red;
  private static KeptStack blue;
  private static KeptStack byHand;

  @BeforeAll
  static void deploy() {
    database = WitnessDatabase.on(ENGINE, "owners");
    reds = new KeptStacks(LAB, "red", folder.resolve("reds"));
    blues = new KeptStacks(LAB, "blue", folder.resolve("blues"));
    red = reds.named("shop", database).put(QUICK);
    blue = blues.named("shop", database).put(QUICK);
    byHand = reds.claimed(BY_HAND, database);
    byHand.deployByHand(QUICK.restart("condition: none"));
  }

  @AfterAll
  static void clean() {
    blues.stop();
    reds.stop();
    LAB.close();
  }

  private static List<Made> made(KeptStack... stacks) {
    return List.of(stacks).stream().map(Made::of).toList();
  }

  private static void allAreThere() {
    red.awaitPhase("Ready");
    blue.awaitPhase("Ready");
    byHand.waiting("job by hand").until(() -> byHand.witness().rows().size() == 1);
    byHand
        .waiting("by hand")
        .until(
            () -> ENGINE.history(byHand.on().service("migrate")).getFirst().startsWith("Shutdown"));
  }

  @Test
  void whatOneDoesToItsStackTouchesNothingOfOthers() {
    allAreThere();
    var before = made(blue, byHand);
    var records = blue.on().records("stack");

    red.turnTo(QUICK.level("debug"));
    red.awaitLevel("debug");
    red.awaitPhase("Ready");

    assertThat(made(blue, byHand)).isEqualTo(before);
    assertThat(blue.on().records("stack")).isEqualTo(records);
    red.witness().sawEachOnce("first");
    blue.witness().sawEachOnce("first");
  }

  @Test
  void aStackOfAnothersNameIsRefusedAndToldOf() {
    allAreThere();
    var before = made(red, byHand);
    var claimed =
        blues.claimed(red.on().name(), database).put(QUICK.run("of blue").level("blue"));
    var taken = blues.claimed(BY_HAND, database).put(QUICK.run("of blue").level("blue"));

    for (var stack : List.of(claimed, taken)) {
      stack.awaitPhase("Blocked");
      assertThat(blues.status().text("stacks/" + stack.on().name() + ".yaml"))
          .contains("service " + stack.on().service("app") + " exists and is not ours");
    }
    blue.turnTo(QUICK.level("debug"));
    blue.awaitLevel("debug");

    assertThat(made(red, byHand)).isEqualTo(before);
    assertThat(red.phase()).isEqualTo("Ready");
    assertThat(red.witness().rows()).hasSize(1);
    assertThat(byHand.witness().rows()).hasSize(1);
  }
}
