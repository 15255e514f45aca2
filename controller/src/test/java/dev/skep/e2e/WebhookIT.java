package dev.skep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.controller.git.GitWebServer;
import dev.skep.controller.git.PushedRepository;
import dev.skep.controller.http.Deliveries;
import dev.skep.controller.http.Flood;
import dev.skep.lab.SwarmLab;
import dev.skep.proxy.FaultProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller that hardly ever polls, and hears of pushes. */
@Tag("alone")
class WebhookIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofSeconds(6);
  private static final int PER_SECOND = 1_000;

  /** The bench takes the whole of it. */
  private static final int SECONDS = Boolean.getBoolean("skep.bench") ? 10 : 2;

  private static final String FILE = """
      services:
        app:
          image: skep-lab/busybox:1
          environment: {LEVEL: "%s"}
          deploy: {replicas: 0}
      """;

  @TempDir
  private static Path folder;

  private static PushedRepository repository;
  private static GitWebServer server;
  private static FaultProxy proxy;
  private static TestStack stack;
  private static SkepProcess controller;
  private static InetSocketAddress webhook;

  @BeforeAll
  static void listen() throws Exception {
    repository = new PushedRepository(folder);
    server = repository.overHttp();
    stack = TestStack.of(SwarmLab.single(), "hook", repository.file("hook"));
    proxy = FaultProxy.before(stack.host(), folder.resolve("proxy"));
    push("first");
    controller = controller("status");
    await("first").atMost(PATIENCE).ignoreExceptions().until(() -> applied("first"));
    webhook = listening(controller);
  }

  private static SkepProcess controller(String status) throws IOException {
    return stack.skep(
        proxy.host(),
        "controller",
        "--source",
        server.url() + "#main",
        "--poll",
        "10m",
        "--webhook-listen",
        "127.0.0.1:0",
        "--webhook-secret-file",
        Files.writeString(folder.resolve("secret"), Deliveries.SECRET).toString(),
        "--status",
        folder.resolve(status).toString());
  }

  private static void push(String level) throws Exception {
    stack.write("compose.yaml", FILE.formatted(level));
    repository.push("hook: " + level);
  }

  private static boolean applied(String level) {
    var env = "{{.Spec.TaskTemplate.ContainerSpec.Env}}";
    return stack.engine().inspect(stack.service("app"), env).equals("[LEVEL=" + level + "]");
  }

  private static InetSocketAddress listening(SkepProcess process) {
    var port = Pattern.compile("webhook: listening on .*:(\\d+)").matcher(process.toString());
    assertThat(port.find()).as(process.toString()).isTrue();
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)));
  }

  @AfterAll
  static void clean() {
    stack.close();
    proxy.close();
    server.close();
    repository.close();
  }

  @Test
  void aCommitThatIsAnnouncedIsAppliedAtOnce() throws Exception {
    push("announced");
    assertThat(deliver(webhook, Deliveries.push())).isEqualTo(200);
    appliedSoon("announced");
  }

  /** Behind one address for several controllers, nobody knows which of them is told. */
  @Test
  void whoStandsByPassesItOn() throws Exception {
    try (var second = controller("standby")) {
      var told = folder.resolve("standby/controller.yaml");
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> Files.readString(told).contains("role: standby"));
      push("told to the other");

      assertThat(deliver(listening(second), Deliveries.push())).isEqualTo(200);

      appliedSoon("told to the other");
      int calls = proxy.requests();
      var codes = new Flood(listening(second), PER_SECOND, PER_SECOND).of(Deliveries.push());
      assertThat(codes.keySet()).isEqualTo(Set.of(200));
      // Two leases are kept, and each second a hint is passed on.
      assertThat(proxy.requests() - calls).isLessThanOrEqualTo(40);
    }
  }

  @Test
  void aFloodCostsFewLooksAndTheControllerGoesOn() throws Exception {
    assertThat(deliver(webhook, Deliveries.push(10_000_000))).isIn(413, -1);
    int looks = server.looks();
    int calls = proxy.requests();
    long began = System.nanoTime();

    var codes = new Flood(webhook, SECONDS * PER_SECOND, PER_SECOND)
        .of(Deliveries.push(), Deliveries.forged(), Deliveries.push(), Deliveries.push());

    long took = Duration.ofNanos(System.nanoTime() - began).toSeconds() + 1;
    looks = server.looks() - looks;
    calls = proxy.requests() - calls;
    System.out.printf(
        "%s answers within %d s: %d looks at the repository, %d calls of the engine%n",
        codes, took, looks, calls);
    assertThat(codes.keySet()).isEqualTo(Set.of(200, 401));
    assertThat(looks).isBetween(1, (int) took + 1);
    // The lease is kept, and all stacks are looked at every ten seconds.
    assertThat(calls).isLessThanOrEqualTo(20 + 2 * (int) took);
    push("after the flood");
    assertThat(deliver(webhook, Deliveries.push())).isEqualTo(200);
    appliedSoon("after the flood");
    assertThat(controller.alive()).as(controller.toString()).isTrue();
  }

  /** The code that it is answered with; -1 when the server has hung up before it was sent. */
  private static int deliver(InetSocketAddress to, String delivery) throws IOException {
    try (var socket = Deliveries.connect(to)) {
      try {
        Deliveries.send(socket, delivery);
        return Deliveries.code(socket);
      } catch (IOException e) {
        assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
        return -1;
      }
    }
  }

  private static void appliedSoon(String level) {
    long from = System.nanoTime();
    await(level).atMost(SOON).pollInterval(Duration.ofMillis(100)).until(() -> applied(level));
    System.out.printf("applied %d ms after a delivery%n", (System.nanoTime() - from) / 1_000_000);
  }
}
