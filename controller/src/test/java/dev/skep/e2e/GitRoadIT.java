package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.controller.git.PushedRepository;
import dev.skep.lab.SwarmLab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The road from a commit to the Swarm: somebody pushes, and a controller polls. */
class GitRoadIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String STACKS = "envs/prod/";
  private static final WitnessedJob FIRST = WitnessedJob.succeeding();
  private static final WitnessedJob SECOND = FIRST.level("debug");

  @TempDir
  private static Path folder;

  /** Its own: an engine is removed sooner than what is on it. */
  private static final SwarmLab LAB = SwarmLab.start(1);

  private static final Engine ENGINE = new Engine(LAB);

  private static WitnessDatabase database;
  private static PushedRepository repository;
  private static KeptStacks stacks;
  private static KeptStack shop;
  private static KeptStack billing;
  private static KeptStack moving;
  private static KeptStack undone;
  private static KeptStack leaving;

  @BeforeAll
  static void push() throws Exception {
    repository = new PushedRepository(folder);
    stacks = new KeptStacks(
        LAB,
        "road",
        folder,
        repository.file(STACKS),
        List.of("--source", repository.url() + "#main:" + STACKS, "--poll", "5s"));
    database = WitnessDatabase.on(ENGINE, "road");
    shop = stacks.named("shop", database).put(FIRST);
    billing = stacks.named("billing", database).put(FIRST);
    moving = stacks.named("moving", database).put(FIRST);
    undone = stacks.named("undone", database).put(FIRST);
    leaving = stacks.named("leaving", database).put(FIRST);
    repository.push("the first stacks");
  }

  @AfterAll
  static void clean() {
    stacks.stop();
    repository.close();
    LAB.close();
  }

  @Test
  void aPushIsDeployedAndItsMigrationRunsOnceAndBeforeTheApplication() {
    shop.awaitPhase("Ready");

    shop.witness().sawEachOnce("first");
    var migrated = shop.attempts().getFirst().ended();
    var created = ENGINE.inspect(
        shop.on().service("app"), "{{.CreatedAt.Format \"2006-01-02T15:04:05.999999999Z\"}}");
    assertThat(Instant.parse(created)).isAfter(migrated);
  }

  @Test
  void aCommitThatChangesTheApplicationIsAppliedAndHistoryNamesIt() throws Exception {
    shop.awaitReady();
    shop.put(SECOND);

    var commit = repository.push("shop: tell more");

    shop.awaitLevel("debug");
    shop.awaitPhase("Ready");
    shop.witness().sawEachOnce("first");
    var history = shop.on().skep(shop.on().host(), "history", "stack", shop.on().name());
    assertThat(history.exitCode(PATIENCE)).as(history.toString()).isZero();
    assertThat(history.out()).contains(commit.substring(0, 7) + " by Ada: shop: tell more", "env");
  }

  @Test
  void aBrokenStackRunsOnAsItWasAndTheOtherOfTheSameCommitIsApplied() throws Exception {
    shop.awaitReady();
    billing.awaitReady();
    var before = Made.of(billing);
    billing.on().write("compose.yaml", "services:\n  app:\n    image: [busybox\n");
    shop.put(FIRST.level("trace"));

    repository.push("billing: half a line");

    shop.awaitLevel("trace");
    var place = STACKS + billing.on().name() + "/compose.yaml:";
    fault(place + "\\d+:\\d+");
    assertThat(Made.of(billing)).isEqualTo(before);

    billing.put(SECOND);
    repository.push("billing: the whole line");

    billing.awaitLevel("debug");
    billing.awaitPhase("Ready");
    await().atMost(PATIENCE).until(() -> !stacks.status().controller().contains(place));
    billing.witness().sawEachOnce("first");
  }

  @Test
  void aStackThatLeavesRunsOnAsAnOrphanAndIsTheSameWhenItComesBack() throws Exception {
    moving.awaitReady();
    var before = Made.of(moving);
    repository.remove(STACKS + moving.on().name());
    repository.push("moving: out");

    moving.awaitPhase("Orphaned");
    assertThat(Made.of(moving)).isEqualTo(before);

    moving.put(FIRST);
    repository.push("moving: back");

    moving.awaitPhase("Ready");
    assertThat(Made.of(moving)).isEqualTo(before);
    moving.witness().sawEachOnce("first");
  }

  @Test
  void aStackIsRolledBackUntilTheNextCommitAndItsMigrationIsNotUndone() throws Exception {
    undone.awaitReady();
    undone.put(FIRST.run("second").level("debug"));
    repository.push("undone: a bad idea");
    undone.awaitLevel("debug");
    undone.awaitPhase("Ready");

    undone.tellsStack("rollback", "--note", "a bad idea");

    undone.waiting("as before").until(() -> undone.environment().contains("LEVEL=info"));
    undone.awaitPhase("Pinned");
    undone.witness().sawEachOnce("first", "second");

    undone.put(FIRST.run("second").level("trace"));
    repository.push("undone: a better one");
    undone.awaitLevel("trace");
    undone.awaitPhase("Ready");
    undone.witness().sawEachOnce("first", "second");
  }

  @Test
  void aStackThatIsDeletedGoesAndItsMigrationDoesNotRunWhenItComesBack() throws Exception {
    leaving.awaitReady();
    repository.remove(STACKS + leaving.on().name());
    repository.push("leaving: out");
    leaving.awaitPhase("Orphaned");

    leaving.tellsStack("delete");

    assertThat(ENGINE.services("com.docker.stack.namespace=" + leaving.on().name()))
        .isEmpty();
    leaving.put(FIRST);
    repository.push("leaving: back");
    leaving.awaitPhase("Ready");
    leaving.witness().sawEachOnce("first");
  }

  @Test
  void aCommitWithoutAnyFileRemovesNothing() throws Exception {
    var all = List.of(shop, billing);
    all.forEach(KeptStack::awaitReady);
    var before = all.stream().map(Made::of).toList();
    var away = folder.resolve("away");
    Files.move(repository.file("envs"), away);
    var commit = repository.push("nothing");

    fault("commit " + commit.substring(0, 7) + " has no folder");
    assertThat(all.stream().map(Made::of)).isEqualTo(before);

    assertThat(all).extracting(KeptStack::phase).containsOnly("Ready");
    Files.move(away, repository.file("envs"));
    repository.push("everything");
  }

  /** A regular expression that some line of the controller's status matches. */
  private static void fault(String line) {
    await(line)
        .atMost(PATIENCE)
        .until(() -> Stream.of(stacks.status().controller())
            .flatMap(String::lines)
            .anyMatch(l -> l.matches(".*" + line + ".*")));
  }
}
