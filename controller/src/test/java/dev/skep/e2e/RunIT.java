package dev.skep.e2e;

import static dev.skep.e2e.OneOffs.PATIENCE;
import static dev.skep.e2e.OneOffs.POLITE;
import static dev.skep.e2e.OneOffs.ends;
import static dev.skep.e2e.OneOffs.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.SwarmLab;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@code skep run} on a real engine: what it prints, how it ends, and that nothing is left. */
class RunIT {
  private static final String NO_NODE = "node.labels.run-it==never";

  private final OneOffs jobs = new OneOffs(SwarmLab.single());

  @AfterEach
  void nothingIsLeft() {
    jobs.close();
  }

  @Nested
  class ItsOwnEnd {
    @Test
    void outputGoesWhereTheJobSendsIt() {
      var job = jobs.shell("echo out; echo err >&2");
      ends(job, 0);
      assertThat(job.out()).isEqualTo("out\n");
      assertThat(job.err()).isEqualTo("err\n");
    }

    @Test
    void theExitCodeIsTheJobs() {
      ends(jobs.shell("exit 3"), 3);
    }

    @Test
    void aJobThatIsKilledHasTheSignalsCode() {
      var job = jobs.shell("sleep 600");
      jobs.awaitRunning();
      jobs.engine().lines("docker kill " + jobs.containers("").getFirst());
      ends(job, 137);
    }

    @Test
    void aHundredThousandLinesAreCompleteAndInOrder() {
      var job = jobs.shell("seq 1 100000");
      ends(job, 0);
      assertThat(job.out())
          .isEqualTo(IntStream.rangeClosed(1, 100_000)
              .mapToObj(Integer::toString)
              .collect(Collectors.joining("\n", "", "\n")));
      assertThat(job.err()).isEmpty();
    }

    @Test
    void aFailureIsTriedAgain() {
      var job = jobs.shell("echo try; exit 4", "--retries", "1");
      ends(job, 4);
      assertThat(job.out()).isEqualTo("try\ntry\n");
      assertThat(job.err()).isEqualTo("skep: try 1 of 2 ended with exit code 4\n");
    }
  }

  @Nested
  class NoEndOfItsOwn {
    @Test
    void aCommandThatIsNotThereIs127() {
      var job = jobs.start(List.of(), "no-such-command");
      ends(job, 127);
      assertThat(job.err()).contains("no-such-command");
    }

    @Test
    void anImageThatIsMissingIsToldAtOnce() {
      var job = jobs.of("skep-lab/no-such-image:1", List.of());
      ends(job, 125);
      assertThat(job.err()).contains("its node refused it: ", "no-such-image");
    }

    @Test
    void aNodeIsWaitedForOnlySoLong() {
      var job = jobs.shell("true", "--constraint", NO_NODE, "--start-timeout", "2s");
      ends(job, 125);
      assertThat(job.err()).contains("no node has taken it yet", "no node took it within 2.0 s");
    }

    @Test
    void whatTakesTooLongIsStoppedAndItsLastWordsAreHeard() {
      var job = jobs.shell(POLITE, "--timeout", "5s");
      ends(job, 124);
      assertThat(job.out()).isEqualTo("on\nbye\n");
      assertThat(job.err()).contains("not ended within 5.0 s");
    }

    @Test
    void aServiceThatSomebodyRemovesIsMissed() {
      var job = jobs.shell(POLITE);
      jobs.awaitRunning();
      jobs.engine().lines("docker service rm " + jobs.name());
      ends(job, 125);
      assertThat(job.err()).contains("somebody removed service " + jobs.name());
    }
  }

  @Nested
  class CtrlC {
    @Test
    void beforeThereIsAService() {
      var job = jobs.shell("sleep 600");
      job.interrupt();
      ends(job, 130);
    }

    @Test
    void asSoonAsThereIsAService() {
      var job = jobs.shell("sleep 600");
      waiting("service").until(() -> !jobs.services().isEmpty());
      job.interrupt();
      ends(job, 130);
    }

    @Test
    void whileNoNodeTakesIt() {
      var job = jobs.shell("true", "--constraint", NO_NODE);
      waiting("complaint").until(() -> job.err().contains("no node has taken it yet"));
      job.interrupt();
      ends(job, 130);
    }

    @Test
    void whileItRuns() {
      var job = jobs.shell(POLITE);
      waiting("output").until(() -> job.out().equals("on\n"));
      job.interrupt();
      ends(job, 130);
      assertThat(job.out()).isEqualTo("on\nbye\n");
    }

    @Test
    void afterItsEnd() {
      var job = jobs.shell("true");
      waiting("its end")
          .until(
              () -> !jobs.containers("--all").isEmpty() && jobs.containers("").isEmpty());
      job.interrupt();
      assertThat(job.exitCode(PATIENCE)).as(job.toString()).isIn(0, 130);
    }
  }

  @Nested
  class OtherSignals {
    @Test
    void aTerminationStopsIt() {
      var job = jobs.shell(POLITE);
      waiting("output").until(() -> job.out().equals("on\n"));
      job.terminate();
      ends(job, 143);
    }

    @Test
    void aLostTerminalStopsIt() {
      var job = jobs.shell(POLITE);
      waiting("output").until(() -> job.out().equals("on\n"));
      job.hangUp();
      ends(job, 129);
    }
  }

  @Test
  void aDetachedJobStaysWhereNoControllerRuns() {
    var job = jobs.shell("exit 0", "--detach");
    ends(job, 0);
    assertThat(job.out()).isEqualTo(jobs.name() + "\n");
    assertThat(job.err())
        .contains("where none runs it stays until: docker service rm " + jobs.name());
    waiting("its end")
        .until(() -> !jobs.containers("--all").isEmpty() && jobs.containers("").isEmpty());
    assertThat(jobs.services()).hasSize(1);
    jobs.removeService();
  }
}
