package dev.skep.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.http.Endpoints.Page;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HttpOptionsTest {
  private static final Map<String, Supplier<Page>> PAGES =
      Map.of("/a", () -> Page.plain(200, "a"), "/b", () -> Page.plain(503, "b"));

  private ServerSocket other;
  private String taken;
  private HttpOptions http;

  @BeforeEach
  void somebodyHasTheAddress() throws Exception {
    other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    taken = "127.0.0.1:" + other.getLocalPort();
    http = new HttpOptions(taken);
  }

  @AfterEach
  void close() throws Exception {
    http.close();
    other.close();
  }

  private int code(String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://" + taken + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
  }

  private void given(String address) {
    CommandLine.populateCommand(http, "--http-listen", address);
  }

  @Test
  void theUsualAddressIsDoneWithoutUntilItIsFree() throws Exception {
    assertThat(http.open(PAGES).isRight()).isTrue();
    http.again();
    other.close();
    http.again();
    assertThat(code("/a")).isEqualTo(200);
    assertThat(code("/b")).isEqualTo(503);
  }

  @Test
  void anAddressThatWasAskedForIsHadOrRefused() {
    given(taken);
    assertThat(http.open(PAGES).getLeft())
        .isEqualTo("cannot listen on " + taken
            + " (Address already in use); give another --http-listen ADDR:PORT");
    given("here");
    assertThat(http.open(PAGES).getLeft()).startsWith("--http-listen 'here' is no address");
  }

  @Test
  void nothingListensThatWasSwitchedOff() throws Exception {
    given("off");
    assertThat(http.off()).isTrue();
    other.close();
    http.again();
    try (var free = new ServerSocket(other.getLocalPort(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(free.isBound()).isTrue();
    }
  }
}
