package dev.skep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.controller.cli.SkepProgram;
import dev.skep.controller.docker.DockerSwarm;
import dev.skep.controller.git.PushedRepository;
import dev.skep.controller.http.Deliveries;
import dev.skep.lab.SwarmLab;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Labels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a push to a repository of fifty stacks until all others are in place, beside one that fails
 * for ever and without it: the whole road, through the packaged controller. See docs/bench.md.
 */
@Tag("alone")
@EnabledIfSystemProperty(named = "skep.bench", matches = "true")
class PushBenchIT {
  private static final String OWNER = "bench";
  private static final String WANTED = Labels.of("wanted");
  private static final String APPLIED = Labels.of("applied");
  private static final int OTHERS = 49;
  private static final int WARM = 2;

  /** A container's start, here and there, must not be what is measured. */
  private static final int COMMITS = 15;

  /** A webhook's deliveries are obeyed at most once a second. */
  private static final Duration APART = Duration.ofMillis(1_500);

  private static final String FAILING = """
      services:
        migrate:
          image: skep-lab/busybox:1
          command: ["false"]
          deploy:
            labels: {com.replicated.ephemeral: "true"}
            restart_policy: {condition: on-failure, delay: 3s}
        app:
          image: skep-lab/no-such-image:1
      """;

  @TempDir
  private Path folder;

  private PushedRepository repository;
  private DockerSwarm direct;
  private InetSocketAddress webhook;
  private int commits;

  @BeforeAll
  static void quietly() {
    BenchIT.quietly();
  }

  @Test
  void fromAPushUntilAllOthersAreInPlace() throws Exception {
    try (var lab = SwarmLab.start(1);
        var swarm = BenchIT.connect(lab.host(0));
        var pushed = new PushedRepository(folder)) {
      direct = swarm;
      repository = pushed;
      change();
      try (var controller = controller(lab.host(0))) {
        webhook = listening(controller);
        settled(Map.of());
        new Paired()
            .with("all in place", round -> commits())
            .with("beside one that fails for ever", r -> besideOneThatFails("failing-" + r))
            .measured(WARM)
            .print("49 stacks of 2 services, all changed by one push");
      }
    }
  }

  private SkepProgram controller(String host) throws IOException {
    var secret = Files.writeString(folder.resolve("secret"), Deliveries.SECRET);
    return SkepProgram.start(
        host,
        "controller",
        "--owner",
        OWNER,
        "--source",
        repository.url() + "#main",
        "--poll",
        "10m",
        "--webhook-listen",
        "127.0.0.1:0",
        "--webhook-secret-file",
        secret.toString(),
        "--status",
        folder.resolve("status").toString());
  }

  private static InetSocketAddress listening(SkepProgram controller) {
    var line = Pattern.compile("webhook: listening on .*:(\\d+)");
    var found = patiently()
        .until(
            () -> line.matcher(controller.out() + controller.err()).results().findFirst(),
            first -> first.isPresent());
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), Integer.parseInt(found.orElseThrow().group(1)));
  }

  private Measure besideOneThatFails(String name) throws Exception {
    var file = repository.file(name + "/compose.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, FAILING);
    repository.push(name + " begins");
    deliver();
    patiently().until(() -> records("attempt", name) >= 2);
    var measured = commits();
    assertThat(records("stack", name)).isEqualTo(1);
    repository.remove(name);
    repository.push(name + " ends");
    deliver();
    patiently().until(() -> {
      for (var label : List.of(Labels.STACK, Labels.NAMESPACE)) {
        direct.services(Map.of(label, name)).get().forEach(s -> direct.removeService(s.id()));
      }
      return direct.tasks(Map.of()).get().isEmpty();
    });
    return measured;
  }

  /** Each changes a service of all others; the one in the middle. */
  private Measure commits() {
    return Measure.median(COMMITS, () -> {
      await().pollDelay(APART).until(() -> true);
      var before = revisions();
      change();
      return Measure.of(() -> {
        deliver();
        settled(before);
        return null;
      });
    });
  }

  private void change() throws Exception {
    commits++;
    for (int i = 0; i < OTHERS; i++) {
      var name = "other" + i;
      var to = repository.file(name);
      Files.createDirectories(to);
      Files.move(
          new BenchStack(name, 2, Integer.toString(commits)).write(folder),
          to.resolve("compose.yaml"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    repository.push("change " + commits);
  }

  private void deliver() throws IOException {
    try (var socket = Deliveries.connect(webhook)) {
      Deliveries.send(socket, Deliveries.push());
      assertThat(Deliveries.code(socket)).isEqualTo(200);
    }
  }

  /** Waits until each of the others has another revision than before, and it is in place. */
  private void settled(Map<String, String> before) {
    patiently().pollInterval(Duration.ofMillis(25)).until(() -> {
      var now = revisions();
      return now.size() == OTHERS
          && now.entrySet().stream().noneMatch(e -> e.getValue().equals(before.get(e.getKey())));
    });
  }

  /** In place, of the others that have no other one to come, by stack. */
  private Map<String, String> revisions() {
    return direct
        .payloads(Kind.CONFIG, Map.of(Labels.OWNER, OWNER, Labels.KIND, "stack"))
        .get()
        .stream()
        .map(record -> record.labels())
        .filter(l -> l.get(Labels.STACK).startsWith("other"))
        .filter(l -> l.get(WANTED).equals(l.get(APPLIED)))
        .collect(Collectors.toMap(l -> l.get(Labels.STACK), l -> l.get(APPLIED)));
  }

  private int records(String kind, String stack) {
    var which = Map.of(Labels.OWNER, OWNER, Labels.KIND, kind, Labels.STACK, stack);
    return direct.payloads(Kind.CONFIG, which).get().size();
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofMinutes(2));
  }
}
