package dev.skep.controller.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.controller.secrets.SecretFile;
import dev.skep.controller.source.SourceAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebhookTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final Duration USUAL = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(700);

  @TempDir
  Path folder;

  private final AtomicInteger hints = new AtomicInteger();
  private SecretFile secret;
  private Webhook webhook;

  @BeforeEach
  void listen() throws Exception {
    var file = Files.writeString(folder.resolve("secret"), Deliveries.SECRET + "\n");
    secret = new SecretFile("--webhook-secret-file", file);
    webhook = open("git@git.example.org:acme/infra.git#main", USUAL);
  }

  @AfterEach
  void close() {
    webhook.close();
  }

  private Webhook open(String source, Duration longest) {
    var address = (SourceAddress.Repository) SourceAddress.parse(source).get();
    var intake = new Intake(secret, address, hints::incrementAndGet);
    return Webhook.open(ANY_PORT, intake, secret, code -> {}, longest).get();
  }

  private int send(String request) throws IOException {
    try (var socket = Deliveries.connect(webhook.address())) {
      Deliveries.send(socket, request);
      return Deliveries.code(socket);
    }
  }

  private int post(String headers, String body) throws IOException {
    return send(Deliveries.post(headers, body));
  }

  private void looks(String headers, String body) throws IOException {
    int before = hints.get();
    assertThat(post(headers, body)).isEqualTo(200);
    assertThat(hints.get()).isEqualTo(before + 1);
  }

  private void nothing(String request, int code) throws IOException {
    int before = hints.get();
    assertThat(send(request)).isEqualTo(code);
    assertThat(hints.get()).isEqualTo(before);
  }

  @Nested
  class Pushes {
    @Test
    void ofAllThreeHaveTheRepositoryLookedAt() throws Exception {
      looks(Deliveries.github("push", Deliveries.SECRET, Deliveries.GITHUB), Deliveries.GITHUB);
      looks(Deliveries.gitlab("Push Hook", Deliveries.SECRET), Deliveries.GITLAB);
      looks(Deliveries.gitlab("Tag Push Hook", Deliveries.SECRET), Deliveries.GITLAB);
      looks(Deliveries.gitea("push", Deliveries.SECRET, Deliveries.GITEA), Deliveries.GITEA);
    }

    @Test
    void sentAgainAreAHintLikeAnyOther() throws Exception {
      for (int i = 1; i <= 3; i++) {
        assertThat(send(Deliveries.push())).isEqualTo(200);
        assertThat(hints).hasValue(i);
      }
    }

    @Test
    void ofAnotherRepositoryAreNone() throws Exception {
      for (var name : new String[] {"acme/infrared", "evil/infra", "nfra"}) {
        var body = Deliveries.GITHUB.replace("\"acme/infra\"", "\"" + name + "\"");
        nothing(Deliveries.post(Deliveries.github("push", Deliveries.SECRET, body), body), 200);
      }
    }

    @Test
    void ofAnOriginThatWeReadAMirrorOfAreTaken() throws Exception {
      webhook.close();
      webhook = open("https://mirror.example.org/mirrors/other.git", USUAL);
      assertThat(send(Deliveries.push())).isEqualTo(200);
      assertThat(hints).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "payload=%7B%7D",
          "[1]",
          "{\"repository\": 7, \"project\": [\"x\"]}",
          "{\"repository\": {\"full_name\": {\"a\": 1}, \"clone_url\": null}}",
          "{\"repository\": {\"full_name\": \"acme/infra"
        })
    void thatAreNotUnderstoodAreTaken(String body) throws Exception {
      looks(Deliveries.github("push", Deliveries.SECRET, body), body);
    }

    @Test
    void nestedWithoutEndAreTakenAndHarmless() throws Exception {
      var body = "[".repeat(1_000_000);
      looks(Deliveries.github("push", Deliveries.SECRET, body), body);
    }

    @Test
    void newSecretIsReadAnew() throws Exception {
      Files.writeString(secret.path(), "next");
      nothing(Deliveries.push(), 401);
      looks(Deliveries.github("push", "next", Deliveries.GITHUB), Deliveries.GITHUB);
      Files.delete(secret.path());
      nothing(Deliveries.push(), 503);
    }
  }

  @Nested
  class EverythingElse {
    @Test
    void pingIsAnswered() throws Exception {
      var body = "{\"zen\": \"Keep it logically awesome.\", \"hook_id\": 1}";
      nothing(Deliveries.post(Deliveries.github("ping", Deliveries.SECRET, body), body), 200);
      nothing(Deliveries.post(Deliveries.gitlab("Issue Hook", Deliveries.SECRET), body), 200);
    }

    @Test
    void wrongOrMissingSignatureIsRefused() throws Exception {
      var body = Deliveries.GITHUB;
      var right = Deliveries.mac(Deliveries.SECRET, body);
      nothing(Deliveries.post("X-GitHub-Event: push", body), 401);
      nothing(Deliveries.post(Deliveries.github("push", "wrong", body), body), 401);
      nothing(Deliveries.post(Deliveries.gitea("push", "wrong", body), body), 401);
      nothing(Deliveries.post(Deliveries.gitlab("Push Hook", "wrong"), body), 401);
      nothing(Deliveries.post(Deliveries.gitlab("Push Hook", ""), body), 401);
      nothing(Deliveries.post("X-Hub-Signature-256: " + right, body), 401);
      nothing(Deliveries.post("X-Hub-Signature-256: sha1=" + right, body), 401);
      nothing(Deliveries.post("X-Gitea-Signature: " + right.substring(1), body), 401);
      nothing(Deliveries.post("X-Hub-Signature-256: sha256=" + right, body + " "), 401);
    }

    @Test
    void otherPathsAndMethodsAreRefused() throws Exception {
      nothing("GET /webhook HTTP/1.1\r\nHost: x\r\n\r\n", 405);
      nothing(Deliveries.push().replaceFirst("POST", "PUT"), 405);
      nothing(Deliveries.push().replaceFirst("/webhook", "/"), 404);
      nothing(Deliveries.push().replaceFirst("/webhook", "/webhook/x"), 404);
      nothing(Deliveries.push().replaceFirst("/webhook", "/x/../webhook"), 404);
    }

    @Test
    void tooLargeABodyIsRefusedUnread() throws Exception {
      var head = Deliveries.post(Deliveries.gitlab("Push Hook", Deliveries.SECRET), "")
          .replace("Content-Length: 0", "Content-Length: 10000000");
      nothing(head, 413);
    }

    @Test
    void tooLargeABodyOfUnknownLengthIsReadToTheLimit() throws Exception {
      var head = Deliveries.post(Deliveries.gitlab("Push Hook", Deliveries.SECRET), "")
          .replace("Content-Length: 0", "Transfer-Encoding: chunked");
      var chunk = "10000\r\n" + "x".repeat(1 << 16) + "\r\n";
      nothing(head + chunk.repeat(17), 413);
    }

    @Test
    void rubbishDoesNoHarm() throws Exception {
      var random = new Random(20);
      for (int i = 0; i < 200; i++) {
        var bytes = Deliveries.push().getBytes(StandardCharsets.UTF_8);
        for (int j = 0; j <= i % 20; j++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        try (var socket = Deliveries.connect(webhook.address())) {
          socket.getOutputStream().write(bytes);
        } catch (IOException e) {
          assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
      }
      send("POST mailto:x HTTP/1.1\r\nHost: x\r\n\r\n");
      hints.set(0);
      looks(Deliveries.gitlab("Push Hook", Deliveries.SECRET), Deliveries.GITLAB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "POST /webhook HTTP/1.1\r\nHost", "BODY"})
    void slowSendersHoldNoThread(String text) throws Exception {
      webhook.close();
      webhook = open("file:///srv/infra.git", SHORT);
      var body = Deliveries.push().substring(0, Deliveries.push().length() - 1);
      var slow = new ArrayList<Socket>();
      try {
        for (int i = 0; i < 10; i++) {
          var socket = Deliveries.connect(webhook.address());
          slow.add(socket);
          Deliveries.send(socket, text.equals("BODY") ? body : text);
        }
        assertThat(send(Deliveries.push())).isEqualTo(200);
        for (var socket : slow) assertThat(socket.getInputStream().read()).isEqualTo(-1);
      } finally {
        for (var socket : slow) socket.close();
      }
      assertThat(hints).hasValue(1);
    }

    @Test
    void portThatIsTakenIsToldWithTheMend() {
      var address = (SourceAddress.Repository)
          SourceAddress.parse("file:///srv/infra.git").get();
      assertThat(Webhook.open(webhook.address(), secret, address, () -> {}, code -> {})
              .getLeft())
          .startsWith("cannot listen on ")
          .endsWith("; give another --webhook-listen ADDR:PORT");
    }

    @Test
    void nothingIsLeftWhenClosed() throws Exception {
      send(Deliveries.push());
      webhook.close();
      await()
          .until(() -> Thread.getAllStackTraces().keySet().stream()
              .noneMatch(t -> t.getName().startsWith("webhook")));
    }
  }
}
