package dev.skep.e2e;

import static dev.skep.e2e.OneOffs.ends;
import static dev.skep.e2e.OneOffs.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.SwarmLab;
import dev.skep.proxy.Exchange;
import dev.skep.proxy.Fault;
import dev.skep.proxy.FaultProxy;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code skep run} is told to end, or loses its connection, while its service is being made. */
@EnabledIfSystemProperty(named = "skep.long", matches = "true")
class RunSignalsIT {
  private static final Predicate<Exchange> CREATE =
      request -> request.path().startsWith("/services/create");

  private final OneOffs jobs = new OneOffs(SwarmLab.single());

  @TempDir
  private Path folder;

  private FaultProxy proxy;

  @BeforeEach
  void stand() {
    proxy = FaultProxy.before(SwarmLab.single().host(0), folder.resolve("p"));
  }

  @AfterEach
  void nothingIsLeft() {
    proxy.close();
    jobs.close();
  }

  private SkepProcess start(String script) {
    return jobs.startAt(proxy.host(), List.of(), "sh", "-c", script);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void beforeTheEngineHasSeenTheCreate(String signal, int code) {
    var gate = new Fault.Gate();
    proxy.once(CREATE, new Fault.Pause(gate));
    var job = start("sleep 600");
    waiting("create").until(gate::reached);
    job.signal(signal);
    gate.release();
    ends(job, code);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void whenTheAnswerOfTheCreateIsLostToo(String signal, int code) {
    var job = new SkepProcess[1];
    proxy.once(CREATE, new Fault.First(() -> job[0].signal(signal), new Fault.DropAnswer()));
    job[0] = start("sleep 600");
    ends(job[0], code);
  }

  @Test
  void anAnswerThatIsLostDoesNotMatter() {
    proxy.once(CREATE, new Fault.DropAnswer());
    var job = start("echo once; exit 3");
    ends(job, 3);
    assertThat(job.out()).isEqualTo("once\n");
  }

  @Test
  void connectionsThatBreakWhileItRunsDoNotMatter() {
    var job = start("seq 1 5; sleep 2; seq 6 9");
    waiting("output").until(() -> job.out().endsWith("5\n"));
    proxy.dropConnections();
    ends(job, 0);
    assertThat(job.out()).isEqualTo("1\n2\n3\n4\n5\n6\n7\n8\n9\n");
  }
}
