package dev.skep.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code skep apply} leaves on a Swarm is what {@code docker stack deploy} leaves there, field
 * by field: of the project's own files, and of those below {@code -Dskep.corpus}.
 */
class ParityIT {
  private static final int NEEDED = 23;

  @TempDir
  private static Path folder;

  private static final Tally TALLY = new Tally();

  private static ParitySwarm swarm;
  private static String client;

  @BeforeAll
  static void drain() {
    client = new Program(Map.of())
        .run(Path.of("."), Duration.ofSeconds(20), List.of("docker", "--version"))
        .out()
        .strip();
    var major = client.replaceAll("\\D*(\\d+).*", "$1");
    assumeTrue(
        major.matches("\\d+") && Integer.parseInt(major) >= NEEDED,
        "stack files of today need version " + NEEDED + " of the docker command; found " + client);
    swarm = new ParitySwarm(SwarmLab.single(), folder);
  }

  @AfterAll
  static void tell() {
    if (swarm == null) return;
    if (Boolean.getBoolean("skep.parity")) System.out.print("\n" + TALLY.refusals());
    System.out.print("\nparity: " + client + "; " + swarm.about() + "\n" + TALLY.counted());
    swarm.close();
  }

  @TestFactory
  Stream<DynamicTest> ownFiles() throws IOException {
    return tests(StackFile.own(folder));
  }

  @TestFactory
  Stream<DynamicTest> filesOfOthers() throws IOException {
    var files = StackFile.corpus();
    assumeTrue(!files.isEmpty(), "name a folder with -Dskep.corpus");
    return tests(files);
  }

  private static Stream<DynamicTest> tests(List<StackFile> files) {
    return files.stream().map(f -> DynamicTest.dynamicTest(f.title(), () -> same(f)));
  }

  private static void same(StackFile file) {
    var outcome = new Parity(swarm).of(file);
    TALLY.add(file, outcome);
    switch (outcome) {
      case Outcome.Deployed d ->
        assertThat(d.mistakes()).as(d.holdings().counted()).isEmpty();
      case Outcome.OnlyCli o -> assertThat(Deliberate.of(o.skep())).as(o.skep()).isPresent();
      case Outcome.OnlySkep o -> assertThat(o.holdings().objects()).isNotEmpty();
      case Outcome.RefusedByBoth r -> assertThat(r.skep()).isNotEmpty();
    }
  }
}
