package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.lab.SwarmLab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@code skep run} on a real engine: what it prints, how it ends, and that nothing is left. */
class RunIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String IMAGE = "skep-lab/busybox:1";
  private static final String NO_NODE = "node.labels.run-it==never";

  /** Says bye when it is asked to end, as good programs do. */
  private static final String POLITE =
      "trap 'echo bye; exit 0' TERM; echo on; while :; do sleep 0.1; done";

  private final SwarmLab lab = SwarmLab.single();
  private final Engine engine = new Engine(lab);
  private final String name = "run-it-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<SkepProcess> processes = new ArrayList<>();

  private SkepProcess start(List<String> flags, String... command) {
    var all = new ArrayList<>(List.of("run", "--name", name, IMAGE));
    all.addAll(flags);
    all.add("--");
    all.addAll(List.of(command));
    var process = SkepProcess.interruptible(lab.host(0), all);
    processes.add(process);
    return process;
  }

  private SkepProcess shell(String script, String... flags) {
    return start(List.of(flags), "sh", "-c", script);
  }

  private static void ends(SkepProcess process, int code) {
    assertThat(process.exitCode(PATIENCE)).as(process.toString()).isEqualTo(code);
  }

  private static ConditionFactory waiting(String what) {
    return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
  }

  private List<String> services() {
    return engine.lines("docker service ls -q --filter name=" + name);
  }

  private List<String> containers(String status) {
    return engine.lines(
        "docker ps -q " + status + " --filter label=com.docker.swarm.service.name=" + name);
  }

  private void awaitRunning() {
    waiting("it runs").until(() -> !containers("").isEmpty());
  }

  @AfterEach
  void nothingIsLeft() {
    processes.forEach(SkepProcess::close);
    var services = services();
    var containers = containers("--all");
    engine.lines("echo " + String.join(" ", services) + " | xargs -r docker service rm");
    assertThat(services).as("services").isEmpty();
    assertThat(containers).as("containers").isEmpty();
  }

  @Nested
  class ItsOwnEnd {
    @Test
    void outputGoesWhereTheJobSendsIt() {
      var job = shell("echo out; echo err >&2");
      ends(job, 0);
      assertThat(job.out()).isEqualTo("out\n");
      assertThat(job.err()).isEqualTo("err\n");
    }

    @Test
    void theExitCodeIsTheJobs() {
      ends(shell("exit 3"), 3);
    }

    @Test
    void aJobThatIsKilledHasTheSignalsCode() {
      var job = shell("sleep 600");
      awaitRunning();
      engine.lines("docker kill " + containers("").getFirst());
      ends(job, 137);
    }

    @Test
    void aHundredThousandLinesAreCompleteAndInOrder() {
      var job = shell("seq 1 100000");
      ends(job, 0);
      assertThat(job.out())
          .isEqualTo(IntStream.rangeClosed(1, 100_000)
              .mapToObj(Integer::toString)
              .collect(Collectors.joining("\n", "", "\n")));
      assertThat(job.err()).isEmpty();
    }

    @Test
    void aFailureIsTriedAgain() {
      var job = shell("echo try; exit 4", "--retries", "1");
      ends(job, 4);
      assertThat(job.out()).isEqualTo("try\ntry\n");
      assertThat(job.err()).isEqualTo("skep: try 1 of 2 ended with exit code 4\n");
    }
  }

  @Nested
  class NoEndOfItsOwn {
    @Test
    void aCommandThatIsNotThereIs127() {
      var job = start(List.of(), "no-such-command");
      ends(job, 127);
      assertThat(job.err()).contains("no-such-command");
    }

    @Test
    void anImageThatIsMissingIsToldAtOnce() {
      var job = SkepProcess.start(
          lab.host(0), List.of("run", "--name", name, "skep-lab/no-such-image:1"));
      processes.add(job);
      ends(job, 125);
      assertThat(job.err()).contains("its node refused it: ", "no-such-image");
    }

    @Test
    void aNodeIsWaitedForOnlySoLong() {
      var job = shell("true", "--constraint", NO_NODE, "--start-timeout", "2s");
      ends(job, 125);
      assertThat(job.err()).contains("no node has taken it yet", "no node took it within 2.0 s");
    }

    @Test
    void whatTakesTooLongIsStoppedAndItsLastWordsAreHeard() {
      var job = shell(POLITE, "--timeout", "5s");
      ends(job, 124);
      assertThat(job.out()).isEqualTo("on\nbye\n");
      assertThat(job.err()).contains("not ended within 5.0 s");
    }

    @Test
    void aServiceThatSomebodyRemovesIsMissed() {
      var job = shell(POLITE);
      awaitRunning();
      engine.lines("docker service rm " + name);
      ends(job, 125);
      assertThat(job.err()).contains("somebody removed service " + name);
    }
  }

  @Nested
  class CtrlC {
    @Test
    void beforeThereIsAService() {
      var job = shell("sleep 600");
      job.interrupt();
      ends(job, 130);
    }

    @Test
    void asSoonAsThereIsAService() {
      var job = shell("sleep 600");
      waiting("service").until(() -> !services().isEmpty());
      job.interrupt();
      ends(job, 130);
    }

    @Test
    void whileNoNodeTakesIt() {
      var job = shell("true", "--constraint", NO_NODE);
      waiting("complaint").until(() -> job.err().contains("no node has taken it yet"));
      job.interrupt();
      ends(job, 130);
    }

    @Test
    void whileItRuns() {
      var job = shell(POLITE);
      waiting("output").until(() -> job.out().equals("on\n"));
      job.interrupt();
      ends(job, 130);
      assertThat(job.out()).isEqualTo("on\nbye\n");
    }

    @Test
    void afterItsEnd() {
      var job = shell("true");
      waiting("its end")
          .until(() -> !containers("--all").isEmpty() && containers("").isEmpty());
      job.interrupt();
      assertThat(job.exitCode(PATIENCE)).as(job.toString()).isIn(0, 130);
    }
  }

  @Nested
  class OtherSignals {
    @Test
    void aTerminationStopsIt() {
      var job = shell(POLITE);
      waiting("output").until(() -> job.out().equals("on\n"));
      job.terminate();
      ends(job, 143);
    }

    @Test
    void aLostTerminalStopsIt() {
      var job = shell(POLITE);
      waiting("output").until(() -> job.out().equals("on\n"));
      job.hangUp();
      ends(job, 129);
    }
  }

  @Test
  void aDetachedJobStaysForAControllerToCollect() {
    var job = shell("exit 0", "--detach");
    ends(job, 0);
    assertThat(job.out()).isEqualTo(name + "\n");
    assertThat(engine.inspect(name, "{{index .Spec.Labels \"dev.skep.job\"}}")).isEqualTo("true");
    engine.lines("docker service rm " + name);
    waiting("removal").until(() -> containers("--all").isEmpty());
  }
}
