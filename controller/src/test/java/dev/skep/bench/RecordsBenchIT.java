package dev.skep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.docker.DockerSwarm;
import dev.skep.lab.SwarmLab;
import dev.skep.model.DesiredStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What a long history of runs costs those who come after it. See docs/bench.md. */
@Tag("alone")
@EnabledIfSystemProperty(named = "skep.bench", matches = "true")
class RecordsBenchIT {
  private static final String OWNER = "bench";
  private static final int JOBS = 200;
  private static final int RUNS_OF_EACH = 5;

  @TempDir
  Path folder;

  @BeforeAll
  static void quietly() {
    BenchIT.quietly();
  }

  @Test
  void startAndIdlePassWithAThousandRunsBesideNone() throws InterruptedException {
    var stack = BenchStack.of("present", 50).desired(folder);
    try (var lab = SwarmLab.start(1);
        var swarm = BenchIT.connect(lab.host(0))) {
      try (var passes = new Passes(swarm, OWNER, List.of(stack))) {
        passes.converge();
      }
      var history = new History(swarm, OWNER, JOBS, RUNS_OF_EACH);
      var startWithout = start(lab.host(0), stack);
      var idleWithout = idle(swarm, stack);
      history.write();
      var start = start(lab.host(0), stack);
      var idle = idle(swarm, stack);

      var table = new Figures("50 services; 1,000 runs of 200 jobs on record");
      table.row("connect and first pass, nothing on record", startWithout);
      table.row("connect and first pass", start, startWithout);
      table.row("a pass after others, nothing on record", idleWithout);
      table.row("a pass after others", idle, idleWithout);
      sizes(table, history);
      table.print();
      assertThat(start.calls()).isEqualTo(startWithout.calls());
      assertThat(idle.calls()).isEqualTo(idleWithout.calls());
      assertThat(start.writes() + idle.writes()).isZero();
    }
  }

  /** A process that knows nothing yet, but for the start of its JVM. */
  private static Measure start(String host, DesiredStack stack) {
    return BenchIT.warm(() -> {
      long from = System.nanoTime();
      try (var swarm = BenchIT.connect(host);
          var passes = new Passes(swarm, OWNER, List.of(stack))) {
        passes.pass(stack);
        var took = Duration.ofNanos(System.nanoTime() - from);
        return new Measure(took, swarm.calls(), swarm.writes());
      }
    });
  }

  private static Measure idle(DockerSwarm swarm, DesiredStack stack) {
    try (var passes = new Passes(swarm, OWNER, List.of(stack))) {
      return BenchIT.warm(() -> Measure.of(() -> passes.pass(stack), swarm::calls, swarm::writes));
    }
  }

  private static void sizes(Figures table, History history) {
    long attempts = history.bytes("attempt");
    long logs = history.bytes("log");
    long heads = history.bytes("job");
    int runs = JOBS * RUNS_OF_EACH;
    table.value("records of attempts", kilobytes(attempts) + each(attempts, runs));
    table.value("logs of 24 lines", kilobytes(logs) + each(logs, runs));
    table.value("records of jobs", kilobytes(heads) + each(heads, JOBS));
    table.value("all, for each run", (attempts + logs + heads) / runs + " B");
  }

  private static String kilobytes(long bytes) {
    return String.format(Locale.ROOT, "%,d KB", bytes / 1024);
  }

  private static String each(long bytes, int count) {
    return ", " + bytes / count + " B each";
  }
}
