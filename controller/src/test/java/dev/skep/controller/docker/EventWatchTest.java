package dev.skep.controller.docker;

import static dev.skep.proxy.StubEngine.chunked;
import static dev.skep.proxy.StubEngine.endless;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.proxy.StubEngine;
import dev.skep.proxy.StubEngine.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EventWatchTest {
  @TempDir
  Path folder;

  private static byte[] event(String type, String action) {
    var json = "{\"Type\":\"" + type + "\",\"Action\":\"" + action + "\"}\n";
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static String named(String type, String name) {
    return "{\"Type\":\"" + type + "\",\"Action\":\"create\",\"Actor\":{\"Attributes\":{\"name\":\""
        + name + "\"}}}";
  }

  private interface Check {
    void on(StubEngine engine, AtomicInteger hints) throws Exception;
  }

  private void watching(Answer answer, Check check) throws Exception {
    var hints = new AtomicInteger();
    try (var engine = StubEngine.unix(folder.resolve("s"), request -> answer);
        var swarm = DockerSwarm.at(new EngineAddress(URI.create(engine.host()), "the test"))
            .get();
        var watch = swarm.watch(hints::incrementAndGet)) {
      assertThat(watch).isNotNull();
      check.on(engine, hints);
    }
  }

  @Test
  void hintsAtTheStartAtEachChangeAndAtTheEndOfAContainer() throws Exception {
    var events = endless(
        event("service", "update"), event("container", "create"), event("container", "die"));
    watching(events, (engine, hints) -> {
      await().until(() -> hints.get() == 3);
      assertThat(engine.requests().getFirst().path()).startsWith("/v1.41/events?filters=");
    });
  }

  @Test
  void hintsWhenANetworkHasEndedOnThisNodeAndNotWhenAContainerIsTidiedAway() throws Exception {
    var events = endless(event("network", "destroy"), event("container", "destroy"));
    watching(events, (engine, hints) -> {
      await().until(() -> hints.get() == 2);
      assertThat(engine.requests().getFirst().path()).contains("destroy");
    });
  }

  @Test
  void renewalsOfLeasesAndLogsAreNoNewsOtherConfigsAre() {
    assertThat(EventWatch.matters(named("config", "skep-lease-team-abc"))).isFalse();
    assertThat(EventWatch.matters(named("config", "skep-log-abc-1"))).isFalse();
    assertThat(EventWatch.matters(named("config", "skep-attempt-abc-1"))).isTrue();
    assertThat(EventWatch.matters(named("config", "shop_settings"))).isTrue();
    assertThat(EventWatch.matters(named("service", "skep-log-abc-1"))).isTrue();
  }

  @Test
  void connectsAgainWhenTheStreamEndsAndHintsBecauseSomethingMayHaveBeenMissed() throws Exception {
    watching(chunked(event("node", "update")), (engine, hints) -> {
      await().until(() -> engine.requests().size() >= 2);
      await().until(() -> hints.get() >= 4);
    });
  }

  @Test
  void closingEndsAQuietStreamAtOnce() throws Exception {
    watching(endless(event("node", "update")), (engine, hints) -> {
      await().until(() -> hints.get() == 2);
    });
    await()
        .until(() -> Thread.getAllStackTraces().keySet().stream()
            .noneMatch(t -> t.getName().equals("engine-events")));
  }
}
