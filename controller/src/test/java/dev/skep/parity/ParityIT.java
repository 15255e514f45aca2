package dev.skep.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code skep apply} leaves on a Swarm is what {@code docker stack deploy} leaves there, field
 * by field: of the project's own files, and of those below {@code -Dskep.corpus}.
 */
class ParityIT {
  private static final int NEEDED = 23;
  private static final boolean WHOLE = Boolean.getBoolean("skep.parity");

  @TempDir
  private static Path folder;

  private static final Tally OWN = new Tally("files of the project");
  private static final Tally OF_OTHERS = new Tally("files of others");
  private static final Tally DRAWN = new Tally("files drawn at random");

  private static ParitySwarm swarm;
  private static String client;
  private static List<StackFile> own;

  @BeforeAll
  static void drain() throws IOException {
    client = new Program(Map.of())
        .run(Path.of("."), Duration.ofSeconds(20), List.of("docker", "--version"))
        .out()
        .strip();
    var major = client.replaceAll("\\D*(\\d+).*", "$1");
    assumeTrue(
        major.matches("\\d+") && Integer.parseInt(major) >= NEEDED,
        "stack files of today need version " + NEEDED + " of the docker command; found " + client);
    own = StackFile.own(folder);
    swarm = new ParitySwarm(SwarmLab.single(), folder);
  }

  @AfterAll
  static void tell() {
    if (swarm == null) return;
    var told = Stream.of(OWN, OF_OTHERS, DRAWN).filter(Tally::any).toList();
    if (WHOLE) told.forEach(tally -> System.out.print("\n" + tally.refusals()));
    System.out.print("\nparity: " + client + "; " + swarm.about() + "\n");
    told.forEach(tally -> System.out.print("\n" + tally.counted()));
    swarm.close();
  }

  @TestFactory
  Stream<DynamicTest> ownFiles() {
    return tests(own, OWN);
  }

  @TestFactory
  Stream<DynamicTest> filesOfOthers() throws IOException {
    var files = StackFile.corpus();
    assumeTrue(!files.isEmpty(), "name a folder with -Dskep.corpus");
    return tests(files, OF_OTHERS);
  }

  /** A failure names its seed; {@code -Dskep.seed} begins with another one. */
  @TestFactory
  Stream<DynamicTest> filesDrawnAtRandom() {
    int count = Integer.getInteger("skep.parity.files", WHOLE ? 200 : 2);
    return tests(StackFile.drawn(folder, Long.getLong("skep.seed", 1), count).toList(), DRAWN);
  }

  /** Deploys each file three times more. */
  @TestFactory
  @EnabledIfSystemProperty(named = "skep.parity", matches = "true")
  Stream<DynamicTest> adoptedFilesWithAConfigThatChanges() {
    return own.stream()
        .filter(ChangedConfig::possible)
        .map(f -> DynamicTest.dynamicTest(f.title(), () -> OWN.rolling(() -> rollsItsUsers(f))));
  }

  private static void rollsItsUsers(StackFile original) throws IOException {
    var changing = ChangedConfig.in(folder, original);
    var file = changing.file();
    try {
      swarm.makeExternals(file);
      swarm.deploy(file);
      new TakingOver(swarm).of(file, Set.of());
      var before = swarm.atWork();
      var specs = swarm.holdings(Set.of());
      var users = before.users(changing.change());

      var applied = swarm.apply(file);

      assertThat(before.changed(swarm.atWork()))
          .as(applied.out() + applied.err())
          .isNotEmpty()
          .isEqualTo(users);
      for (var user : users) assertThat(swarm.rollback(user)).matches(Program.Ended::well);
      assertThat(specs.differences(swarm.holdings(Set.of())))
          .filteredOn(d -> d.object().startsWith("service "))
          .isEmpty();
    } finally {
      swarm.clearAll();
    }
  }

  private static Stream<DynamicTest> tests(List<StackFile> files, Tally tally) {
    return files.stream().map(f -> DynamicTest.dynamicTest(f.title(), () -> same(f, tally)));
  }

  private static void same(StackFile file, Tally tally) {
    var outcome = new Parity(swarm).of(file);
    tally.add(file, outcome);
    switch (outcome) {
      case Outcome.Deployed d -> {
        var title = file.title() + ", ";
        assertThat(d.mistakes()).as(title + d.holdings().counted()).isEmpty();
        assertThat(d.adopted().mistakes()).as(title + "restarted when adopted").isEmpty();
        assertThat(d.adopted().left()).as(title + d.adopted().said()).isEmpty();
      }
      case Outcome.OnlyCli o ->
        assertThat(Deliberate.of(o.skep())).as(file.title() + ", " + o.skep()).isPresent();
      case Outcome.OnlySkep o -> assertThat(o.holdings().objects()).isNotEmpty();
      case Outcome.RefusedByBoth r -> assertThat(r.skep()).isNotEmpty();
    }
  }
}
