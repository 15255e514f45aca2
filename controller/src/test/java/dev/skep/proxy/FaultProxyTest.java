package dev.skep.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skep.proxy.StubEngine.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FaultProxyTest {
  @TempDir
  Path folder;

  private StubEngine engine;
  private FaultProxy proxy;

  @BeforeEach
  void start() {
    engine = StubEngine.unix(folder.resolve("engine"), request -> switch (request.path()) {
      case "/chunked" -> StubEngine.chunked("a".getBytes(), "bc".getBytes());
      case "/stream" -> StubEngine.endless("first\n".getBytes(), "second\n".getBytes());
      default -> StubEngine.reply(200, request.method() + " " + request.body());
    });
    proxy = FaultProxy.before(engine.host(), folder.resolve("proxy"));
  }

  @AfterEach
  void stop() {
    proxy.close();
    engine.close();
  }

  /** A client on one connection. */
  private final class Client implements AutoCloseable {
    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;

    Client() throws IOException {
      channel = Listener.connect(URI.create(proxy.host()));
      in = Channels.newInputStream(channel);
      out = Channels.newOutputStream(channel);
    }

    String ask(String method, String path, String body) throws IOException {
      send(method, path, body);
      var head = HttpHead.read(in).orElseThrow(() -> new IOException("closed"));
      var answer = new ByteArrayOutputStream();
      HttpBody.copyAnswer(head, method, in, answer);
      return head.status() + " " + answer.toString(StandardCharsets.UTF_8);
    }

    void send(String method, String path, String body) throws IOException {
      var text = method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length()
          + "\r\n\r\n" + body;
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  @Test
  void putsAnotherBodyInThePlaceOfTheEnginesOwn() throws IOException {
    proxy.once(r -> r.path().equals("/chunked"), new Fault.Rewrite(body -> body + "d"));
    try (var client = new Client()) {
      assertThat(client.ask("GET", "/chunked", "")).isEqualTo("200 abcd");
      assertThat(client.ask("GET", "/chunked", "")).startsWith("200 ").doesNotContain("d");
    }
    assertThat(engine.requests()).hasSize(2);
  }

  @Test
  void forwardsAndLogsEveryRequestOfAConnection() throws IOException {
    try (var client = new Client()) {
      assertThat(client.ask("POST", "/v1.41/x/create?a=b", "hello")).isEqualTo("200 POST hello");
      assertThat(client.ask("GET", "/chunked", "")).contains("a").contains("bc");
      assertThat(client.ask("DELETE", "/x", "")).isEqualTo("200 DELETE ");
    }
    assertThat(proxy.requests()).isEqualTo(3);
    assertThat(proxy.writes()).isEqualTo(2);
    // How long an answer was, the proxy notes after it has passed it on.
    await()
        .untilAsserted(() -> assertThat(proxy.log())
            .containsExactly(
                new Exchange(1, 1, "POST", "/x/create?a=b", 200, 10),
                new Exchange(2, 0, "GET", "/chunked", 200, 3),
                new Exchange(3, 2, "DELETE", "/x", 200, 7)));
  }

  @Test
  void aStreamIsPassedOnAsItComes() throws IOException {
    try (var client = new Client()) {
      client.send("GET", "/stream", "");
      HttpHead.read(client.in);
      assertThat(new String(client.in.readNBytes(22), StandardCharsets.US_ASCII))
          .isEqualTo("6\r\nfirst\n\r\n7\r\nsecond\n\r");
    }
  }

  @Test
  void theNthWriteIsDroppedBeforeTheEngineSeesIt() throws IOException {
    proxy.onWrite(2, new Fault.DropBefore());
    try (var client = new Client()) {
      client.ask("POST", "/1", "");
      client.ask("GET", "/read", "");
      assertThatThrownBy(() -> client.ask("POST", "/2", "")).isInstanceOf(IOException.class);
    }
    assertThat(engine.requests()).extracting(Request::path).containsExactly("/1", "/read");
    assertThat(proxy.log().getLast().status()).isZero();
  }

  @Test
  void aWriteWhoseAnswerIsDroppedWasDone() throws IOException {
    proxy.once(request -> request.path().equals("/x"), new Fault.DropAnswer());
    try (var client = new Client()) {
      assertThatThrownBy(() -> client.ask("POST", "/x", "")).isInstanceOf(IOException.class);
    }
    assertThat(engine.requests()).extracting(Request::path).containsExactly("/x");
    try (var client = new Client()) {
      assertThat(client.ask("POST", "/x", "")).isEqualTo("200 POST ");
    }
  }

  @Test
  void anAnswerInTheEnginesPlaceLeavesTheConnectionUsable() throws IOException {
    proxy.always(Exchange::isWrite, new Fault.Answer(500, "no leader"));
    try (var client = new Client()) {
      assertThat(client.ask("POST", "/x", "")).isEqualTo("500 no leader");
      assertThat(client.ask("GET", "/y", "")).isEqualTo("200 GET ");
      proxy.behave();
      assertThat(client.ask("POST", "/z", "")).isEqualTo("200 POST ");
    }
    assertThat(engine.requests()).extracting(Request::path).containsExactly("/y", "/z");
  }

  @Test
  void aPausedRequestWaitsForItsRelease() throws Exception {
    var gate = new Fault.Gate();
    proxy.onWrite(1, new Fault.Pause(gate));
    try (var client = new Client()) {
      var answer = CompletableFuture.supplyAsync(() -> {
        try {
          return client.ask("POST", "/x", "");
        } catch (IOException e) {
          return e.toString();
        }
      });
      await().until(gate::reached);
      assertThat(engine.requests()).isEmpty();
      gate.release();
      assertThat(answer.get()).isEqualTo("200 POST ");
    }
  }

  @Test
  void actionsRunBeforeAndAfterTheEngineHasSeenTheRequest() throws IOException {
    var seen = new AtomicInteger(-1);
    proxy.onWrite(1, new Fault.Before(() -> seen.set(engine.requests().size())));
    proxy.onWrite(2, new Fault.After(() -> seen.set(engine.requests().size())));
    try (var client = new Client()) {
      client.ask("POST", "/x", "");
      assertThat(seen).hasValue(0);
      client.ask("POST", "/y", "");
      assertThat(seen).hasValue(2);
    }
  }

  @Test
  void anActionRunsWhenTheClientHasItsAnswer() throws IOException {
    var ran = new CountDownLatch(1);
    proxy.onWrite(1, new Fault.Answered(ran::countDown));
    try (var client = new Client()) {
      assertThat(client.ask("POST", "/x", "")).isEqualTo("200 POST ");
      await().until(() -> ran.getCount() == 0);
    }
  }

  @Test
  void anActionMayComeFirstAndAFaultThen() {
    var ran = new CountDownLatch(1);
    proxy.onWrite(1, new Fault.First(ran::countDown, new Fault.DropBefore()));
    assertThatThrownBy(() -> {
          try (var client = new Client()) {
            client.ask("POST", "/x", "");
          }
        })
        .isInstanceOf(IOException.class);
    assertThat(ran.getCount()).isZero();
    assertThat(engine.requests()).isEmpty();
  }

  @Test
  void aDelayedRequestIsAnsweredLater() throws IOException {
    proxy.onWrite(1, new Fault.Delay(Duration.ofMillis(200)));
    long begun = System.nanoTime();
    try (var client = new Client()) {
      assertThat(client.ask("POST", "/x", "")).isEqualTo("200 POST ");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(199));
  }

  @Test
  void anEngineThatIsGoneBreaksTheConnection() throws IOException {
    engine.close();
    try (var client = new Client()) {
      assertThatThrownBy(() -> client.ask("GET", "/x", "")).isInstanceOf(IOException.class);
    }
  }
}
