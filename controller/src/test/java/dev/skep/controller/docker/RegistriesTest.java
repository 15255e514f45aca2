package dev.skep.controller.docker;

import static dev.skep.proxy.StubEngine.complaint;
import static dev.skep.proxy.StubEngine.drop;
import static dev.skep.proxy.StubEngine.hang;
import static dev.skep.proxy.StubEngine.reply;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import dev.skep.model.LockedImage;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RegistriesTest {
  private static final Duration BRIEF = Duration.ofMillis(400);
  private static final String APP = "reg.example:5000/shop/app:1";
  private static final Answer DEAD =
      complaint(500, "dial tcp 10.0.0.1:5000: connect: connection refused");

  private final AtomicLong now = new AtomicLong();

  @TempDir
  Path folder;

  private volatile Answer answer = found("sha256:1");
  private StubEngine stub;
  private Transport transport;
  private Engine engine;
  private Registries registries;

  private static Answer found(String digest) {
    return reply(200, "{\"Descriptor\":{\"digest\":\"" + digest + "\"},\"Platforms\":[]}");
  }

  private static Either<SwarmFault, LockedImage> locked(String digest) {
    return Either.right(new LockedImage(digest, List.of()));
  }

  private void start() {
    start(request -> request.path().contains("/distribution/") ? answer : reply(200, "[]"));
  }

  private void start(Function<Request, Answer> script) {
    stub = StubEngine.unix(folder.resolve("s"), script);
    transport =
        new Transport(new EngineAddress(URI.create(stub.host()), "the test"), Optional.empty());
    var deadlines = new Deadlines(BRIEF, BRIEF, BRIEF, BRIEF);
    engine = new Engine(transport, deadlines);
    var credentials = new Credentials(this::config, new CredentialHelpers("", now::get));
    // The first time takes longer than these tests wait.
    credentials.headersFor(APP);
    registries = new Registries(engine, credentials, deadlines, now::get);
  }

  private DefaultDockerClientConfig config() {
    return DefaultDockerClientConfig.createDefaultConfigBuilder()
        .withDockerHost(stub.host())
        .withDockerConfig(folder.toString())
        .build();
  }

  @AfterEach
  void close() {
    registries.close();
    transport.close();
    stub.close();
  }

  private Either<SwarmFault, LockedImage> ask(String name) {
    return registries.images(Set.of(name)).get(name);
  }

  private void pass(int seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private int asked() {
    return stub.requests().size();
  }

  private static Set<String> hundred(String form) {
    return IntStream.range(0, 100).mapToObj(form::formatted).collect(toSet());
  }

  @Nested
  class Asking {
    @Test
    void slashesOfANameStayAndAllElseIsEscaped() {
      start();
      assertThat(ask(APP)).isEqualTo(locked("sha256:1"));
      assertThat(stub.requests())
          .containsExactly(
              new Request("GET", "/v1.41/distribution/reg.example%3A5000/shop/app%3A1/json", ""));
    }

    @Test
    void eachNameGetsItsOwnAnswer() {
      start(r -> r.path().contains("/old") ? complaint(404, "gone") : found("sha256:1"));
      var images = registries.images(Set.of("new", "old"));
      assertThat(images.get("new")).isEqualTo(locked("sha256:1"));
      assertThat(images.get("old").getLeft()).isInstanceOf(SwarmFault.Rejected.class);
    }

    @Test
    void credentialsGoToTheirOwnRegistryAlone() throws IOException {
      Files.writeString(
          folder.resolve("config.json"),
          "{\"auths\":{\"reg.example:5000\":{\"auth\":\"bGFiOmhvbmV5\"}}}");
      start();
      ask(APP);
      ask("other.example/app");
      assertThat(stub.headers("X-Registry-Auth")).first().asString().isNotEmpty();
      assertThat(stub.headers("X-Registry-Auth")).last().isEqualTo("");
    }

    @Test
    void simultaneousQuestionsForOneNameAreOne() throws InterruptedException {
      var open = new CountDownLatch(1);
      start();
      answer = out -> {
        open.await();
        found("sha256:1").to(out);
      };
      var threads = IntStream.range(0, 4)
          .mapToObj(i -> Thread.ofPlatform().start(() -> ask(APP)))
          .toList();
      // All of them wait for the same answer now.
      await()
          .until(() -> asked() == 1
              && threads.stream().allMatch(t -> t.getState() == Thread.State.TIMED_WAITING));
      open.countDown();
      for (var thread : threads) thread.join();
      assertThat(ask(APP)).isEqualTo(locked("sha256:1"));
      assertThat(asked()).isEqualTo(1);
    }
  }

  @Nested
  class Remembering {
    @Test
    void aDigestHoldsForAMinute() {
      start();
      ask(APP);
      answer = found("sha256:2");
      pass(59);
      assertThat(ask(APP)).isEqualTo(locked("sha256:1"));
      pass(2);
      assertThat(ask(APP)).isEqualTo(locked("sha256:2"));
      assertThat(asked()).isEqualTo(2);
    }

    @Test
    void aMissingImageIsMissingForHalfAMinuteAndItsNeighbourIsNot() {
      start();
      answer = complaint(404, "manifest unknown");
      ask(APP);
      answer = found("sha256:2");
      pass(29);
      assertThat(ask(APP).getLeft().message()).contains("manifest unknown");
      assertThat(ask("reg.example:5000/shop/other")).isEqualTo(locked("sha256:2"));
      pass(2);
      assertThat(ask(APP)).isEqualTo(locked("sha256:2"));
    }

    @Test
    void whoHasLoggedInIsNotHeldBack() {
      start();
      answer = complaint(401, "unauthorized");
      assertThat(ask(APP).getLeft().message()).contains("docker login reg.example:5000");
      answer = found("sha256:1");
      assertThat(ask(APP)).isEqualTo(locked("sha256:1"));
    }

    @Test
    void aDeadRegistryIsAskedOnceInHalfAMinuteHoweverManyImagesItHas() {
      start();
      answer = DEAD;
      ask(APP);
      answer = found("sha256:1");
      pass(29);
      assertThat(registries.images(hundred("reg.example:5000/app:%d")).values())
          .allSatisfy(image -> assertThat(image.getLeft())
              .isInstanceOf(SwarmFault.Unreachable.class)
              .extracting(SwarmFault::message)
              .asString()
              .contains("connection refused", "seen a moment ago"));
      assertThat(asked()).isEqualTo(1);
      assertThat(ask("other.example/app")).isEqualTo(locked("sha256:1"));
      pass(2);
      assertThat(ask(APP)).isEqualTo(locked("sha256:1"));
    }
  }

  @Nested
  class Silence {
    @Test
    void aHungRegistryCostsAsManyTimeOutsAsAreAskedAtOnce() {
      start();
      answer = hang();
      assertThat(registries.images(hundred("reg.example:5000/app:%d")).values())
          .hasSize(100)
          .allMatch(image -> image.getLeft() instanceof SwarmFault.Unreachable);
      assertThat(asked()).isEqualTo(8);
    }

    @Test
    void aHungEngineIsNotWaitedForLongerThanTwoTurns() {
      start();
      answer = hang();
      long begun = System.nanoTime();
      assertThat(registries.images(hundred("reg%d.example/app")).values())
          .hasSize(100)
          .allMatch(image -> image.getLeft() instanceof SwarmFault.Unreachable);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(BRIEF.multipliedBy(8));
      assertThat(asked()).isLessThan(100);
    }

    @Test
    void deadAndHungRegistriesDoNotPassForADeadEngine() {
      start();
      answer = DEAD;
      registries.images(hundred("dead%d.example/app"));
      assertThat(asked()).isEqualTo(100);
      assertThat(engine.ask(Call.get("/nodes")).isRight()).isTrue();
      answer = hang();
      registries.images(Set.of("a.example/a", "b.example/b", "c.example/c", "d.example/d"));
      assertThat(engine.ask(Call.get("/nodes")).isRight()).isTrue();
    }

    @Test
    void anEngineThatBreaksOffIsNotHeldAgainstTheRegistry() {
      start();
      answer = drop();
      assertThat(ask(APP).getLeft())
          .isInstanceOf(SwarmFault.Unreachable.class)
          .extracting(SwarmFault::message)
          .asString()
          .contains("connection broke");
      answer = found("sha256:1");
      assertThat(ask(APP)).isEqualTo(locked("sha256:1"));
    }

    @Test
    void whileTheEngineIsKnownToBeDeadNobodyIsAsked() {
      start(request -> hang());
      for (int i = 0; i < 3; i++) engine.ask(Call.get("/nodes"));
      assertThat(ask(APP).getLeft().message()).contains("the engine is asked again every second");
      assertThat(asked()).isEqualTo(3);
    }

    @Test
    void anInterruptedCallerIsLetGoAndStaysInterrupted() {
      start();
      answer = hang();
      Thread.currentThread().interrupt();
      assertThat(ask(APP).isLeft()).isTrue();
      assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void afterTheEndAnswersAreFaultsToo() {
      start();
      registries.close();
      assertThat(ask(APP).getLeft()).isInstanceOf(SwarmFault.Unreachable.class);
    }
  }
}
