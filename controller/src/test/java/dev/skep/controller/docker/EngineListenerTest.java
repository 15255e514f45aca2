package dev.skep.controller.docker;

import static dev.skep.proxy.StubEngine.complaint;
import static dev.skep.proxy.StubEngine.drop;
import static dev.skep.proxy.StubEngine.hang;
import static dev.skep.proxy.StubEngine.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.proxy.StubEngine;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EngineListenerTest {
  private static final Duration BRIEF = Duration.ofMillis(400);
  private static final Deadlines SHORT = new Deadlines(BRIEF, BRIEF, BRIEF, BRIEF);

  @TempDir
  Path folder;

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final EngineListener listener = new EngineListener() {
    @Override
    public void called(String method, String code, Duration took) {
      assertThat(took).isPositive();
      heard.add(method + " " + code);
    }

    @Override
    public void lookedUp(String answer) {
      heard.add(answer);
    }
  };

  private StubEngine stub(StubEngine.Answer answer) {
    return StubEngine.unix(folder.resolve("s"), request -> answer);
  }

  private DockerSwarm swarm(String host) {
    var swarm =
        DockerSwarm.at(new EngineAddress(URI.create(host), "the test"), SHORT).get();
    swarm.listen(listener);
    return swarm;
  }

  @Test
  void hearsOfEveryAnswerWithItsClass() {
    try (var engine = stub(reply(200, "[]"));
        var swarm = swarm(engine.host())) {
      swarm.nodes();
      swarm.removeService("x");
      swarm.serviceLog("x", 1);
    }
    assertThat(heard).containsExactly("GET 2xx", "GET 2xx", "DELETE 2xx", "GET 2xx");
  }

  @Test
  void hearsOfRefusals() {
    try (var engine = stub(complaint(409, "name conflicts with an existing object"));
        var swarm = swarm(engine.host())) {
      swarm.removeService("x");
    }
    assertThat(heard).containsExactly("GET 2xx", "DELETE 4xx");
  }

  @Test
  void hearsWhyThereWasNoAnswer() {
    try (var swarm = swarm("unix://" + folder.resolve("none"))) {
      swarm.nodes();
    }
    assertThat(heard).containsExactly("GET never_sent");
    heard.clear();
    try (var engine = stub(hang());
        var swarm = swarm(engine.host())) {
      swarm.nodes();
    }
    assertThat(heard).containsExactly("GET 2xx", "GET timed_out");
  }

  @Test
  void hearsOfConnectionsThatBreakAndSeesTheBreakerOpen() {
    try (var engine = stub(drop());
        var swarm = swarm(engine.host())) {
      assertThat(swarm.breaker()).isEqualTo("closed");
      for (int i = 0; i < 4; i++) swarm.removeService("x");
      assertThat(swarm.breaker()).isEqualTo("open");
    }
    assertThat(heard).contains("DELETE broken").hasSize(6);
  }

  @Test
  void hearsWhatRegistriesSay() {
    try (var engine = stub(complaint(401, "unauthorized"));
        var swarm = swarm(engine.host())) {
      swarm.images(Set.of("registry.example.org/a:1"));
    }
    assertThat(heard).containsExactly("GET 2xx", "GET 4xx", "no_login");
  }
}
