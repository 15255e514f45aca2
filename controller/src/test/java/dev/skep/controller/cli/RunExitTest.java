package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ExecutionException;

/** How {@code skep run} ends where no job ran: with 125, as {@code docker run} does. */
@Timeout(30)
class RunExitTest {
  private static void refused(List<String> flags, String... lines) {
    var run = CommandRun.of(flags);
    assertThat(run.problems()).containsExactly(lines);
    assertThat(run.out()).isEmpty();
    assertThat(run.exit()).isEqualTo(RunCommand.BROKEN);
  }

  @Test
  void aFlagThatIsNotThere() {
    refused(
        List.of("run", "busybox", "--netwrk", "x"),
        "skep: unknown flag --netwrk; did you mean --network?",
        "See: skep run --help");
  }

  @Test
  void noImage() {
    refused(List.of("run", "--quiet"), "skep: IMAGE is missing", "See: skep run --help");
  }

  @Test
  void allThatIsWrongAtOnce() {
    refused(
        List.of("run", "busybox", "--retries", "-1", "--limit-cpu", "much", "--mount", "type=nfs"),
        "skep: --retries must be 0 or more",
        "skep: --mount 'type=nfs' has a type that is none of bind, volume, tmpfs",
        "skep: --limit-cpu 'much' is none such as 0.5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1s", "4999ms"})
  void aTimeInWhichTheCommandItselfMayStillBeAtWork(String ttl) {
    refused(
        List.of("run", "busybox", "--ttl", ttl),
        "skep: --ttl must be 5s or more without --detach: the command itself removes the job then");
  }

  @Test
  void aTimeToKeepWhatIsKeptAnyway() {
    refused(
        List.of("run", "busybox", "--keep", "--ttl", "10m"),
        "skep: --keep leaves its service to you alone; leave --ttl out");
  }

  @Test
  void anEngineThatCannotBe() {
    var run = CommandRun.of("run", "busybox", "--host", "ftp://engine");
    assertThat(run.err()).contains("is no engine address");
    assertThat(run.exit()).isEqualTo(RunCommand.BROKEN);
  }

  @Test
  void aDefectOfSkepItself() {
    var err = new StringWriter();
    var line = Skep.commandLine().setErr(new PrintWriter(err, true));
    line.setExecutionStrategy(parsed -> {
      var run = parsed.subcommand().commandSpec().commandLine();
      throw new ExecutionException(run, "", new IllegalStateException("on purpose"));
    });
    assertThat(line.execute("run", "busybox")).isEqualTo(RunCommand.BROKEN);
    assertThat(err.toString()).contains("a defect in Skep itself", "on purpose");
  }
}
