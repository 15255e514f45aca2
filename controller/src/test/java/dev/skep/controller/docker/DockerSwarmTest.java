package dev.skep.controller.docker;

import static dev.skep.proxy.StubEngine.complaint;
import static dev.skep.proxy.StubEngine.drop;
import static dev.skep.proxy.StubEngine.hang;
import static dev.skep.proxy.StubEngine.reply;
import static dev.skep.proxy.StubEngine.truncated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import dev.skep.model.DesiredPayload.Kind;
import dev.skep.model.Tree;
import dev.skep.proxy.StubEngine;
import dev.skep.proxy.StubEngine.Answer;
import dev.skep.proxy.StubEngine.Request;
import dev.skep.reconciler.SwarmFault;
import io.vavr.control.Either;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DockerSwarmTest {
  private static final Duration BRIEF = Duration.ofMillis(400);
  private static final Deadlines SHORT = new Deadlines(BRIEF, BRIEF, BRIEF, BRIEF);

  @TempDir
  Path folder;

  private StubEngine engine;
  private DockerSwarm swarm;

  private DockerSwarm before(Function<Request, Answer> script) {
    engine = StubEngine.unix(folder.resolve("s"), script);
    return swarm = swarmAt(engine.host());
  }

  private static DockerSwarm swarmAt(String host) {
    return DockerSwarm.at(new EngineAddress(URI.create(host), "the test"), SHORT)
        .get();
  }

  @AfterEach
  void close() {
    if (swarm != null) swarm.close();
    if (engine != null) engine.close();
  }

  private static SwarmFault fault(Either<SwarmFault, ?> result) {
    assertThat(result.isLeft()).as("%s", result).isTrue();
    return result.getLeft();
  }

  @Nested
  class WhenTheEngineIsNotThere {
    @Test
    void anAbsentSocketIsUnreachableAndTheMessageTellsTheMend() {
      swarm = swarmAt("unix://" + folder.resolve("none"));
      assertThat(fault(swarm.services(Map.of())))
          .asInstanceOf(type(SwarmFault.Unreachable.class))
          .extracting(SwarmFault.Unreachable::message)
          .asString()
          .contains("no engine at unix://")
          .contains("give --host");
    }

    @Test
    void aWriteThatWasNeverSentIsNotInDoubt() {
      swarm = swarmAt("tcp://127.0.0.1:1");
      assertThat(fault(swarm.removeService("x"))).isInstanceOf(SwarmFault.Unreachable.class);
    }

    @Test
    void afterThreeFailuresTheNextIsToldAtOnceAndStillSaysWhy() {
      before(request -> hang());
      for (int i = 0; i < 3; i++) fault(swarm.nodes());
      int asked = engine.requests().size();
      assertThat(fault(swarm.nodes()).message()).contains("no answer").contains("asked again");
      assertThat(engine.requests()).hasSize(asked);
    }
  }

  @Nested
  class Logins {
    private static final Tree.Obj SPEC = Tree.Obj.EMPTY.with(
        List.of("TaskTemplate", "ContainerSpec", "Image"), Tree.of("reg.example:5000/app:1"));

    private List<String> sent(boolean send) throws IOException {
      Files.writeString(
          folder.resolve("config.json"),
          "{\"auths\":{\"reg.example:5000\":{\"auth\":\"bGFiOmhvbmV5\"}}}");
      engine = StubEngine.unix(folder.resolve("s"), request -> reply(201, "{\"ID\":\"x\"}"));
      swarm = DockerSwarm.at(
              new EngineAddress(URI.create(engine.host()), "the test"),
              SHORT,
              () -> DefaultDockerClientConfig.createDefaultConfigBuilder()
                  .withDockerHost(engine.host())
                  .withDockerConfig(folder.toString())
                  .build())
          .get();
      swarm.sendLogins(send);
      swarm.createService(SPEC).get();
      swarm.updateService("x", 1, SPEC).get();
      return engine.headers("X-Registry-Auth");
    }

    @Test
    void goWithEveryWriteOfAService() throws IOException {
      assertThat(sent(true)).hasSize(2).noneMatch(String::isEmpty);
    }

    @Test
    void stayAtHomeWhereTheyAreNotWanted() throws IOException {
      assertThat(sent(false)).containsExactly("", "");
    }
  }

  @Nested
  class WhenAnAnswerDoesNotCome {
    @Test
    void aHungReadEndsWithItsDeadlineAsUnreachable() {
      before(request -> hang());
      assertThat(fault(swarm.services(Map.of()))).isInstanceOf(SwarmFault.Unreachable.class);
    }

    @Test
    void aHungWriteEndsWithItsDeadlineAsUnknown() {
      before(request -> hang());
      assertThat(fault(swarm.updateService("x", 1, Tree.Obj.EMPTY)))
          .isInstanceOf(SwarmFault.OutcomeUnknown.class);
    }

    @Test
    void aWriteWhoseConnectionBreaksIsUnknownAndSentOnce() {
      before(request -> drop());
      assertThat(fault(swarm.createService(Tree.Obj.EMPTY)))
          .isInstanceOf(SwarmFault.OutcomeUnknown.class);
      assertThat(engine.requests()).hasSize(1);
    }

    @Test
    void noWriteIsEverRepeatedByTheTransport() {
      before(request -> request.method().equals("DELETE") ? drop() : complaint(503, "rpc error:"));
      assertThat(fault(swarm.removeService("x"))).isInstanceOf(SwarmFault.OutcomeUnknown.class);
      assertThat(fault(swarm.createNetwork(Tree.Obj.EMPTY)))
          .isInstanceOf(SwarmFault.OutcomeUnknown.class);
      assertThat(engine.requests()).extracting(Request::method).containsExactly("DELETE", "POST");
    }

    @Test
    void aTruncatedListIsNoShorterList() {
      before(request -> truncated("[]"));
      assertThat(fault(swarm.services(Map.of()))).isInstanceOf(SwarmFault.Unreachable.class);
    }

    @Test
    void aTruncatedAnswerToACreateIsUnknown() {
      before(request -> truncated("{\"ID\":\"x\"}"));
      assertThat(fault(swarm.createService(Tree.Obj.EMPTY)))
          .isInstanceOf(SwarmFault.OutcomeUnknown.class);
    }

    @Test
    void whatIsNotJsonIsNoEmptyList() {
      before(request -> reply(200, "<html>"));
      assertThat(fault(swarm.tasks(Map.of()))).isInstanceOf(SwarmFault.Unreachable.class);
    }

    @Test
    void anInterruptedCallerIsLetGoAndStaysInterrupted() {
      before(request -> hang());
      Thread.currentThread().interrupt();
      assertThat(fault(swarm.removeService("x"))).isNotNull();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Nested
  class Versions {
    @Test
    void everyPathCarriesTheNegotiatedVersion() {
      before(request -> reply(200, "[]"));
      swarm.nodes();
      assertThat(engine.requests().getFirst().path()).isEqualTo("/v1.41/nodes");
    }

    @Test
    void aNewerEngineIsAskedInTheNewestTestedVersion() {
      before(request -> reply(200, "[]"));
      engine.speaking("1.99");
      swarm.nodes();
      assertThat(engine.requests().getFirst().path()).isEqualTo("/v1.51/nodes");
    }

    @Test
    void afterAFailureItIsNegotiatedAgain() {
      before(request -> request.path().startsWith("/v1.41") ? drop() : reply(200, "[]"));
      fault(swarm.removeService("x"));
      engine.speaking("1.45");
      assertThat(swarm.nodes().isRight()).isTrue();
    }

    @Test
    void anEngineThatIsTooOldIsRefusedWithTheOneThatIsNeeded() {
      before(request -> reply(200, "[]")).nodes();
      engine.speaking("1.40");
      swarm.close();
      swarm = swarmAt(engine.host());
      assertThat(fault(swarm.nodes()).message()).contains("20.10 or newer");
    }
  }

  @Nested
  class WhoAnswers {
    private SwarmFault about(String info) {
      before(request -> reply(200, info));
      return fault(DockerSwarm.connect(new EngineAddress(URI.create(engine.host()), "the test")));
    }

    @Test
    void anEngineWithoutSwarmIsRefusedWithTheMend() {
      assertThat(about("{\"Swarm\":{\"LocalNodeState\":\"inactive\"}}"))
          .isInstanceOf(SwarmFault.NotManager.class)
          .extracting(SwarmFault::message)
          .asString()
          .contains("docker swarm init");
    }

    @Test
    void aWorkerIsRefusedWithTheMend() {
      assertThat(about("{\"Swarm\":{\"LocalNodeState\":\"active\",\"ControlAvailable\":false}}"))
          .isInstanceOf(SwarmFault.NotManager.class)
          .extracting(SwarmFault::message)
          .asString()
          .contains("is a Swarm worker");
    }

    @Test
    void aManagerThatIsNotReadyYetIsOnlyUnreachable() {
      assertThat(about("{\"Swarm\":{\"LocalNodeState\":\"pending\",\"Error\":\"wait\"}}"))
          .isInstanceOf(SwarmFault.Unreachable.class);
      close();
      assertThat(about("{\"Swarm\":{\"LocalNodeState\":\"active\",\"ControlAvailable\":true}}"))
          .isInstanceOf(SwarmFault.Unreachable.class);
    }
  }

  @Nested
  class Requests {
    @Test
    void namesThatOnlyContainTheOneAskedForAreLeftOut() {
      before(request -> reply(
          200,
          "[{\"ID\":\"1\",\"Spec\":{\"Name\":\"a\"}},{\"ID\":\"2\",\"Spec\":{\"Name\":\"ab\"}}]"));
      assertThat(swarm.payloadsNamed(Kind.CONFIG, Set.of("a")).get())
          .extracting(p -> p.id())
          .containsExactly("1");
      assertThat(swarm.payloadsNamed(Kind.CONFIG, Set.of()).get()).isEmpty();
      assertThat(engine.requests()).hasSize(1);
    }

    @Test
    void tasksThatAreAsTheyWereAreTheSameList() {
      before(request -> reply(200, "[{\"ID\":\"t\",\"ServiceID\":\"s\"}]"));
      var tasks = swarm.tasksOf(Set.of("s")).get();
      assertThat(tasks).hasSize(1);
      assertThat(swarm.tasksOf(Set.of("s")).get()).isSameAs(tasks);
    }

    @Test
    void aLostRaceIsStaleWhateverTheStatus() {
      before(request -> complaint(500, "rpc error: code = Unknown desc = update out of sequence"));
      assertThat(fault(swarm.relabelPayload(Kind.CONFIG, "i", 7, "n", Map.of("a", "b"))))
          .isInstanceOf(SwarmFault.Stale.class);
      assertThat(engine.requests())
          .containsExactly(new Request(
              "POST",
              "/v1.41/configs/i/update?version=7",
              "{\"Labels\":{\"a\":\"b\"},\"Name\":\"n\"}"));
    }

    @Test
    void refusalsDoNotOpenTheBreaker() {
      before(request -> complaint(400, "no"));
      for (int i = 0; i < 10; i++)
        assertThat(fault(swarm.removeService("x"))).isInstanceOf(SwarmFault.Rejected.class);
    }

    @Test
    void callsAndWritesAreCounted() {
      before(request -> reply(200, "[]"));
      swarm.nodes();
      swarm.removeService("x");
      assertThat(List.of(swarm.calls(), swarm.writes())).containsExactly(3L, 1L);
    }

    @Test
    void unknownFieldsOfASpecAreKept() {
      var services = "[{\"ID\":\"1\",\"Version\":{\"Index\":9},\"Spec\":{\"New\":[1.5,null,true]},"
          + "\"PreviousSpec\":{\"a\":1},\"ServiceStatus\":{\"RunningTasks\":1,\"DesiredTasks\":2}}]";
      before(request -> reply(200, services));
      var service = swarm.services(Map.of("k", "v", "bare", "")).get().getFirst();
      assertThat(service.spec().canonical()).isEqualTo("{\"New\":[1.5,null,true]}");
      assertThat(Optional.of(service.desiredTasks())).contains(2);
      assertThat(engine.requests().getFirst().path())
          .contains("status=true&filters=%7B%22label%22%3A%5B%22bare%22%2C%22k%3Dv%22%5D%7D");
    }
  }
}
