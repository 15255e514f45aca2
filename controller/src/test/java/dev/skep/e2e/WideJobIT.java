package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lab.SwarmLab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on several tasks, on two nodes; the tests share a controller, and their jobs run at once. */
@Tag("alone")
class WideJobIT {
  private static final String FILE = """
      services:
        migrate:
          image: skep-lab/busybox:1
          environment:
            PLACE: "{{.Task.Slot}} {{.Node.Hostname}}"
            ATTEMPT: '{{index .Service.Labels "dev.skep.attempt"}}'
          command: ["sh", "-c", "%s"]
          stop_grace_period: 0s
          deploy:
            labels: {dev.skep.job: "true"}
            %s
            restart_policy: {delay: 1s}
      """;

  @TempDir
  private static Path folder;

  private static SwarmLab lab;
  private static KeptStacks stacks;
  private static KeptStack three;
  private static KeptStack everywhere;
  private static KeptStack held;

  @BeforeAll
  static void deploy() {
    lab = SwarmLab.start(2);
    stacks = new KeptStacks(lab, "wide", folder);
    three = put(
        "three", "replicas: 3", "echo at $$PLACE; case $$PLACE-$$ATTEMPT in 2*-1) exit 7;; esac");
    everywhere = put("everywhere", "mode: global", "echo at $${PLACE#* }");
    held = put("held", "replicas: 2", "[ $$ATTEMPT != 1 ] || sleep 600");
  }

  @AfterAll
  static void stop() {
    stacks.stop();
    lab.close();
  }

  private static KeptStack put(String name, String width, String command) {
    var stack = stacks.named(name, null);
    stack.on().write("compose.yaml", FILE.formatted(command, width));
    return stack;
  }

  /** Of the tasks of an attempt's service, sorted, such as {@code Complete node-0}. */
  private static List<String> tasks(KeptStack stack, String attempt) {
    return stack
        .on()
        .engine()
        .lines("docker service ps --format '{{.CurrentState}} {{.Node}}' " + attempt)
        .stream()
        .map(line -> line.replaceAll(" .* ", " "))
        .sorted()
        .toList();
  }

  private static String message(KeptStack stack, int attempt) {
    var ids = stack.on().records("attempt");
    return stack
        .on()
        .engine()
        .lines("docker config inspect --format"
            + " '{{index .Spec.Labels \"dev.skep.attempt\"}}"
            + " {{index .Spec.Labels \"dev.skep.message\"}}' " + String.join(" ", ids))
        .stream()
        .filter(line -> line.startsWith(attempt + " "))
        .findFirst()
        .orElse("none");
  }

  @Test
  void aJobOfThreeFailsWhenOneDoesAndIsTriedAgainAsAWhole() {
    three.awaitStanding("Succeeded/FromRecord");
    three.hasAttempts("FAILED/ExitCode", "SUCCEEDED/Completed");
    assertThat(message(three, 1)).startsWith("1 1 of 3 tasks: ");
    assertThat(three.attempts().getFirst().exitCode()).isEqualTo("7");
    for (var service : three.services()) assertThat(tasks(three, service)).hasSize(3);
  }

  @Test
  void aGlobalJobRunsOnceOnEachNodeAndOnNoneThatComesLater() {
    everywhere.awaitStanding("Succeeded/FromRecord");
    everywhere.hasAttempts("SUCCEEDED/Completed");
    var service = everywhere.services().getFirst();
    assertThat(tasks(everywhere, service)).containsExactly("Complete node-0", "Complete node-1");
    assertThat(everywhere
            .on()
            .engine()
            .inspect(service, "{{.Spec.TaskTemplate.Placement.Constraints}} {{.Spec.Mode.Global}}"))
        .isEqualTo("[node.id==none] {}");
    var log = everywhere.tell("logs");
    assertThat(log.exitCode(Duration.ofMinutes(1))).isZero();
    assertThat(log.out()).contains("node-0 | at node-0", "node-1 | at node-1");
  }

  @Test
  void aSuspendedJobOfTwoStopsBothAndBothGoOnWhenResumed() {
    held.waiting("both").until(() -> held.field("message").equals("2 of 2 tasks run"));

    held.tells("suspend");

    held.awaitStanding("Suspended/Suspended");
    var service = held.services();
    assertThat(held.on().engine().lines("docker ps --quiet --filter name=wide-held_"))
        .isEmpty();
    held.tells("resume");

    held.awaitStanding("Succeeded/FromRecord");
    held.hasAttempts("STOPPED/Suspended", "SUCCEEDED/Completed");
    assertThat(held.services()).isNotEqualTo(service);
  }
}
