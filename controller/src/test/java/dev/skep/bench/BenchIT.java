package dev.skep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.skep.controller.cli.SkepProgram;
import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.docker.EngineAddress;
import dev.skep.lab.SwarmLab;
import dev.skep.model.DesiredStack;
import dev.skep.reconciler.FakeSwarm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Prints what Skep costs beside what does the same in the same run. See docs/bench.md. */
@Tag("alone")
@EnabledIfSystemProperty(named = "skep.bench", matches = "true")
class BenchIT {
  private static final String OWNER = "bench";

  @TempDir
  Path folder;

  @BeforeAll
  static void quietly() {
    ((Logger) LoggerFactory.getLogger("dev.skep")).setLevel(Level.WARN);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 100})
  void redeployBesideDockerStackDeploy(int services) {
    try (var lab = SwarmLab.start(1);
        var deploys = new Deploys(lab, folder)) {
      var theirs = BenchStack.of("theirs", services);
      var ours = BenchStack.of("ours", services);
      var version = Measure.median(() -> Measure.of(() -> SkepProgram.run(lab.host(0), "-V")));
      var get = Measure.median(() -> Measure.of(() -> SkepProgram.run(lab.host(0), "get", "jobs")));

      // The first run of all keeps its loaded classes, which takes a second or two.
      deploys.skep(lab.host(0), BenchStack.of("warm", 1));
      var table = new Figures(services + " services, replicas 0");
      var yardstick = deploys.first(deploys::docker, theirs);
      table.row("docker stack deploy, first", yardstick);
      table.row("skep apply, first", deploys.first(deploys::skep, ours), yardstick);
      yardstick = deploys.unchanged(deploys::docker, theirs);
      table.row("docker stack deploy, nothing changed", yardstick);
      table.row("skep apply, nothing changed", deploys.unchanged(deploys::skep, ours), yardstick);
      table.row("skep --version: a start of the program", version, yardstick);
      table.row("skep get jobs: and of its Docker client", get, yardstick);
      yardstick = deploys.oneChange(deploys::docker, theirs);
      table.row("docker stack deploy, one service changed", yardstick);
      table.row(
          "skep apply, one service changed", deploys.oneChange(deploys::skep, ours), yardstick);
      deploys.skep(lab.host(0), ours);
      inside(lab, ours, table);
      table.print();
    }
  }

  /** What of that is Skep's own work, once the program runs. */
  private void inside(SwarmLab lab, BenchStack stack, Figures table) {
    try (var raw = new RawEngine(lab.host(0));
        var swarm = connect(lab.host(0))) {
      var desired = stack.desired(folder);
      var list = warm(() -> Measure.of(raw::listServices));
      var first = warm(() -> {
        try (var passes = new Passes(swarm, "skep", List.of(desired))) {
          return Measure.of(() -> passes.pass(desired), swarm::calls, swarm::writes);
        }
      });
      table.row("one raw list of all services there", list);
      table.row("reading the file", warm(() -> Measure.of(() -> stack.desired(folder))), list);
      table.row("a pass that knows nothing yet, nothing changed", first, list);
      try (var passes = new Passes(swarm, "skep", List.of(desired))) {
        var again = warm(() -> Measure.of(() -> passes.pass(desired), swarm::calls, swarm::writes));
        table.row("a pass after others, nothing changed", again, list);
        assertThat(again.writes()).isZero();
      }
      assertThat(first.writes()).isZero();
      assertThat(first.calls()).isLessThanOrEqualTo(6);
    }
  }

  @Test
  void idleLoopOverHundredStacksBesideOneRawList() {
    try (var lab = SwarmLab.start(1);
        var raw = new RawEngine(lab.host(0));
        var swarm = connect(lab.host(0));
        var passes = new Passes(swarm, OWNER, stacks(100, 10))) {
      var first = Measure.of(passes::converge, swarm::calls, swarm::writes);
      var list = warm(() -> Measure.of(raw::listServices));
      var idle = warm(() -> loop(passes, swarm::calls, swarm::writes));

      var table = new Figures("100 stacks of 10 services, replicas 0");
      table.row("all stacks, first", first);
      table.row("one raw list of 1,000 services", list);
      table.row("all looked at once by the controller's loop", idle, list);
      table.print();

      assertThat(idle.writes()).isZero();
    }
  }

  @Test
  void firstApplyOfThousandServicesBesideRawCreates() {
    var stack = BenchStack.of("many", 1_000).desired(folder);
    try (var lab = SwarmLab.start(1);
        var raw = new RawEngine(lab.host(0))) {
      raw.createServices("warm", 100, 8);
      var creates = Measure.of(() -> raw.createServices("raw", 1_000, 8));
      try (var swarm = connect(lab.host(0));
          var passes = new Passes(swarm, OWNER, List.of(stack))) {
        var first = Measure.of(passes::converge, swarm::calls, swarm::writes);

        var table = new Figures("1,000 services, replicas 0, 8 threads");
        table.row("raw creates", creates);
        table.row("skep, first", first, creates);
        table.print();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void passesOverTheEngineInMemory() {
    var table = new Figures("engine in memory, replicas 0");
    var thousand = fake(table, 100, Optional.empty());
    fake(table, 1_000, Optional.of(thousand));
    table.print();
  }

  private Measure fake(Figures table, int stacks, Optional<Measure> yardstick) {
    var swarm = new FakeSwarm();
    try (var passes = new Passes(swarm, OWNER, stacks(stacks, 10))) {
      var first = Measure.of(passes::converge);
      var idle = warm(() -> loop(passes, () -> 0, () -> 0).uncounted());
      var what = stacks + " stacks of 10 services, ";
      table.row(what + "first", first);
      yardstick.ifPresentOrElse(
          y -> table.row(what + "all looked at once", idle, y),
          () -> table.row(what + "all looked at once", idle));
      return idle;
    }
  }

  private static Measure loop(Passes passes, LongSupplier calls, LongSupplier writes) {
    var took = new AtomicReference<Duration>();
    var measure = Measure.of(
        () -> {
          took.set(passes.loopOnce());
          return null;
        },
        calls,
        writes);
    return measure.lasting(took.get());
  }

  /** The compiler needs some rounds; what runs for days is past them. */
  static Measure warm(Callable<Measure> once) {
    for (int i = 0; i < 6; i++) Measure.median(once);
    return Measure.median(once);
  }

  private List<DesiredStack> stacks(int count, int services) {
    return IntStream.range(0, count)
        .mapToObj(i -> BenchStack.of("stack" + i, services).desired(folder))
        .toList();
  }

  static DockerSwarm connect(String host) {
    return DockerSwarm.connect(new EngineAddress(URI.create(host), "the bench")).get();
  }
}
