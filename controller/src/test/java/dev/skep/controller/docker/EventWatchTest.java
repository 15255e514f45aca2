package dev.skep.controller.docker;

import static dev.skep.proxy.StubEngine.chunked;
import static dev.skep.proxy.StubEngine.endless;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skep.proxy.StubEngine;
import dev.skep.proxy.StubEngine.Answer;
import dev.skep.reconciler.News;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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

  private static String named(String type, String attribute, String name) {
    return "{\"Type\":\"" + type + "\",\"Action\":\"create\",\"Actor\":{\"Attributes\":{\""
        + attribute + "\":\"" + name + "\"}}}";
  }

  private interface Check {
    void on(StubEngine engine, AtomicInteger hints) throws Exception;
  }

  private void watching(Answer answer, Check check) throws Exception {
    var hints = new AtomicInteger();
    try (var engine = StubEngine.unix(folder.resolve("s"), request -> answer);
        var swarm = DockerSwarm.at(new EngineAddress(URI.create(engine.host()), "the test"))
            .get();
        var watch = swarm.watch(news -> hints.incrementAndGet())) {
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
  void servicesAndConfigsAreNamedAndSoIsTheServiceOfAContainer() {
    assertThat(EventWatch.news(named("service", "name", "shop_web")))
        .contains(new News(News.Kind.SERVICE, "shop_web"));
    assertThat(EventWatch.news(named("config", "name", "shop_settings")))
        .contains(new News(News.Kind.CONFIG, "shop_settings"));
    var died = named("container", "com.docker.swarm.service.name", "shop_web");
    assertThat(EventWatch.news(died.replace("create", "die")))
        .contains(new News(News.Kind.SERVICE, "shop_web"));
    assertThat(EventWatch.news(died)).isEmpty();
  }

  @Test
  void whatElseHappensMayConcernAnybody() {
    for (var type : List.of("node", "network", "secret")) {
      assertThat(EventWatch.news(named(type, "name", "shop_x"))).contains(News.OF_ANYTHING);
    }
    assertThat(EventWatch.news("{\"Type\":\"container\",\"Action\":\"die\"}"))
        .contains(News.OF_ANYTHING);
    assertThat(EventWatch.news("no event")).isEmpty();
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
