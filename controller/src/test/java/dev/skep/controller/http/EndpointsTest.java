package dev.skep.controller.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.controller.http.Endpoints.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EndpointsTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<Page> page = new AtomicReference<>(Page.plain(200, "well\n"));
  private final Endpoints endpoints = Endpoints.open(
          ANY_PORT, "--http-listen", Map.of("/b", page::get, "/a", () -> Page.plain(200, "a")))
      .get();

  @AfterEach
  void close() {
    endpoints.close();
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + endpoints.address().getPort() + path);
    var request = HttpRequest.newBuilder(uri)
        .method(method, HttpRequest.BodyPublishers.noBody())
        .build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void eachPageIsAsItIsNow() throws Exception {
    assertThat(ask("GET", "/b").body()).isEqualTo("well\n");
    page.set(new Page(503, "text/x", "unwell: ä\n"));
    var now = ask("GET", "/b?x=1");
    assertThat(now.statusCode()).isEqualTo(503);
    assertThat(now.body()).isEqualTo("unwell: ä\n");
    assertThat(now.headers().firstValue("Content-Type")).contains("text/x");
    assertThat(now.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void whoAsksForTheHeadGetsNoMore() throws Exception {
    var head = ask("HEAD", "/b");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void whatIsNotThereIsToldWithWhatIs() throws Exception {
    var answer = ask("GET", "/");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("only /a, /b\n");
    assertThat(ask("GET", "/a/").statusCode()).isEqualTo(404);
  }

  @Test
  void nothingIsWritten() throws Exception {
    for (var method : new String[] {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
      var answer = ask(method, "/a");
      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }
  }

  @Test
  void aPageThatFailsCostsThatCallAlone() throws Exception {
    page.set(null);
    try (var socket = Deliveries.connect(endpoints.address())) {
      Deliveries.send(socket, "GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(Deliveries.code(socket)).isEqualTo(-1);
    }
    assertThat(ask("GET", "/a").statusCode()).isEqualTo(200);
  }

  /** In less time than any of them is given. */
  @Test
  @Timeout(8)
  void whoSaysNothingHoldsNoThread() throws Exception {
    var silent = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 20; i++) {
        silent.add(Deliveries.connect(endpoints.address()));
        if (i % 2 == 0) Deliveries.send(silent.getLast(), "GET /a HTT");
      }
      assertThat(ask("GET", "/a").body()).isEqualTo("a");
    } finally {
      for (var socket : silent) socket.close();
    }
  }

  @Test
  void portThatIsTakenIsToldWithTheMend() {
    assertThat(Endpoints.open(endpoints.address(), "--http-listen", Map.of()).getLeft())
        .isEqualTo("cannot listen on 127.0.0.1:" + endpoints.address().getPort()
            + " (Address already in use); give another --http-listen ADDR:PORT");
  }

  @Test
  void nothingIsLeftWhenClosed() throws IOException {
    endpoints.close();
    await()
        .until(() -> Thread.getAllStackTraces().keySet().stream()
            .noneMatch(t -> t.getName().startsWith("http-")));
  }
}
