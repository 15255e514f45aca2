package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is run again, given up or done by hand beside a controller, and what is told of it. */
class RerunIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String FILE = """
      services:
        work:
          image: skep-lab/busybox:1
          command: ["sh", "-c", "echo begun; trap 'exit 3' TERM; sleep %s & wait"]
          stop_grace_period: 2s
          deploy:
            labels: {com.replicated.ephemeral: "true"}
            restart_policy: {condition: on-failure, delay: 1s}
      """;

  @TempDir
  private Path folder;

  private TestStack stack;
  private String job;

  @BeforeEach
  void name() throws IOException {
    var name = "e2e-rerun-" + UUID.randomUUID().toString().substring(0, 4);
    stack = TestStack.of(SwarmLab.single(), name, Files.createDirectories(folder.resolve(name)));
    job = stack.service("work");
  }

  @AfterEach
  void remove() {
    stack.close();
  }

  @Test
  void everyRunHasItsPlaceInTheHistory() {
    stack.write("compose.yaml", FILE.formatted("1"));
    stack.skep(
        stack.host(),
        "controller",
        "--source",
        folder.toString(),
        "--status",
        folder.resolve("status").toString());
    awaitPhase("Succeeded");

    refused("cancel", "nothing of it is under way");
    done("rerun", "--note", "once more");
    await().atMost(PATIENCE).until(() -> stack.records("attempt").size() == 2);
    awaitPhase("Succeeded");
    assertThat(tell(0, "history", "job", job))
        .containsPattern("#2 .*Succeeded.*told to run again: once more")
        .containsPattern("#1 .*Succeeded.*first run");

    stack.write("compose.yaml", FILE.formatted("600"));
    awaitPhase("Running");
    refused("rerun", "first: skep cancel job " + job);
    assertThat(tell(0, "logs", "job", job)).contains("begun", "from the engine: Running");
    done("cancel", "--note", "too slow");
    awaitPhase("Failed");
    assertThat(tell(0, "get", "jobs")).contains("Cancelled", "cancelled by order: too slow");
    assertThat(tell(0, "describe", "job", job))
        .contains("stopped, cancelled", "Unblock:     push a fix", "skep rerun job " + job);

    done("resolve", "--as", "succeeded", "--note", "done by hand");
    awaitPhase("Succeeded");
    assertThat(tell(0, "history", "job", job, "--attempts"))
        .contains("succeeded, by a person's word: done by hand", "stopped, cancelled");
    assertThat(tell(0, "history", "job", job)).containsPattern("#3 .*Succeeded.* command");
    assertThat(stack.records("attempt")).hasSize(4);
  }

  private void awaitPhase(String phase) {
    await(phase)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> stack.skep(stack.host(), "get", "jobs"), asked -> {
          asked.exitCode(PATIENCE);
          return asked.out().lines().anyMatch(l -> l.matches("\\S+ +work +" + phase + " .*"));
        });
  }

  private void done(String verb, String... more) {
    tell(0, order(verb, more));
  }

  private void refused(String verb, String why) {
    assertThat(tell(1, order(verb))).startsWith("skep: job " + job + " is ").contains(why);
  }

  private String[] order(String verb, String... more) {
    var all = new ArrayList<>(List.of(verb, "job", job));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** What it printed, on both. */
  private String tell(int exit, String... command) {
    var told = stack.skep(stack.host(), command);
    assertThat(told.exitCode(PATIENCE)).as(told.toString()).isEqualTo(exit);
    return told.out() + told.err();
  }
}
