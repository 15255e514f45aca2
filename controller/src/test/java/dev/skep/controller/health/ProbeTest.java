package dev.skep.controller.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.controller.http.Endpoints;
import dev.skep.controller.http.Endpoints.Page;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the engine's health check concludes. */
class ProbeTest {
  private static boolean asked(int code) {
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var listening = Endpoints.open(
            at, "--http-listen", Map.of("/healthz", () -> Page.plain(code, "as it is\n")))
        .get()) {
      var port = listening.address().getPort();
      return Probe.ask(Map.of("SKEP_HTTP_LISTEN", "0.0.0.0:" + port));
    }
  }

  @Test
  void aControllerThatIsWellIs() {
    assertThat(asked(200)).isTrue();
  }

  @Test
  void oneThatHangsIsNot() {
    assertThat(asked(503)).isFalse();
  }

  @Test
  void norOneThatDoesNotAnswer() {
    assertThat(Probe.ask(Map.of("SKEP_HTTP_LISTEN", "127.0.0.1:1"))).isFalse();
    assertThat(Probe.ask(Map.of("SKEP_HTTP_LISTEN", "nonsense"))).isFalse();
  }

  @Test
  void whoIsNotToAnswerIsNotAsked() {
    assertThat(Probe.ask(Map.of("SKEP_HTTP_LISTEN", "off"))).isTrue();
  }
}
