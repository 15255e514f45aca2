package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.lab.SwarmLab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job prints the secret that it was given; afterwards it is looked for wherever Skep writes. */
class CanaryIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Fails at first; later it works for long enough to be watched. */
  private static final String FILE = """
      services:
        tell:
          image: skep-lab/busybox:1
          command:
            - sh
            - -c
            - |
              canary=$$(cat /run/secrets/canary)
              echo "canary is $$canary"
              echo "{\\"password\\":\\"$$canary\\"}" >&2
              echo "in base 64 $$(echo -n "$$canary" | base64)"
              [ -e /state/once ] && exec sleep 12
              touch /state/once
              exit 7
          secrets: [canary]
          volumes: ["state:/state"]
          deploy:
            labels: {com.replicated.ephemeral: "true"}
            restart_policy: {condition: on-failure, delay: 1s}
      secrets:
        canary: {file: ./canary}
      volumes:
        state: {}
      """;

  private final String canary = "Canary/" + UUID.randomUUID() + "+x";

  @TempDir
  private Path folder;

  private Path status;
  private TestStack stack;
  private String job;

  @BeforeEach
  void name() throws IOException {
    var name = "e2e-canary-" + UUID.randomUUID().toString().substring(0, 4);
    var source = Files.createDirectories(folder.resolve("source").resolve(name));
    stack = TestStack.of(SwarmLab.single(), name, source);
    job = stack.service("tell");
    status = folder.resolve("status");
  }

  @AfterEach
  void remove() {
    stack.close();
  }

  @Test
  void aSecretThatAJobPrintsIsNowhere() throws IOException {
    stack.write("canary", canary + "\n");
    stack.write("compose.yaml", FILE);
    var source = folder.resolve("source").toString();
    var controller =
        stack.skep(stack.host(), "controller", "--source", source, "--status", status.toString());
    var found = new TreeMap<String, String>();

    await("the second attempt")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          var live = ask("logs", "job", job);
          found.put("logs of a running attempt", live.out() + live.err());
          return live.err().contains("attempt 2 of job " + job + ", from the engine")
              && live.out().contains("in base 64");
        });
    shown(found.get("logs of a running attempt"));
    await("the stack").atMost(PATIENCE).until(this::ready);
    commandLines().forEach(found::put);
    for (var command : List.of(
        List.of("get", "stacks"),
        List.of("get", "jobs"),
        List.of("describe", "stack", stack.name()),
        List.of("describe", "job", job),
        List.of("history", "job", job),
        List.of("history", "job", job, "--attempts"),
        List.of("logs", "job", job, "--attempt", "1"),
        List.of("logs", "job", job))) {
      var told = ask(command.toArray(String[]::new));
      assertThat(told.exitCode(PATIENCE)).as(told.toString()).isZero();
      found.put("skep " + String.join(" ", command), told.out() + told.err());
    }
    shown(found.get("skep logs job " + job));
    shown(found.get("skep logs job " + job + " --attempt 1"));
    assertThat(found.get("skep describe job " + job)).contains("canary is ********");
    found.put("the controller's output", controller.out() + controller.err());
    found.put("the records", records());
    found.putAll(statusFiles());

    assertThat(found).containsKeys("events.jsonl", "stacks/" + stack.name() + ".yaml");
    assertThat(found.get("jobs/" + job + ".yaml")).contains("canary is ********");
    assertThat(found.get("the records")).contains("canary is ********");
    found.forEach((where, text) ->
        assertThat(text).as(where).doesNotContain(canary).doesNotContain(base64()));
  }

  private static void shown(String log) {
    assertThat(log)
        .contains("canary is ********", "{\"password\":\"********\"}", "in base 64 ********");
  }

  private String base64() {
    return Base64.getEncoder().encodeToString(canary.getBytes(StandardCharsets.UTF_8));
  }

  private SkepProcess ask(String... command) {
    var process = stack.skep(stack.host(), command);
    process.exitCode(PATIENCE);
    return process;
  }

  private boolean ready() throws IOException {
    var file = status.resolve("stacks").resolve(stack.name() + ".yaml");
    return Files.exists(file) && Files.readString(file).contains("phase: Ready");
  }

  /** Labels and contents of all that Skep keeps on the Swarm. */
  private String records() {
    return stack
        .engine()
        .line("docker config ls --quiet --filter label=dev.skep.owner=" + stack.name()
            + " | xargs docker config inspect"
            + " --format '{{json .Spec.Labels}} {{printf \"%s\" .Spec.Data}}'");
  }

  private Map<String, String> statusFiles() throws IOException {
    var out = new TreeMap<String, String>();
    try (var files = Files.walk(status)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        out.put(status.relativize(file).toString(), Files.readString(file));
      }
    }
    return out;
  }

  /** Of the controller, and of all other processes that may be seen. */
  private static Map<String, String> commandLines() throws IOException {
    var out = new TreeMap<String, String>();
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (var process : processes) {
        var file = process.resolve("cmdline");
        try {
          out.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException | UncheckedIOException e) {
          // It has ended meanwhile.
        }
      }
    }
    assertThat(out.values()).as("the controller's").anyMatch(l -> l.contains("\0controller\0"));
    return out;
  }
}
